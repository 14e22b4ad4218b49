/** What the agent can do. Each action asks the server, shows its refusal, and learns the new truth. */
import { signal } from "@preact/signals";
import { api, Refused } from "./api";
import * as leads from "./campaigns/leads";
import { instantOf } from "./clock";
import { learnColleagues } from "./colleagues";
import * as floor from "./console/floor";
import * as items from "./items/items";
import * as messages from "./messages/messages";
import type { Customer, NewCustomer } from "./model";
import * as phone from "./phone/desk";
import { Socket } from "./socket";
import { call, hangUp as hangUpHere } from "./phone/call";
import { gate, hear, isSupervisor, lastHeard, link, me, onHold, phase, pop, problem, setStatus } from "./state";
import { suggestLanguage } from "./words";
import { jot, work } from "./work";

/** An action is under way: its buttons wait. */
export const busy = signal(false);

const socket = new Socket({
  heard: (message) => {
    hear(message, refresh);
    phone.heard(message);
    messages.heard(message);
    if (isSupervisor.value) floor.heard(message);
    else {
      items.heard(message);
      leads.heard(message);
    }
  },
  last: lastHeard,
  lost: () => {
    link.value = "lost";
    void refresh();
  },
});

/** Open the page: redeem the ticket of the address, learn who we are, listen. */
export async function start(): Promise<void> {
  problem.value = null;
  try {
    if (!(await redeemTicket())) return;
    await learn();
    socket.open();
    await learnColleagues();
    if (!isSupervisor.value) await phone.begin((message) => socket.say(message));
  } catch (error) {
    refuse(error, "ticket_missing");
  }
}

async function redeemTicket(): Promise<boolean> {
  const ticket = new URLSearchParams(location.hash.slice(1)).get("ticket");
  if (!ticket) return true;
  try {
    await api.openSession(ticket);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status < 400 || error.problem.status >= 500) throw error;
    gate.value = "ticket_used";
  }
  history.replaceState(null, "", location.pathname);
  return gate.value === null;
}

async function learn(): Promise<void> {
  const answer = await api.me();
  me.value = answer;
  if (answer.agent) suggestLanguage(answer.agent.language);
  setStatus(answer.status);
}

let asking = false;
let again = false;

/** Ask for the truth; what is asked for meanwhile is asked once more afterwards, so the last answer is new. */
async function refresh(): Promise<void> {
  again = asking;
  if (asking) return;
  asking = true;
  try {
    setStatus((await api.me()).status);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.problem.status === 401) endSession(); // any other refusal is told by the link's banner
  } finally {
    asking = false;
  }
  if (again) await refresh();
}

function endSession(): void {
  socket.close();
  pop.value = null;
  gate.value = "session_over";
}

function refuse(error: unknown, unauthorised: "ticket_missing" | "session_over"): void {
  if (!(error instanceof Refused)) throw error;
  if (error.problem.status === 401) gate.value = unauthorised;
  else problem.value = error.problem;
}

/** Ask for something, one thing at a time; undefined where it was refused, and the page says why. */
export async function attempt<T>(ask: () => Promise<T>): Promise<T | undefined> {
  if (busy.value) return undefined;
  busy.value = true;
  problem.value = null;
  try {
    const answer = await ask();
    await refresh();
    return answer;
  } catch (error) {
    refuse(error, "session_over");
    return undefined;
  } finally {
    busy.value = false;
  }
}

export const signOn = () => attempt(api.signOn);
export const signOff = () => attempt(api.signOff);
export const getReady = () => attempt(api.ready);
export const goNotReady = (reason: string) => attempt(() => api.notReady(reason));
export const extendWrapUp = () => attempt(api.extendWrapUp);

export const hold = () => attempt(api.hold);
export const retrieve = () =>
  attempt(async () => {
    phone.expectRing(); // where the agent's leg is gone, it is rung anew
    await api.retrieve();
  });
/** Hang up wherever the agent talks: here at once, at a desk phone by the server. */
export const hangUp = () =>
  call.value === null || onHold.value ? attempt(api.hangUp) : hangUpHere(); // a leg that ends on hold may be lost

export const choose = (interaction: string, customer: Customer) =>
  attempt(async () => {
    await api.chooseCustomer(interaction, customer.id);
    jot({ customer });
  });

export const addCustomer = (interaction: string, wanted: NewCustomer) =>
  attempt(async () => {
    const customer = await api.addCustomer(wanted);
    await api.chooseCustomer(interaction, customer.id);
    jot({ customer });
  });

export const dispose = () =>
  attempt(async () => {
    const { interaction, code, note, back, own } = work.value;
    const at = instantOf(back);
    await api.dispose(interaction, code, note, at ? { at, own } : null);
    jot({ disposed: true });
  });

/** Tell the server that the card has been painted: it rings the phone on this word. */
export function tellShown(offer: string): void {
  if (phase.peek() === "incoming") socket.say({ kind: "pop_shown", offer });
}
