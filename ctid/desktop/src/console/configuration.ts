/** What the centre runs on. The files are looked into when it is asked for, and when another configuration runs. */
import { signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import { gatherer } from "../gather";
import type { Configuration, FromServer, Skills } from "../model";

export const configuration = signal<Configuration | null>(null);

const CHANGED = ["centre.changed", "agent.skills"];

export const look = gatherer(async () => {
  configuration.value = await api.configuration();
});

/** Whatever changed what runs is seen at once; what changed in the files is nobody's to tell. */
export function heard(message: FromServer): void {
  if (message.kind === "hello" || (message.kind === "event" && CHANGED.includes(message.type))) void look();
}

export const applyFiles = (discard: boolean) =>
  attempt(async () => {
    await api.applyFiles(discard);
    await look();
  });

export const writeBack = () =>
  attempt(async () => {
    configuration.value = await api.writeBack();
  });

export const setSkills = (agent: string, skills: Skills) =>
  attempt(async () => {
    await api.setSkills(agent, skills);
    await look();
    return true;
  });
