/** What the server tells of campaigns. */
import type { Reason, Text } from "../model";

export type CampaignState = "stopped" | "running" | "paused" | "held";
export type Mode = "preview" | "progressive" | "power" | "predictive" | "agentless";

/** One window of the law; `rate` and `limit` are shares from 0 to 1. */
export interface WindowTally {
  name: string;
  live: number;
  abandoned: number;
  rate: number;
  limit: number;
}

/** What is in the air, as of the last decision; `reason` says why it started so many calls. */
export interface Flight {
  at: string;
  reason: Reason;
  lines: number;
  agents: Record<string, number>;
  calls: Record<string, number>;
  dialled: number;
  answered: number;
  windows: WindowTally[];
  version: string;
}

export interface Campaign {
  name: string;
  title: Text;
  mode: Mode;
  profile: string;
  queue: string | null;
  state: CampaignState;
  since: string | null;
  who: string;
  reason: Reason;
  flight: Flight | null;
}

export interface Campaigns {
  killed: { who: string; since: string } | null;
  campaigns: Campaign[];
}

export interface CampaignForAgents {
  name: string;
  title: Text;
  script: Text | null;
  /** What may come of its calls; none: all of the site's. */
  dispositions: string[];
}

export interface Lead {
  id: string;
  name: string;
  numbers: { number: string; display: string; kind: string }[];
  facts: Record<string, string>;
}

/** When they want to be called again; by this very agent, or by any. */
export interface CallBack {
  at: string;
  own: boolean;
}

/** What an agent's page shows of campaigns: leads to choose, and the campaign of the call that is up. */
export interface LeadsDesk {
  campaigns: CampaignForAgents[];
  preview: { campaign: CampaignForAgents; lead: Lead | null } | null;
  call: CampaignForAgents | null;
}
