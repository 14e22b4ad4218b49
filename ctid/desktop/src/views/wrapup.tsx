/** The result of the call: prepared while talking, saved in wrap-up, and still asked for after it. */
import { useRef, useState } from "preact/hooks";
import { busy, dispose, extendWrapUp } from "../actions";
import { secondsLeft } from "../announce";
import { campaign } from "../campaigns/leads";
import { me, phase, status } from "../state";
import { fill, say, span } from "../words";
import { jot, work } from "../work";
import { CallBackWish } from "./callbackwish";

export function WrapUp() {
  const form = useRef<HTMLFormElement>(null);
  const [missing, setMissing] = useState(false);
  const talking = phase.value === "talking";

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (talking) return;
    setMissing(!work.value.code);
    if (work.value.code) void dispose();
    else form.current?.querySelector<HTMLInputElement>("input[type=radio]")?.focus();
  };

  return (
    <section class="card">
      <form ref={form} noValidate onSubmit={submit}>
        <Countdown />
        {phase.value === "late" && <p class="wrong">{say("wrap_up_over")}</p>}
        <Results missing={missing && !work.value.code} />
        <label class="over" for="call-note">
          {say("call_note")}
        </label>
        <textarea
          id="call-note"
          rows={3}
          maxLength={4000}
          value={work.value.note}
          onInput={(event) => jot({ note: event.currentTarget.value })}
        />
        <CallBackWish />
        <div class="end">
          {talking && <p class="quiet">{say("save_after_call")}</p>}
          <button type="submit" class="main" disabled={talking || busy.value}>
            {say("save_result")}
          </button>
        </div>
      </form>
    </section>
  );
}

function Results({ missing }: { missing: boolean }) {
  const asked = campaign.value?.dispositions ?? [];
  const all = Object.entries(me.value?.site.dispositions ?? {});
  const dispositions = asked.length ? all.filter(([code]) => asked.includes(code)) : all;
  return (
    <fieldset class="results" aria-describedby={missing ? "result-missing" : undefined}>
      <legend>
        {say("result")} <small>{say("choose_one")}</small>
      </legend>
      {dispositions.map(([code, title]) => (
        <label key={code}>
          <input
            type="radio"
            name="result"
            value={code}
            required
            checked={work.value.code === code}
            onChange={() => jot({ code })}
          />
          <span>{fill(title)}</span>
        </label>
      ))}
      {missing && (
        <p class="wrong" id="result-missing">
          {say("choose_needed")}
        </p>
      )}
    </fieldset>
  );
}

function Countdown() {
  const left = secondsLeft.value;
  const { since, until, extensions } = status.value!;
  if (left === null || !until) return null;
  const whole = Math.round((Date.parse(until) - Date.parse(since)) / 1000);
  return (
    <div class="countdown">
      <span>{say("wrap_up_left")}</span>
      <progress max={whole} value={left} aria-label={say("wrap_up_left")} />
      <span class="span">{span(left * 1000)}</span>
      {extensions > 0 && (
        <button type="button" disabled={busy.value} onClick={() => void extendWrapUp()}>
          {say("more_time")} <small>{say("more_time_left", { n: extensions })}</small>
        </button>
      )}
    </div>
  );
}
