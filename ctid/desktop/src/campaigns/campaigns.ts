/** What a supervisor sees and switches of campaigns. */
import { signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import type { Campaigns } from "./model";

export type Order = "start" | "pause" | "stop";

export const campaigns = signal<Campaigns>({ killed: null, campaigns: [] });

export async function look(): Promise<void> {
  campaigns.value = await api.campaigns();
}

export const order = (name: string, what: Order) =>
  attempt(async () => {
    await api.orderCampaign(name, what);
    await look();
  });

export const kill = () =>
  attempt(async () => {
    campaigns.value = await api.killDialing();
    return true;
  });

export const resume = () =>
  attempt(async () => {
    campaigns.value = await api.resumeDialing();
  });
