/** The numbers that are not called back: who listed each and why; adding one, removing one. */
import { useId } from "preact/hooks";
import { busy } from "../actions";
import { allowCallbacks, forbidCallbacks, unwanted } from "../console/callbacks";
import { dateAndTime, say } from "../words";

export function DoNotCall() {
  return (
    <section class="card floor">
      <h3>{say("do_not_call")}</h3>
      {unwanted.value.length === 0 && <p class="quiet">{say("nobody_unwanted")}</p>}
      <ul>
        {unwanted.value.map((entry) => (
          <li key={entry.number}>
            <bdi class="number">{entry.display}</bdi>
            <button
              type="button"
              aria-label={`${say("allow")}: ${entry.display}`}
              disabled={busy.value}
              onClick={() => void allowCallbacks(entry.number)}
            >
              {say("allow")}
            </button>
            <small class="why">
              {entry.why && <bdi>{entry.why} · </bdi>}
              {say("blocked_so", { who: entry.who, since: dateAndTime(entry.since) })}
            </small>
          </li>
        ))}
      </ul>
      <ForbidForm />
    </section>
  );
}

function ForbidForm() {
  const id = useId();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const sent = new FormData(form);
    if (await forbidCallbacks(String(sent.get("number")).trim(), String(sent.get("why")).trim())) form.reset();
  };
  return (
    <form class="fields" aria-label={say("forbid")} onSubmit={(event) => void submit(event)}>
      <label for={`${id}-number`}>{say("number")}</label>
      <input id={`${id}-number`} name="number" type="tel" required maxLength={40} autocomplete="off" />
      <label for={`${id}-why`}>{say("why")}</label>
      <input id={`${id}-why`} name="why" maxLength={200} autocomplete="off" />
      <button type="submit" disabled={busy.value}>
        {say("forbid")}
      </button>
    </form>
  );
}
