/**
 * What is said to those who do not look: the window's title, and the texts of the two live regions.
 *
 * Clocks on the page are no live regions (they would talk without end); the wrap-up time is told twice,
 * with 30 and with 10 seconds left.
 */
import { computed, effect, signal } from "@preact/signals";
import { now } from "./clock";
import type { Pop } from "./model";
import { customer, doing, farewell, isSupervisor, me, phase, pop, status } from "./state";
import { offered } from "./items/items";
import { arrived } from "./messages/messages";
import { nameOf as nameOfQueue, type Party, party, third } from "./talk/party";
import { channelWord, fill, say, type Word } from "./words";

/** Said at once (role="alert"): a call comes in. Composed once an offer, so it is spoken once. */
export const urgent = signal("");
/** Said when there is a pause (role="status"). */
export const polite = signal("");

const TOLD_AT_S = [10, 30];

/** Whole seconds of wrap-up left, or null where no limit runs. */
export const secondsLeft = computed(() => {
  const until = phase.value === "wrap_up" ? status.value?.until : null;
  return until ? Math.max(0, Math.round((Date.parse(until) - now.value) / 1000)) : null;
});

const toldAt = computed(() => TOLD_AT_S.find((s) => secondsLeft.value !== null && secondsLeft.value <= s));

function nameOf(shown: Pop): string {
  return customer.value?.name ?? (shown.display || say("hidden_number"));
}

const PARTY_WORDS = {
  customer: "with_customer",
  held: "with_held",
  ringing: "with_ringing",
  asked: "with_asked",
  asked_by: "with_asked_by",
  conference: "with_conference",
  left: "with_left",
} satisfies Record<Party, Word>;

/** Whom the agent hears, in words; "" where they hear nobody. */
export const hearing = computed(() => (party.value ? say(PARTY_WORDS[party.value], { who: third.value }) : ""));

export function announce(): void {
  let spoken = "";
  effect(() => {
    const shown = phase.value === "incoming" ? pop.value : null;
    if ((shown?.offer ?? "") === spoken) return;
    spoken = shown?.offer ?? "";
    urgent.value = shown
      ? say("incoming_spoken", { who: nameOf(shown), queue: fill(shown.queue_title) })
      : "";
  });
  const told = new Set<string>();
  effect(() => {
    for (const { id, until, channel, title, queue } of offered.value) {
      const offer = `${id} ${until}`;
      if (told.has(offer)) continue;
      told.add(offer);
      urgent.value = say("item_spoken", { channel: channelWord(channel), title, queue: nameOfQueue(queue) });
    }
  });
  effect(() => {
    const n = toldAt.value;
    polite.value =
      n === undefined || !secondsLeft.peek() ? "" : say("seconds_left", { n: secondsLeft.peek()! });
  });
  effect(() => {
    if (arrived.value > 0) polite.value = say("message_came");
  });
  effect(() => {
    const shown = pop.value;
    const state = status.value ? say(doing.value) : say(isSupervisor.value ? "console" : "desktop");
    const site = me.value ? fill(me.value.site.name) : "ctid";
    document.title =
      shown && phase.value === "incoming" ? `☎ ${nameOf(shown)} · ${say("incoming")}` : `${state} · ${site}`;
  });
}

/** How the last call left the page, in words; "" when there is nothing to say. */
export const parting = computed(() => {
  const last = farewell.value;
  if (!last) return "";
  if (last.kind !== "saved") return say(last.kind) + (last.reason ? ` · ${fill(last.reason)}` : "");
  const title = me.value?.site.dispositions[last.code];
  return say("saved", { what: title ? fill(title) : last.code });
});
