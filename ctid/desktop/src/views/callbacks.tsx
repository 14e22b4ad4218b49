/** Who keeps a place in the line and is to be called back: when, or why not now; and how the last ones ended. */
import { busy } from "../actions";
import { callbacks, cancelCallback } from "../console/callbacks";
import type { Callback, EndedCallback } from "../model";
import { nameOf } from "../talk/party";
import { dateAndTime, fill, say, timeOfDay } from "../words";

export function Callbacks() {
  const { callbacks: open, ended } = callbacks.value;
  return (
    <section class="card floor" aria-label={say("callbacks")}>
      <h3>{say("callbacks")}</h3>
      {open.length === 0 && <p class="quiet">{say("nobody_called_back")}</p>}
      <ul>
        {open.map((one) => (
          <Open key={one.interaction} one={one} />
        ))}
      </ul>
      {ended.length > 0 && (
        <details>
          <summary>{say("ended_callbacks")}</summary>
          <ul>
            {ended.map((one) => (
              <Ended key={one.interaction} one={one} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Open({ one }: { one: Callback }) {
  const why = one.held ?? one.reason;
  return (
    <li aria-label={one.display}>
      <span>
        <bdi class="number">{one.display}</bdi> <span class={goesWell(one) ? "tier" : "tier shut"}>{standing(one)}</span>
      </span>
      <button
        type="button"
        aria-label={`${say("cancel_callback")}: ${one.display}`}
        disabled={busy.value || one.state === "dialling"}
        onClick={() => void cancelCallback(one.interaction)}
      >
        {say("cancel_callback")}
      </button>
      <small class="why">
        {nameOf(one.queue)} · {say("expires", { at: dateAndTime(one.expires_at) })}
        {one.attempts > 0 && ` · ${say("attempts", { n: one.attempts })}`}
        {why && ` · ${fill(why)}`}
      </small>
    </li>
  );
}

const goesWell = ({ due, state }: Callback) => due || state === "dialling";

function standing({ state, due, again_at: again }: Callback): string {
  if (state === "waiting") return say(due ? "callback_due" : "callback_held");
  return say(`callback_${state}`, { at: again ? timeOfDay(again) : "" });
}

function Ended({ one }: { one: EndedCallback }) {
  return (
    <li>
      <span>
        <bdi class="number">{one.display}</bdi> <small>{say(`callback_${one.state}`)}</small>
      </span>
      <small class="why">
        <time dateTime={one.ended_at}>{dateAndTime(one.ended_at)}</time> · {nameOf(one.queue)} ·{" "}
        {say("attempts", { n: one.attempts })}
        {one.reason && ` · ${fill(one.reason)}`}
      </small>
    </li>
  );
}
