/**
 * What the agent has done with the call on the page and not lost by a reload: the note and the result being
 * prepared, and the customer chosen. Kept for this tab only, and only until the next call.
 */
import { effect, signal } from "@preact/signals";
import type { Customer } from "./model";

const KEPT = "ctid.work";

export interface Work {
  interaction: string;
  code: string;
  note: string;
  customer: Customer | null;
  /** When they want to be called back, as a field of local time writes it; "" if they do not. By this agent? */
  back: string;
  own: boolean;
  disposed: boolean;
  /** Whom the agent asked last, and the command by which. */
  asking: { to: string; command: string } | null;
}

const blank = (interaction: string): Work => ({
  interaction,
  code: "",
  note: "",
  customer: null,
  back: "",
  own: false,
  disposed: false,
  asking: null,
});

function kept(): Work | null {
  try {
    const work = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Work | null;
    return work && { ...blank(work.interaction), ...work };
  } catch {
    return null; // written by another version of this page: begin afresh
  }
}

export const work = signal<Work>(kept() ?? blank(""));

effect(() => sessionStorage.setItem(KEPT, JSON.stringify(work.value)));

/** Begin on an interaction, or go on where a reload broke off. */
export function workOn(interaction: string): void {
  if (work.value.interaction !== interaction) work.value = blank(interaction);
}

export function jot(change: Partial<Omit<Work, "interaction">>): void {
  work.value = { ...work.value, ...change };
}
