/**
 * The one WebSocket to the server, opened again whenever it breaks.
 *
 * The wait before each new try doubles up to ten seconds and is spread by chance, so that a hundred pages
 * do not come back in the same instant after a restart. It says which event was the last it heard of: the
 * server sends what was missed and then `hello`, or `hello` alone when that is too long ago. A browser cannot see why an upgrade was refused, so the owner is told of each loss and asks
 * over REST whether the session still stands.
 */
import type { FromServer, ToServer } from "./model";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

export interface Listener {
  heard(message: FromServer): void;
  lost(): void;
  /** The number of the last event that was heard; null before the first `hello`. */
  last(): number | null;
}

export class Socket {
  #socket: WebSocket | null = null;
  #wait = FIRST_WAIT_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly listener: Listener) {
    addEventListener("online", () => this.#timer !== undefined && this.open());
  }

  open(): void {
    this.close();
    const last = this.listener.last();
    const since = last === null ? "" : `?since=${last}`;
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws${since}`);
    this.#socket = socket;
    socket.onmessage = (message) => {
      this.#wait = FIRST_WAIT_MS;
      this.listener.heard(JSON.parse(String(message.data)) as FromServer);
    };
    socket.onclose = () => {
      if (socket !== this.#socket) return;
      this.listener.lost();
      this.#timer = setTimeout(() => this.open(), this.#wait * (0.5 + Math.random()));
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    };
  }

  /** Close for good, or until `open`. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  say(message: ToServer): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
