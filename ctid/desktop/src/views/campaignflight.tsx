/** What a campaign has in the air, why, and how near it is to what the law allows. */
import type { Flight, Refusals, Standing, WindowTally } from "../campaigns/model";
import { fill, percent, say, type Word } from "../words";

const REFUSALS = 5; // the most frequent ones

export function InTheAir({ flight, running }: { flight: Flight; running: boolean }) {
  const { dialled, answered } = flight;
  const rate = percent(dialled ? answered / dialled : 0);
  return (
    <dl class="facts">
      {running && <dt>{say("agents_now")}</dt>}
      {running && <dd>{counted("does", ["idle", "talking", "wrapping", "away"], flight.agents)}</dd>}
      <dt>{say("calls_now")}</dt>
      <dd>{counted("stage", ["dialling", "ringing", "classifying", "waiting"], flight.calls)}</dd>
      <dt>{say("answer_rate")}</dt>
      <dd>{say("answered_of", { answered, dialled, rate })}</dd>
      {flight.windows.length > 0 && <dt>{say("abandoned")}</dt>}
      {flight.windows.length > 0 && (
        <dd>
          {flight.windows.map((tally) => (
            <Allowance key={tally.name} tally={tally} />
          ))}
        </dd>
      )}
      {running && <dt>{say("last_decision")}</dt>}
      {running && <dd class="says">{fill(flight.reason)}</dd>}
      {flight.refused.length > 0 && <dt>{say("not_called")}</dt>}
      {flight.refused.length > 0 && (
        <dd>
          {flight.refused.slice(0, REFUSALS).map((one) => (
            <Refused key={one.reason.code} one={one} />
          ))}
        </dd>
      )}
    </dl>
  );
}

const counted = (prefix: "does" | "stage", names: string[], counts: Record<string, number>) =>
  names
    .filter((name) => counts[name])
    .map((name) => say(`${prefix}_${name}` as Word, { n: counts[name]! }))
    .join(" · ") || say("nothing_in_the_air");

/** How much of what the law allows is used up; the mark stands where people are warned. */
function Allowance({ tally }: { tally: WindowTally }) {
  const { abandoned, live, rate, limit, standing } = tally;
  const used = limit ? rate / limit : 1;
  const words = shareOf(tally.name, rate, limit);
  return (
    <div class={standing === "clear" ? "allowance" : "allowance near"}>
      <span>
        {nearness(tally.name, standing, rate, limit)}{" "}
        <small>{say("abandoned_counts", { abandoned: tenths(abandoned), live: tenths(live) })}</small>
      </span>
      <span
        class="bar-of"
        role="meter"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={rate}
      >
        <span style={{ width: `${Math.min(used, 1) * 100}%` }} />
        <i style={{ left: `${tally.alert_at * 100}%` }} />
      </span>
    </div>
  );
}

const tenths = (n: number) => Math.round(n * 10) / 10;

const shareOf = (window: string, rate: number, limit: number) =>
  say("abandoned_of", { window: windowWord(window), rate: percent(rate), limit: percent(limit) });

/** After few answers a share may be far above a limit that is not used up. */
const standingOf = (standing: Standing, rate: number, limit: number) =>
  standing === "clear" ? "" : say(standing === "alert" && rate > limit ? "window_over" : `window_${standing}`);

/** How near a window of the law is to its limit, in words. */
export const nearness = (window: string, standing: Standing, rate: number, limit: number) =>
  [shareOf(window, rate, limit), standingOf(standing, rate, limit)].filter(Boolean).join(" · ");

/** The law's windows are named by their spans: "24 h", "30 days", or "campaign". */
function windowWord(name: string): string {
  const [n, unit] = name.split(" ");
  return unit ? say(unit === "h" ? "window_hours" : "window_days", { n: n! }) : say("window_campaign");
}

function Refused({ one }: { one: Refusals }) {
  return (
    <p>
      {one.times} × <span class="says">{fill(one.reason)}</span> {one.lead && <small>{one.lead}</small>}
    </p>
  );
}
