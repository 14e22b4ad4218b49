/** What the server tells of campaigns. */
import type { Reason, Text } from "../model";

export type CampaignState = "stopped" | "running" | "paused" | "held";
export type Mode = "preview" | "progressive" | "power" | "predictive" | "agentless";

/** How near a window is to its limit; at the limit calls are made only for which an agent is held. */
export type Standing = "clear" | "alert" | "limit";

/** One window of the law; `rate` and `limit` are shares from 0 to 1, `alert_at` is one of the limit. */
export interface WindowTally {
  name: string;
  live: number;
  abandoned: number;
  rate: number;
  limit: number;
  alert_at: number;
  standing: Standing;
}

/** How often a rule was in the way, and whose turn it was last ("": it was the campaign's own). */
export interface Refusals {
  times: number;
  at: string;
  lead: string;
  reason: Reason;
}

/** What is in the air; `reason` says why the last decision, `at`, started so many calls. */
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
  refused: Refusals[];
}

/** How far a list has come: never called, being called, to be called again, asked for it; `share` is done. */
export interface ListProgress {
  list: string;
  leads: number;
  fresh: number;
  calling: number;
  again: number;
  callbacks: number;
  share: number;
}

export interface RuleSays {
  rule: string;
  allows: boolean;
  reason: Reason;
  not_before: string | null;
}

/** Why a lead was, or was not, called: what every rule says of each call now, and what was dialled. */
export interface LeadWhy {
  lead: string;
  name: string;
  list: string;
  state: LeadState;
  reason: Reason | null;
  calls: { campaign: string; display: string; allowed: boolean; rules: RuleSays[] }[];
  attempts: { id: string; display: string; committed_at: string; state: string; outcome: string | null }[];
}

export type LeadState = "open" | "calling" | "unknown" | "done";

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
