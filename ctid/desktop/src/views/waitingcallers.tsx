/** Who waits, in the order in which they are offered: how long, for whom by now, and why. */
import { useState } from "preact/hooks";
import { now } from "../clock";
import { line } from "../console/floor";
import type { WaitingCaller } from "../model";
import { nameOf } from "../talk/party";
import { channelWord, say, span } from "../words";
import { Why, WhyButton } from "./why";

export function WaitingCallers() {
  const { waiting, total } = line.value;
  return (
    <section class="card floor line-of-callers">
      <h3>{say("waiting_callers")}</h3>
      {total === 0 && <p class="quiet">{say("nobody_waits")}</p>}
      <ol>
        {waiting.map((caller) => (
          <Caller key={caller.interaction} caller={caller} />
        ))}
      </ol>
      {total > waiting.length && <p class="quiet">{say("and_more", { n: total - waiting.length })}</p>}
    </section>
  );
}

function Caller({ caller }: { caller: WaitingCaller }) {
  const [open, setOpen] = useState(false);
  const call = caller.channel === "voice";
  const who = call ? caller.display || say("hidden_number") : `${channelWord(caller.channel)} · ${caller.title}`;
  return (
    <li aria-label={who}>
      <span>
        <strong class="position">{caller.position ?? "·"}</strong> <bdi class="number">{who}</bdi>{" "}
        <span class="span">{span(now.value - Date.parse(caller.entered_at))}</span>
        {caller.expected_ms !== null && ` ${say("expected_wait", { span: span(caller.expected_ms) })}`}
      </span>
      <WhyButton who={who} open={open} toggle={() => setOpen(!open)} />
      <small class="why">
        {caller.queue && nameOf(caller.queue)} · {standing(caller)}
      </small>
      {open && <Why of={caller.interaction} />}
    </li>
  );
}

function standing({ step, steps, kept_for: kept, offered_to: offered }: WaitingCaller): string {
  if (offered) return say("offered_to", { who: nameOf(offered) });
  if (kept) return say("kept_for", { who: nameOf(kept) });
  return step === null ? say("in_no_line") : say("step_of", { step, steps });
}
