/** How a queue is closed: what callers hear, what follows, until when, and who waits already. */
import { useId } from "preact/hooks";
import { busy } from "../actions";
import { instantOf } from "../clock";
import type { Closing, LeadsTo } from "../model";
import { say } from "../words";

interface Props {
  name: string;
  onClose(how: Closing): unknown;
  onCancel(): void;
}

export function ClosingForm({ name, onClose, onCancel }: Props) {
  const id = useId();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const sent = new FormData(event.currentTarget as HTMLFormElement);
    onClose({
      announcement: String(sent.get("announcement")).trim(),
      leads_to: String(sent.get("leads_to")) as LeadsTo,
      until: instantOf(sent.get("until")),
      waiting: String(sent.get("waiting")) as Closing["waiting"],
    });
  };
  return (
    <form
      class="fields closing"
      aria-label={say("closing", { queue: name })}
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      <label for={`${id}-says`}>{say("announcement")}</label>
      <div>
        <input
          id={`${id}-says`}
          name="announcement"
          required
          pattern="[a-z0-9\-]{1,80}"
          defaultValue="closed"
          aria-describedby={`${id}-hint`}
        />
        <small id={`${id}-hint`}>{say("announcement_hint")}</small>
      </div>
      <label for={`${id}-then`}>{say("then")}</label>
      <select id={`${id}-then`} name="leads_to">
        <option value="end">{say("then_end")}</option>
        <option value="voicemail">{say("then_voicemail")}</option>
        <option value="callback">{say("then_callback")}</option>
      </select>
      <label for={`${id}-until`}>{say("reopens")}</label>
      <div>
        <input id={`${id}-until`} name="until" type="datetime-local" aria-describedby={`${id}-open`} />
        <small id={`${id}-open`}>{say("reopens_hint")}</small>
      </div>
      <label for={`${id}-waiting`}>{say("who_waits")}</label>
      <select id={`${id}-waiting`} name="waiting">
        <option value="serve">{say("waits_serve")}</option>
        <option value="tell">{say("waits_tell")}</option>
      </select>
      <div class="line">
        <button type="submit" class="end-call" disabled={busy.value}>
          {say("close_queue")}
        </button>
        <button type="button" onClick={onCancel}>
          {say("cancel")}
        </button>
      </div>
    </form>
  );
}
