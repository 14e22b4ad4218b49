/** Work of other channels in the agent's hands: what is offered, what is open, what still needs its result. */
import { computed, signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import { gatherer } from "../gather";
import type { FromServer, WorkItem } from "../model";
import { me } from "../state";

const all = signal<WorkItem[]>([]);

/** Offers first: they do not wait. */
const ORDER: Record<WorkItem["state"], number> = { offered: 0, open: 1, wrap_up: 2, waiting: 3, closed: 3 };

export const items = computed(() =>
  all.value
    .filter(({ agent }) => agent !== null && agent === me.value?.agent?.id)
    .sort((one, other) => ORDER[one.state] - ORDER[other.state]),
);

export const offered = computed(() => items.value.filter(({ state }) => state === "offered"));

const gather = gatherer(async () => {
  all.value = (await api.workItems()).items;
});

/** Whatever is told of an item, an offer or an interaction's end may change what the agent has in hand. */
export function heard(message: FromServer): void {
  const told = message.kind === "event" && /^(item|offer|interaction)\./.test(message.type);
  if (told || message.kind === "hello") void gather();
}

const change = (ask: () => Promise<unknown>) =>
  attempt(async () => {
    await ask();
    await gather();
    return true;
  });

export const accept = (id: string) => change(() => api.acceptItem(id));
export const decline = (id: string) => change(() => api.declineItem(id));
export const finish = (id: string, code: string, note: string) => change(() => api.finishItem(id, code, note));
