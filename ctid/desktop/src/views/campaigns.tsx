/** The campaigns: what each is doing, how it goes, how near it is to what the law allows; and the kill switch. */
import { useState } from "preact/hooks";
import { busy } from "../actions";
import { campaigns, kill, order, type Order, resume } from "../campaigns/campaigns";
import type { Campaign, CampaignState } from "../campaigns/model";
import { dateAndTime, fill, say } from "../words";
import { InTheAir } from "./campaignflight";
import { Details } from "./campaignlists";

/** What may be ordered of a campaign, by what it is doing. */
const ORDERS: Record<CampaignState, Order[]> = {
  stopped: ["start"],
  paused: ["start", "stop"],
  running: ["pause", "stop"],
  held: ["pause", "stop"],
};

/** Only what a supervisor did not ask for looks wrong. */
const TIER: Record<CampaignState, string> = {
  stopped: "tier rests",
  paused: "tier rests",
  running: "tier",
  held: "tier shut",
};

export function Campaigns() {
  const { killed, campaigns: all } = campaigns.value;
  if (all.length === 0) return null;
  return (
    <section class="card floor campaigns" aria-label={say("campaigns")}>
      <h3>{say("campaigns")}</h3>
      {killed ? <Killed {...killed} /> : <KillSwitch />}
      <ul>
        {all.map((one) => (
          <One key={one.name} one={one} killed={killed !== null} />
        ))}
      </ul>
    </section>
  );
}

function One({ one, killed }: { one: Campaign; killed: boolean }) {
  const title = fill(one.title);
  return (
    <li aria-label={title}>
      <span>
        <strong>{title}</strong>{" "}
        <span class={TIER[one.state]}>{say(`campaign_${one.state}`)}</span>
      </span>
      {ORDERS[one.state].map((what) => (
        <button
          key={what}
          type="button"
          aria-label={`${say(what)}: ${title}`}
          disabled={busy.value || (killed && what === "start")}
          onClick={() => void order(one.name, what)}
        >
          {say(what)}
        </button>
      ))}
      <small class="why">
        {say(`mode_${one.mode}`)} · {say("law", { profile: [one.profile, one.flight?.version].filter(Boolean).join(" ") })}
        {one.since && ` · ${dateAndTime(one.since)} · ${fill(one.reason)}`}
      </small>
      {one.flight && <InTheAir flight={one.flight} running={one.state === "running"} />}
      <Details name={one.name} />
    </li>
  );
}

function Killed({ who, since }: { who: string; since: string }) {
  return (
    <div class="killed" role="status">
      <p>{say("killed_so", { who, since: dateAndTime(since) })}</p>
      <button type="button" disabled={busy.value} onClick={() => void resume()}>
        {say("resume_dialing")}
      </button>
    </div>
  );
}

function KillSwitch() {
  const [asked, ask] = useState(false);
  if (!asked) {
    return (
      <button type="button" class="end-call" onClick={() => ask(true)}>
        {say("kill")}
      </button>
    );
  }
  return (
    <div class="killed" role="group" aria-label={say("kill_now")}>
      <p>{say("kill_sure")}</p>
      <button type="button" class="kill" disabled={busy.value} onClick={() => void kill()}>
        {say("kill_now")}
      </button>
      <button type="button" autofocus onClick={() => ask(false)}>
        {say("cancel")}
      </button>
    </div>
  );
}
