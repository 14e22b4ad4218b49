/** The campaigns: what each is doing, how it goes, how near it is to what the law allows; and the kill switch. */
import { useState } from "preact/hooks";
import { busy } from "../actions";
import { campaigns, kill, order, type Order, resume } from "../campaigns/campaigns";
import type { WindowTally, Campaign, CampaignState, Flight } from "../campaigns/model";
import { dateAndTime, fill, percent, say, type Word } from "../words";

/** What may be ordered of a campaign, by what it is doing. */
const ORDERS: Record<CampaignState, Order[]> = {
  stopped: ["start"],
  paused: ["start", "stop"],
  running: ["pause", "stop"],
  held: ["pause", "stop"],
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
        <span class={one.state === "running" ? "tier" : "tier shut"}>{say(`campaign_${one.state}`)}</span>
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
      {one.flight && one.state !== "stopped" && <InTheAir flight={one.flight} />}
    </li>
  );
}

function InTheAir({ flight }: { flight: Flight }) {
  const { dialled, answered } = flight;
  const rate = percent(dialled ? answered / dialled : 0);
  return (
    <dl class="facts">
      <dt>{say("agents_now")}</dt>
      <dd>{counted("does", ["idle", "talking", "wrapping", "away"], flight.agents)}</dd>
      <dt>{say("calls_now")}</dt>
      <dd>{counted("stage", ["dialling", "ringing", "classifying", "waiting"], flight.calls)}</dd>
      <dt>{say("answer_rate")}</dt>
      <dd>{say("answered_of", { answered, dialled, rate })}</dd>
      <dt>{say("abandoned")}</dt>
      <dd>
        {flight.windows.map((tally) => (
          <Allowance key={tally.name} tally={tally} />
        ))}
      </dd>
      <dt>{say("last_decision")}</dt>
      <dd class="says">{fill(flight.reason)}</dd>
    </dl>
  );
}

const counted = (prefix: "does" | "stage", names: string[], counts: Record<string, number>) =>
  names
    .filter((name) => counts[name])
    .map((name) => say(`${prefix}_${name}` as Word, { n: counts[name]! }))
    .join(" · ") || say("nothing_in_the_air");

/** How much of what the law allows is used up; the mark is at 80 %, where people are warned. */
function Allowance({ tally }: { tally: WindowTally }) {
  const used = tally.rate / tally.limit;
  const words = say("abandoned_of", {
    window: tally.name,
    rate: percent(tally.rate),
    limit: percent(tally.limit),
  });
  return (
    <div class={used >= 0.8 ? "allowance near" : "allowance"}>
      <span>{words}</span>
      <span
        class="bar-of"
        role="meter"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={tally.limit}
        aria-valuenow={tally.rate}
        title={say("abandoned_counts", { abandoned: tally.abandoned, live: tally.live })}
      >
        <span style={{ width: `${Math.min(used, 1) * 100}%` }} />
      </span>
    </div>
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
