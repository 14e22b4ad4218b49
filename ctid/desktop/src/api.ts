/** What this page asks of the server over REST. Each call resolves with the answer or throws a `Refused`. */
import type { CallBack, Campaigns, LeadsDesk, LeadWhy, ListProgress } from "./campaigns/model";
import { setClock } from "./clock";
import type {
  Blocked,
  Callbacks,
  CallersInLine,
  Closing,
  Colleague,
  Configuration,
  Customer,
  Explanation,
  Interaction,
  Me,
  Message,
  NewCustomer,
  Problem,
  QueueNow,
  Recording,
  WorkItem,
  Skills,
  Unwanted,
} from "./model";
import type { Credentials } from "./phone/registration";
import { language, say } from "./words";

/** The server said no, or could not be reached (status 0). */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
  }
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        Accept: "application/json, application/problem+json",
        "Accept-Language": language.value,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Refused({
      status: 0,
      code: "unreachable",
      title: say("server_away"),
      detail: say("server_away_more"),
    });
  }
  setClock(answer.headers.get("Date"));
  const text = await answer.text();
  if (!answer.ok) throw new Refused(readProblem(answer, text));
  return (text ? JSON.parse(text) : null) as T;
}

/** A proxy between us and ctid may answer with a page of its own instead of a problem. */
function readProblem(answer: Response, text: string): Problem {
  const told = /json/.test(answer.headers.get("Content-Type") ?? "")
    ? (JSON.parse(text) as Partial<Problem>)
    : {};
  const faults = (told.errors ?? []).map(({ pointer, message }) => `${pointer.slice(1)} ${message}`);
  return {
    status: answer.status,
    code: told.code ?? String(answer.status),
    title: told.title ?? say("unexpected"),
    detail: faults.join("; ") || told.detail || `${answer.status} ${answer.statusText}`,
  };
}

const part = encodeURIComponent;

interface Accepted {
  command_id: string;
}

/** Where a browser plays a sound from; it asks for it by itself, with the session's cookie. */
export const soundOf = {
  message: (id: string) => `/api/v1/messages/${part(id)}/sound`,
  recording: (id: string) => `/api/v1/recordings/${part(id)}/sound`,
};

export const api = {
  openSession: (ticket: string) => ask<unknown>("POST", "/session", { ticket }),
  me: () => ask<Me>("GET", "/me"),
  signOn: () => ask<unknown>("POST", "/me/sign-on"),
  signOff: () => ask<unknown>("POST", "/me/sign-off"),
  ready: () => ask<unknown>("PUT", "/me/state", { state: "ready" }),
  notReady: (reason: string) => ask<unknown>("PUT", "/me/state", { state: "not_ready", reason }),
  extendWrapUp: () => ask<unknown>("POST", "/me/wrap-up/extend"),
  phone: () => ask<Credentials>("GET", "/me/phone"),
  hold: () => ask<unknown>("POST", "/me/hold"),
  retrieve: () => ask<unknown>("POST", "/me/retrieve"),
  hangUp: () => ask<unknown>("POST", "/me/hang-up"),
  dial: (number: string, show: string) => ask<Accepted>("POST", "/me/calls", { number, show }),
  transfer: (to: string) => ask<Accepted>("POST", "/me/transfer", { to }),
  consult: (to: string) => ask<Accepted>("POST", "/me/consult", { to }),
  completeConsult: () => ask<Accepted>("POST", "/me/consult/complete"),
  cancelConsult: () => ask<Accepted>("POST", "/me/consult/cancel"),
  conference: () => ask<Accepted>("POST", "/me/conference"),
  pauseRecording: (interaction: string) =>
    ask<Accepted>("POST", `/calls/${part(interaction)}/recording/pause`, { for_s: null }),
  resumeRecording: (interaction: string) =>
    ask<Accepted>("POST", `/calls/${part(interaction)}/recording/resume`),
  retake: () => ask<unknown>("POST", "/me/retake"),
  dispose: (interaction: string, code: string, note: string, back: CallBack | null) =>
    ask<unknown>("POST", `/interactions/${part(interaction)}/disposition`, { code, note, call_back: back }),
  chooseCustomer: (interaction: string, customer: string) =>
    ask<unknown>("POST", `/interactions/${part(interaction)}/customer`, { customer }),
  addCustomer: (customer: NewCustomer) => ask<Customer>("POST", "/customers", customer),
  agents: () => ask<{ agents: Colleague[] }>("GET", "/agents"),

  messages: (states: string, limit: number) =>
    ask<{ messages: Message[] }>("GET", `/messages?state=${states}&limit=${limit}`),
  takeMessage: (id: string) => ask<Message>("POST", `/messages/${part(id)}/assign`, {}),
  giveMessage: (id: string, agent: string) => ask<Message>("POST", `/messages/${part(id)}/assign`, { agent }),
  closeMessage: (id: string, code: string, note: string) =>
    ask<Message>("POST", `/messages/${part(id)}/close`, { code, note }),
  reopenMessage: (id: string) => ask<Message>("POST", `/messages/${part(id)}/reopen`),

  workItems: () => ask<{ items: WorkItem[] }>("GET", "/work-items"),
  acceptItem: (id: string) => ask<unknown>("POST", `/work-items/${part(id)}/accept`),
  declineItem: (id: string) => ask<unknown>("POST", `/work-items/${part(id)}/decline`),
  finishItem: (id: string, code: string, note: string) =>
    ask<unknown>("POST", `/work-items/${part(id)}/finish`, { code, note }),

  waiting: () => ask<CallersInLine>("GET", "/waiting"),
  why: (interaction: string) => ask<Explanation>("GET", `/interactions/${part(interaction)}/why`),
  queues: () => ask<{ queues: QueueNow[] }>("GET", "/queues"),
  closeQueue: (name: string, how: Closing) =>
    ask<{ queues: QueueNow[] }>("POST", `/queues/${part(name)}/close`, how),
  openQueue: (name: string) => ask<{ queues: QueueNow[] }>("POST", `/queues/${part(name)}/open`),
  blocklist: () => ask<{ blocked: Blocked[] }>("GET", "/blocklist"),
  block: (number: string, reason: string, until: string | null) =>
    ask<{ blocked: Blocked[] }>("POST", "/blocklist", { number, reason, until }),
  unblock: (number: string) => ask<{ blocked: Blocked[] }>("DELETE", `/blocklist/${part(number)}`),
  callbacks: () => ask<Callbacks>("GET", "/callbacks"),
  cancelCallback: (interaction: string) => ask<Callbacks>("DELETE", `/callbacks/${part(interaction)}`),
  doNotCall: () => ask<{ do_not_call: Unwanted[] }>("GET", "/do-not-call"),
  forbidCallbacks: (number: string, why: string) =>
    ask<{ do_not_call: Unwanted[] }>("POST", "/do-not-call", { number, why }),
  allowCallbacks: (number: string) =>
    ask<{ do_not_call: Unwanted[] }>("DELETE", `/do-not-call/${part(number)}`),
  configuration: () => ask<Configuration>("GET", "/centre"),
  applyFiles: (discard: boolean) => ask<unknown>("POST", "/centre/apply", { discard_live: discard }),
  writeBack: () => ask<Configuration>("POST", "/centre/write-back"),
  setSkills: (agent: string, skills: Skills) =>
    ask<unknown>("PUT", `/agents/${part(agent)}/skills`, { skills }),
  campaigns: () => ask<Campaigns>("GET", "/campaigns"),
  orderCampaign: (name: string, order: string) => ask<unknown>("POST", `/campaigns/${part(name)}/${order}`),
  listsOf: (name: string) => ask<{ lists: ListProgress[] }>("GET", `/campaigns/${part(name)}/lists`),
  leadsWithNumber: (number: string) =>
    ask<{ leads: { lead: string }[] }>("GET", `/leads?number=${part(number)}`),
  leadWhy: (lead: string) => ask<LeadWhy>("GET", `/leads/${part(lead)}/why`),
  killDialing: () => ask<Campaigns>("POST", "/dialing/kill"),
  resumeDialing: () => ask<Campaigns>("POST", "/dialing/resume"),
  leads: () => ask<LeadsDesk>("GET", "/me/leads"),
  takeLead: (campaign: string) => ask<LeadsDesk>("POST", "/me/leads/take", { campaign }),
  skipLead: (lead: string, why: string) => ask<LeadsDesk>("POST", "/me/leads/skip", { lead, why }),
  dialLead: (lead: string, number: string) => ask<LeadsDesk>("POST", "/me/leads/dial", { lead, number }),
  wrappingUp: () => ask<unknown>("POST", "/me/wrapping-up"),
  interactions: (limit: number) => ask<{ interactions: Interaction[] }>("GET", `/interactions?limit=${limit}`),
  recordings: (interaction: string) =>
    ask<{ recordings: Recording[] }>("GET", `/recordings?interaction=${part(interaction)}`),
};
