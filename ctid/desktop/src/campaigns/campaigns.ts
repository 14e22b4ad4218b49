/** What a supervisor sees and switches of campaigns. */
import { signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import { gatherer } from "../gather";
import type { FromServer } from "../model";
import type { Campaign, Campaigns, LeadWhy } from "./model";

export type Order = "start" | "pause" | "stop";

/** A window of the law has passed a mark; one of each campaign and window, the last. */
export interface Alert {
  campaign: string;
  window: string;
  standing: "alert" | "limit";
  share: number;
  limit: number;
}

export const campaigns = signal<Campaigns>({ killed: null, campaigns: [] });
export const alerts = signal<Alert[]>([]);

const LOOK_AGAIN_MS = 2_000; // phones that ring tell nobody: what is in the air changes without an event

let timer: ReturnType<typeof setTimeout> | undefined;
const again = gatherer(look);

export async function look(): Promise<void> {
  clearTimeout(timer);
  campaigns.value = await api.campaigns();
  if (campaigns.value.campaigns.some(isLively)) timer = setTimeout(() => void again(), LOOK_AGAIN_MS);
}

const isLively = ({ state, flight }: Campaign) =>
  state === "running" || state === "held" || Object.values(flight?.calls ?? {}).some((n) => n > 0);

export function heard(message: FromServer): void {
  if (message.kind !== "event" || message.type !== "campaign.alerted") return;
  const told = message.facts as unknown as Alert;
  alerts.value = [...alerts.value.filter((one) => !isSame(one, told)), told];
}

const isSame = (one: Alert, other: Alert) => one.campaign === other.campaign && one.window === other.window;

export function seen(alert: Alert): void {
  alerts.value = alerts.value.filter((one) => one !== alert);
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

/** Ask why somebody was not called: a lead by its id, or all that have a number. */
export const whyNot = (who: string) =>
  attempt(async (): Promise<LeadWhy[]> => {
    const ids = who.startsWith("lead_") ? [who] : (await api.leadsWithNumber(who)).leads.map(({ lead }) => lead);
    return Promise.all(ids.map(api.leadWhy));
  });
