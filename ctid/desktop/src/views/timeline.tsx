/** The call step by step: when by the wall clock, how long after its arrival, and why. */
import type { Happened } from "../model";
import { steps } from "../state";
import { isOfTheCall, smallPrint, stepWords } from "../steps";
import { milliseconds, say, timeOfDay } from "../words";

export function Timeline() {
  const all = steps.value.filter(isOfTheCall);
  const arrival = Date.parse(all[0]?.at ?? "");
  return (
    <section class="card timeline">
      <h3>{say("timeline")}</h3>
      <ol>
        {all.map((step) => (
          <Step key={step.seq} step={step} all={all} since={Date.parse(step.at) - arrival} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step, all, since }: { step: Happened; all: Happened[]; since: number }) {
  const small = smallPrint(step, all);
  return (
    <li>
      <time dateTime={step.at}>{timeOfDay(step.at)}</time>
      <span class="since">
        <span class="unseen">{say("since_arrival")} </span>+{milliseconds(since)}
      </span>
      <div>
        {stepWords(step)}
        {small && <small class="says">{small}</small>}
      </div>
    </li>
  );
}
