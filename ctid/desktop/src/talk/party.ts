/**
 * Whom the agent hears now: the customer, the one they asked, both, or (on hold) nobody.
 *
 * It is read out of the call's own steps, so a page that is loaded anew knows it too. Only that somebody
 * outside is being rung has no step of its own: that is remembered with the rest of the agent's work, by the
 * command that began it, until a step tells what became of that command.
 */
import { computed } from "@preact/signals";
import { colleagues } from "../colleagues";
import type { Happened } from "../model";
import { me, outgoing, phase, pop, steps } from "../state";
import { fill } from "../words";
import { work } from "../work";

export type Party =
  | "customer"
  | "held" // the customer hears music, the agent nothing
  | "ringing" // whom the agent asks is being rung
  | "asked" // the agent hears whom they asked
  | "asked_by" // a colleague asks this agent
  | "conference"
  | "left"; // the customer has left a conference

/** What each step makes of it for the agent who has the call. */
const MAKES: Record<string, Party> = {
  "call.established": "customer",
  "call.held": "held",
  "call.retrieved": "customer",
  "call.consulted": "asked",
  "call.conferenced": "conference",
  "call.transferred": "customer",
};

/** A colleague has asked this agent, and still has the caller. */
const onlyAsked = computed(() => {
  const mine = me.value?.agent?.id;
  const handed = steps.value.some((step) => step.type === "call.transferred" && step.facts.to === mine);
  return pop.value?.reason?.code === "consulted" && !handed;
});

function after(before: Party, step: Happened): Party {
  if (step.type !== "connection.cleared") return MAKES[step.type] ?? before;
  if (before !== "conference") return before;
  return step.facts.by === "caller" ? "left" : "customer";
}

/** The party asked is being rung: nothing is told yet of the command that asked for it. */
const isRinging = computed(() => {
  const asking = work.value.asking;
  return asking !== null && !steps.value.some((step) => TELLS.has(step.type) && step.facts.command === asking.command);
});
const TELLS = new Set(["call.consulted", "call.failed"]);

/** Null where the agent talks with nobody. */
export const party = computed<Party | null>(() => {
  if (phase.value !== "talking") return null;
  const now = steps.value.reduce(after, "customer");
  if (onlyAsked.value && now !== "conference" && now !== "left") return "asked_by";
  return isRinging.value && !outgoing.value && (now === "held" || now === "customer") ? "ringing" : now;
});

/** Who the third party is, as people call them. */
export const third = computed(() => {
  if (onlyAsked.value) return nameOf(String(pop.value?.reason?.facts?.by ?? ""));
  if (isRinging.value) return nameOf(work.value.asking?.to ?? "");
  return nameOf(String(steps.value.findLast((step) => step.type === "call.consulted")?.facts.to ?? ""));
});

/** An agent's name, a queue's title, or the number itself. */
export function nameOf(to: string): string {
  const title = me.value?.site.queues[to];
  return title ? fill(title) : (colleagues.value.find(({ id }) => id === to)?.name ?? to);
}
