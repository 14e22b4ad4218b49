/** Leads on an agent's page: the one to look at before anybody is called, and the campaign of the call. */
import { computed, signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import { gatherer } from "../gather";
import type { FromServer } from "../model";
import { me, pop, status } from "../state";
import type { LeadsDesk } from "./model";

export const desk = signal<LeadsDesk>({ campaigns: [], preview: null, call: null });

/** The campaign whose call is on the page. */
export const campaign = computed(() => (pop.value ? desk.value.call : null));

/** The agent has said that this call is about to end. */
export const closing = signal("");
export const isClosing = computed(() => closing.value !== "" && closing.value === status.value?.interaction);

const gather = gatherer(async () => {
  desk.value = await api.leads();
});

/** Leads come and go with campaigns; the call that is up changes with the agent's own state. */
export function heard(message: FromServer): void {
  if (message.kind === "hello") void gather();
  if (message.kind !== "event") return;
  const mine = message.agent === me.value?.agent?.id;
  if (/^(campaign|dialing)\./.test(message.type) || (mine && /^(lead|agent)\./.test(message.type))) void gather();
}

const change = (ask: () => Promise<LeadsDesk>) =>
  attempt(async () => {
    desk.value = await ask();
  });

export const take = (name: string) => change(() => api.takeLead(name));
export const skip = (lead: string, why: string) => change(() => api.skipLead(lead, why));
export const dial = (lead: string, number: string) => change(() => api.dialLead(lead, number));
export const wrapUpSoon = () =>
  attempt(async () => {
    await api.wrappingUp();
    closing.value = status.value?.interaction ?? "";
  });
