/** What a supervisor sees and switches: queues, agents, the block-list, the latest calls. */
import { signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import * as campaigns from "../campaigns/campaigns";
import { learnColleagues } from "../colleagues";
import { gatherer } from "../gather";
import type { Blocked, CallersInLine, Closing, FromServer, Interaction, QueueNow, Recording } from "../model";
import * as callbacks from "./callbacks";
import * as configuration from "./configuration";

export const queues = signal<QueueNow[]>([]);
export const line = signal<CallersInLine>({ waiting: [], total: 0 });
export const blocked = signal<Blocked[]>([]);
export const latest = signal<Interaction[]>([]);
/** Recordings by interaction, of the calls that were asked for. */
export const recordings = signal<Record<string, Recording[]>>({});

const ALL = "all";
const BETWEEN_MS = 500; // a busy centre tells more than anybody can see
const CALLS = 20;

const gather = gatherer(async () => {
  queues.value = (await api.queues()).queues;
  line.value = await api.waiting();
  await learnColleagues();
  blocked.value = (await api.blocklist()).blocked;
  await callbacks.look();
  await campaigns.look();
  latest.value = (await api.interactions(CALLS)).interactions;
});

let timer: ReturnType<typeof setTimeout> | undefined;

/** Any event may change what is seen; it is asked for anew a moment later, once for all that came meanwhile. */
export function heard(message: FromServer): void {
  configuration.heard(message);
  campaigns.heard(message);
  if (message.kind === "hello") void gather();
  if (message.kind !== "event" || timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    void gather();
  }, BETWEEN_MS);
}

export const closeQueue = (queue: QueueNow | null, how: Closing) =>
  attempt(async () => {
    queues.value = (await api.closeQueue(queue?.name ?? ALL, how)).queues;
    return true;
  });

export const openQueue = (queue: QueueNow | null) =>
  attempt(async () => {
    queues.value = (await api.openQueue(queue?.name ?? ALL)).queues;
  });

export const block = (number: string, reason: string, until: string | null) =>
  attempt(async () => {
    blocked.value = (await api.block(number, reason, until)).blocked;
    return true;
  });

export const unblock = (number: string) =>
  attempt(async () => {
    blocked.value = (await api.unblock(number)).blocked;
  });

export const findRecordings = (interaction: string) =>
  attempt(async () => {
    const found = (await api.recordings(interaction)).recordings;
    recordings.value = { ...recordings.value, [interaction]: found };
  });
