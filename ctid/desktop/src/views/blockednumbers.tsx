/** The numbers that are not let in: who wrote each down and why; adding one, removing one. */
import { useId } from "preact/hooks";
import { busy } from "../actions";
import { instantOf } from "../clock";
import { block, blocked, unblock } from "../console/floor";
import { dateAndTime, say } from "../words";

export function BlockedNumbers() {
  return (
    <section class="card floor">
      <h3>{say("blocklist")}</h3>
      {blocked.value.length === 0 && <p class="quiet">{say("nobody_blocked")}</p>}
      <ul>
        {blocked.value.map((entry) => (
          <li key={entry.number}>
            <bdi class="number">{entry.number}</bdi>
            <button
              type="button"
              aria-label={`${say("unblock")}: ${entry.number}`}
              disabled={busy.value}
              onClick={() => void unblock(entry.number)}
            >
              {say("unblock")}
            </button>
            <small class="why">
              <bdi>{entry.reason}</bdi> · {say("blocked_so", { who: entry.who, since: dateAndTime(entry.since) })}
              {entry.until && ` · ${say("closed_until", { until: dateAndTime(entry.until) })}`}
            </small>
          </li>
        ))}
      </ul>
      <BlockForm />
    </section>
  );
}

function BlockForm() {
  const id = useId();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const sent = new FormData(form);
    const [number, why] = [String(sent.get("number")).trim(), String(sent.get("why")).trim()];
    if (await block(number, why, instantOf(sent.get("until")))) form.reset();
  };
  return (
    <form class="fields" aria-label={say("block")} onSubmit={(event) => void submit(event)}>
      <label for={`${id}-number`}>{say("number")}</label>
      <input id={`${id}-number`} name="number" type="tel" required maxLength={40} autocomplete="off" />
      <label for={`${id}-why`}>{say("why")}</label>
      <input id={`${id}-why`} name="why" required maxLength={200} autocomplete="off" />
      <label for={`${id}-until`}>{say("reopens")}</label>
      <input id={`${id}-until`} name="until" type="datetime-local" />
      <button type="submit" disabled={busy.value}>
        {say("block")}
      </button>
    </form>
  );
}
