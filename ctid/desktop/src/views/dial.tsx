/** Between calls: the field to call a number, and (where the site has several) which number to show. */
import { useId, useState } from "preact/hooks";
import { busy } from "../actions";
import { me, status } from "../state";
import { dial } from "../talk/handing";
import { say } from "../words";
import { Icon } from "./icons";

export function Dial() {
  const [missing, setMissing] = useState(false);
  const id = useId();
  const state = status.value?.state;
  if (state !== "ready" && state !== "not_ready") return null;
  const shown = Object.entries(me.value?.site.numbers ?? {});

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const sent = new FormData(event.currentTarget as HTMLFormElement);
    const number = String(sent.get("number") ?? "").trim();
    setMissing(!number);
    if (number) void dial(number, String(sent.get("show") ?? ""));
    else document.getElementById(id)?.focus();
  };

  return (
    <form class="card dial" noValidate onSubmit={submit}>
      <label for={id}>{say("dial_title")}</label>
      <div class="line">
        <input
          id={id}
          name="number"
          type="tel"
          maxLength={40}
          autocomplete="off"
          aria-invalid={missing}
          aria-describedby={`${id}-hint`}
        />
        {shown.length > 0 && (
          <select name="show" aria-label={say("show_as")}>
            <option value="">{say("show_usual")}</option>
            {shown.map(([name, number]) => (
              <option key={name} value={name}>{`${name} · ${number}`}</option>
            ))}
          </select>
        )}
        <button type="submit" disabled={busy.value}>
          <Icon sign="talking" /> {say("dial")}
        </button>
      </div>
      <p id={`${id}-hint`} class={missing ? "wrong" : "quiet"}>
        {say(missing ? "number_needed" : "dial_hint")}
      </p>
    </form>
  );
}
