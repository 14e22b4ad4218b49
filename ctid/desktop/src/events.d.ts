/** The part of Node's EventEmitter that JsSIP's own types lean on. */
declare module "events" {
  export class EventEmitter<Events = unknown> {
    readonly events?: Events;
    removeAllListeners(event?: string): this;
  }
}

/** Its version of `debug` carries no types; this page does not use it. */
declare module "debug" {
  export type Debug = unknown;
}
