/**
 * What the page knows. Only `hear` and the few setters here change it; the views read it.
 *
 * Events come in the order of their numbers, each once, also over a lost connection (see `socket`).
 * The server's word is the truth: `hello` and GET /me replace what is shown, and any event that touches
 * this agent only makes the page ask again. The page never guesses the agent's next state by itself.
 */
import { computed, signal } from "@preact/signals";
import type { Customer, ExternalRecord, FromServer, Happened, Me, Pop, Problem, Reason, Status } from "./model";
import { jot, work, workOn } from "./work";

export type Gate = "ticket_missing" | "ticket_used" | "session_over";
export type Link = "connecting" | "up" | "lost";
/** Where the call on the page is; `late` = wrap-up ended without a result. */
export type Phase = "idle" | "incoming" | "dialling" | "talking" | "wrap_up" | "late";
/** The line that tells how the last call left the page. */
export type Farewell =
  | { kind: "saved"; code: string }
  | { kind: "offer_over" | "not_reached"; reason: Reason | null };

export const me = signal<Me | null>(null);
export const isSupervisor = computed(() => me.value?.role === "supervisor");
export const status = signal<Status | null>(null);
export const gate = signal<Gate | null>(null);
export const link = signal<Link>("connecting");
export const switchUp = signal(true);
export const phoneUp = signal(true);
export const pop = signal<Pop | null>(null);
export const steps = signal<Happened[]>([]);
export const problem = signal<Problem | null>(null);
/** Records of other systems, the newest first; a new call clears them. */
export const records = signal<ExternalRecord[]>([]);
export const farewell = signal<Farewell | null>(null);

let lastSeq: number | null = null;
/** The number of the last event that was heard: from there the page goes on after it was cut off. */
export const lastHeard = () => lastSeq;

const taken = signal(false); // the agent has spoken with this caller

/** The call on the page is one that the agent makes. */
export const outgoing = computed(() => pop.value?.reason?.code === "dialling");

export const phase = computed<Phase>(() => {
  const [shown, now] = [pop.value, status.value];
  if (!shown) return "idle";
  const same = !now?.interaction || now.interaction === shown.interaction;
  if (same && (now?.state === "talking" || now?.state === "wrap_up")) return now.state;
  if (taken.value) return "late";
  return outgoing.value ? "dialling" : "incoming";
});

/** What the agent is doing, as people call it: one who calls somebody is reserved too, but nobody rings them. */
export const doing = computed(() => (phase.value === "dialling" ? "dialling" : (status.value?.state ?? "signed_off")));

/** The caller hears music: the last word on it in the call's own steps. */
export const onHold = computed(() => {
  const last = steps.value.findLast(({ type }) => HOLDS.has(type));
  return phase.value === "talking" && last?.type === "call.held";
});
const HOLDS = new Set(["call.held", "call.retrieved", "call.conferenced", "call.transferred"]);

/** The customer the caller is taken for: the one the agent chose, else the only match. */
export const customer = computed<Customer | null>(() => {
  const matches = pop.value?.matches ?? [];
  const told = steps.value.findLast((step) => step.type === "customer.chosen")?.facts.customer;
  const chosen = matches.find((match) => match.customer.id === told);
  return work.value.customer ?? chosen?.customer ?? (matches.length === 1 ? matches[0]!.customer : null);
});

export function setStatus(next: Status | null): void {
  status.value = next;
  const shown = pop.value;
  if (!next || !shown) return;
  const busy = next.state === "talking" || next.state === "wrap_up";
  if (busy && next.interaction === shown.interaction) taken.value = true;
  if (!busy && next.state !== "reserved" && work.value.disposed) {
    dropPop({ kind: "saved", code: work.value.code });
  }
}

/** Take one message of the server; `touched` is called when this agent's status may have changed. */
export function hear(message: FromServer, touched: () => void): void {
  switch (message.kind) {
    case "hello":
      lastSeq = message.seq;
      link.value = "up";
      if (message.pop) showPop(message.pop);
      else if (phase.value === "incoming" || phase.value === "dialling") dropPop(null); // it ended while nobody listened
      setStatus(message.status);
      break;
    case "pop":
      showPop(message);
      touched();
      break;
    case "timeline": // what the call went through before it was offered to this agent
      if (message.interaction === pop.value?.interaction) tellBefore(message.events);
      break;
    case "mark":
      lastSeq = message.seq;
      break;
    case "record":
      records.value = [message, ...records.value.filter(({ command }) => command !== message.command)];
      break;
    case "seat_taken":
      break; // the phone's own affair
    case "event":
      if (lastSeq !== null && message.seq <= lastSeq) break;
      lastSeq = message.seq;
      note(message);
      if (message.agent !== null && message.agent === me.value?.agent?.id) touched();
  }
}

function showPop(next: Pop): void {
  if (next.offer !== pop.value?.offer) taken.value = false;
  if (next.interaction !== pop.value?.interaction) records.value = [];
  workOn(next.interaction);
  steps.value = next.timeline;
  if (seenDisposed()) jot({ disposed: true });
  taken.value ||= steps.value.some((s) => s.type === "call.established" && s.offer === next.offer);
  farewell.value = null;
  pop.value = next;
}

function tellBefore(story: Happened[]): void {
  const known = new Set(steps.value.map((step) => step.seq));
  const missing = story.filter((step) => !known.has(step.seq));
  steps.value = [...missing, ...steps.value].sort((a, b) => a.seq - b.seq);
}

const seenDisposed = () => steps.value.some((step) => step.type === "interaction.disposed");

function dropPop(why: Farewell | null): void {
  pop.value = null;
  steps.value = [];
  farewell.value = why;
}

function note(event: Happened): void {
  const shown = pop.value;
  if (shown && event.interaction === shown.interaction) steps.value = [...steps.value, event];
  switch (event.type) {
    case "offer.missed":
    case "offer.withdrawn":
      if (shown && event.offer === shown.offer) dropPop({ kind: "offer_over", reason: event.reason });
      break;
    case "call.failed":
    case "interaction.closed":
      if (phase.value === "dialling" && event.interaction === shown?.interaction) {
        dropPop({ kind: "not_reached", reason: event.reason });
      }
      break;
    case "interaction.disposed":
      if (event.interaction === work.value.interaction) jot({ disposed: true });
      break;
    case "switch.up":
    case "switch.lost":
      switchUp.value = event.type === "switch.up";
      break;
    case "phone.changed":
      if (event.agent === me.value?.agent?.id) phoneUp.value = event.facts.reachable === 1;
  }
}
