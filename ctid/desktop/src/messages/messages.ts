/** The messages that callers left: what is open, what was closed lately, and what people do with one. */
import { computed, signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import { gatherer } from "../gather";
import type { FromServer, Message } from "../model";
import { me } from "../state";

export type Box = "new" | "mine" | "others" | "closed";

export const box = signal<Box>("new");
const open = signal<Message[]>([]);
const closed = signal<Message[]>([]);
/** How many messages came while this page was open: each is said once. */
export const arrived = signal(0);

const mine = (message: Message) => message.agent !== null && message.agent === me.value?.agent?.id;

export const boxes = computed<Record<Box, Message[]>>(() => ({
  new: open.value.filter(({ state }) => state === "new"),
  mine: open.value.filter((message) => message.state === "assigned" && mine(message)),
  others: open.value.filter((message) => message.state === "assigned" && !mine(message)),
  closed: closed.value,
}));

export const gather = gatherer(async () => {
  open.value = (await api.messages("new,assigned", 200)).messages;
  closed.value = (await api.messages("closed", 20)).messages;
});

export function heard(message: FromServer): void {
  const told = message.kind === "event" && message.type.startsWith("message.");
  if (message.kind === "event" && message.type === "message.left") arrived.value += 1;
  if (told || message.kind === "hello") void gather();
}

const change = (ask: () => Promise<unknown>) =>
  attempt(async () => {
    await ask();
    await gather();
    return true;
  });

export const take = (id: string) => change(() => api.takeMessage(id));
export const give = (id: string, agent: string) => change(() => api.giveMessage(id, agent));
export const closeMessage = (id: string, code: string, note: string) =>
  change(() => api.closeMessage(id, code, note));
export const reopen = (id: string) => change(() => api.reopenMessage(id));
