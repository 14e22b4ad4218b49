/** The words that the server and this page share. Instants are RFC 3339 text in UTC with milliseconds. */

export type Language = "en" | "zh";
export type Text = Record<Language, string>;
export type Fact = string | number;
/** Why: a stable code, its words, and the facts they were made of where the server tells them. */
export type Reason = Text & { code: string; facts?: Record<string, Fact> };

export type AgentState = "signed_off" | "not_ready" | "ready" | "reserved" | "talking" | "wrap_up";

export interface Status {
  state: AgentState;
  since: string;
  reason: Reason | null;
  until: string | null;
  /** Why the agent will not be ready (`signed_off`: not signed on) once the call is over. */
  then: Reason | null;
  missed: number;
  /** How often wrap-up may still be made longer. */
  extensions: number;
  offer: string | null;
  interaction: string | null;
}

export interface Agent {
  id: string;
  name: string;
  phone: string;
  language: Language;
  skills: Record<string, number>;
}

export interface Site {
  name: Text;
  queues: Record<string, Text>;
  dispositions: Record<string, Text>;
  not_ready_reasons: Record<string, Text>;
  /** What may be shown to whom an agent calls, by name. */
  numbers: Record<string, string>;
}

export interface Colleague {
  id: string;
  name: string;
  state: AgentState;
  since: string | null;
  reason: Reason | null;
}

/** What a caller left: words to hear, or the wish to be called. */
export interface Message {
  id: string;
  kind: "voicemail" | "callback_request";
  interaction: string;
  left_at: string;
  number: string;
  display: string;
  queue: string | null;
  language: Language;
  sound: boolean;
  duration_ms: number;
  state: "new" | "assigned" | "closed";
  agent: string | null;
  closed_at: string | null;
  closed_by: string;
  disposition: string;
  note: string;
}

/** Work of another channel: a chat, an e-mail … */
export interface WorkItem {
  id: string;
  channel: string;
  queue: string;
  title: string;
  address: string;
  url: string;
  state: "waiting" | "offered" | "open" | "wrap_up" | "closed";
  agent: string | null;
  until: string | null;
  entered_at: string;
  answered_at: string | null;
}

export interface QueueNow {
  name: string;
  title: Text;
  waiting: number;
  closed: { who: string; since: string; announcement: string; leads_to: LeadsTo; until: string | null } | null;
}

export type LeadsTo = "end" | "voicemail" | "callback";

/** How a queue is closed: `announcement` is a prompt's key. */
export interface Closing {
  announcement: string;
  leads_to: LeadsTo;
  until: string | null;
  waiting: "serve" | "tell";
}

/** A caller who waits; while they are offered they have no position and no open step. */
export interface WaitingCaller {
  interaction: string;
  display: string;
  channel: string;
  title: string;
  queue: string | null;
  entered_at: string;
  position: number | null;
  expected_ms: number | null;
  step: number | null;
  steps: number;
  kept_for: string | null;
  offered_to: string | null;
}

export interface CallersInLine {
  waiting: WaitingCaller[];
  total: number;
}

/** An agent who would do, and what they do instead. */
export interface WouldDo {
  agent: string;
  name: string;
  step: number;
  what: Reason;
}

interface People {
  agents: WouldDo[];
  more: number;
}

/** One offer: why to this agent, and how it ended. */
export interface MadeOffer {
  id: string;
  agent: string;
  name: string;
  made_at: string;
  why: Reason;
  ended_because: Reason | null;
}

/** Why a call waits, in sentences of the reader's language and as figures; `offers` is null without a database. */
export interface Explanation {
  interaction: string;
  says: string[];
  wait: { place: { would_do: People; next: { step: number; adds: People } | null } | null } | null;
  offers: MadeOffer[] | null;
}

/** A wish to be called back that has not ended. One that waits is `due`, or it is said why it is `held`. */
export interface Callback {
  interaction: string;
  number: string;
  display: string;
  queue: string;
  state: "waiting" | "dialling" | "resting" | "unknown";
  entered_at: string;
  expires_at: string;
  attempts: number;
  again_at: string | null;
  reason: Reason | null;
  due: boolean;
  held: Reason | null;
}

export interface EndedCallback {
  interaction: string;
  display: string;
  queue: string;
  state: "reached" | "failed" | "expired" | "cancelled";
  ended_at: string;
  attempts: number;
  reason: Reason | null;
}

export interface Callbacks {
  callbacks: Callback[];
  ended: EndedCallback[];
}

/** A number that is not called back. */
export interface Unwanted {
  number: string;
  display: string;
  who: string;
  since: string;
  why: string;
}

export type Skills = Record<string, number>;

/** What runs, what was changed live, and what the files say otherwise. */
export interface Configuration {
  skills: string[];
  agents: { agent: string; name: string; skills: Skills }[];
  applied_at: string | null;
  applied_by: string | null;
  changes: { path: string; before: string | null; after: string | null }[];
  drift: { agent: string; skill: string; live: number; file: number; who: string; since: string }[];
  mistakes: Text[];
}

export interface Blocked {
  number: string;
  who: string;
  since: string;
  reason: string;
  until: string | null;
}

export interface Interaction {
  id: string;
  display: string;
  ani: string;
  channel: string;
  direction: string;
  queue: string | null;
  agent: string | null;
  arrived_at: string;
  outcome: Outcome;
  disposition: string;
}

export type Outcome =
  | "open"
  | "answered"
  | "abandoned_in_ivr"
  | "abandoned_in_queue"
  | "self_served"
  | "voicemail"
  | "callback_asked"
  | "turned_away"
  | "blocked"
  | "forwarded"
  | "not_reached"
  | "lost";

export interface Recording {
  id: string;
  agent: string | null;
  started_at: string;
  complete: boolean;
  duration_ms: number;
}

export interface Me {
  role: string;
  agent: Agent | null;
  status: Status | null;
  site: Site;
}

export interface Customer {
  id: string;
  name: string;
  company: string;
  language: Language | null;
  tier: string;
  note: string;
  last_contact_at: string | null;
  numbers: string[];
}

export interface NewCustomer {
  name: string;
  number: string;
  company: string;
  language: Language;
  note: string;
}

export interface Match {
  customer: Customer;
  score: number;
  reasons: Reason[];
}

/** One thing that has happened; `seq` orders all of them, `call_seq` those of its interaction. */
export interface Happened {
  seq: number;
  call_seq: number | null;
  type: string;
  at: string;
  interaction: string | null;
  agent: string | null;
  offer: string | null;
  reason: Reason | null;
  facts: Record<string, Fact>;
}

/** What is shown when a caller is offered: who it may be, and why to this agent. */
export interface Pop {
  offer: string;
  interaction: string;
  queue: string;
  queue_title: Text;
  reason: Reason | null;
  waited_ms: number;
  /** Since when they wait to be called back; null when they are not. */
  asked_back_at: string | null;
  number: string;
  display: string;
  matches: Match[];
  identification_reason: Reason | null;
  collected: Record<string, string>;
  timeline: Happened[];
}

/** A record of another system, shown because that system asked for it; `url` may be empty. */
export interface ExternalRecord {
  command: string;
  title: string;
  url: string;
  fields: Record<string, string>;
}

export type FromServer =
  | { kind: "hello"; seq: number; resumed: boolean; status: Status | null; pop: Pop | null }
  | { kind: "mark"; seq: number }
  | { kind: "timeline"; interaction: string; events: Happened[] }
  | ({ kind: "event" } & Happened)
  | ({ kind: "pop" } & Pop)
  | ({ kind: "record" } & ExternalRecord)
  | { kind: "seat_taken" };

export type ToServer = { kind: "pop_shown"; offer: string } | { kind: "phone_seat" };

/** RFC 9457: why the server did not do what was asked. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string;
  errors?: { pointer: string; message: string }[];
}
