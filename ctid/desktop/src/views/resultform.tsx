// What came of something: a disposition of the site and a note.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { busy } from "../actions";
import { me } from "../state";
import { fill, say } from "../words";

type Props = {
  label: string;
  submit: string;
  done: (code: string, note: string) => Promise<unknown>;
  children?: ComponentChildren; // beside the button
};

export function ResultForm({ label, submit, done, children }: Props) {
  const id = useId();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const sent = new FormData(event.currentTarget as HTMLFormElement);
    void done(String(sent.get("code")), String(sent.get("note")));
  };
  return (
    <form class="fields" aria-label={submit} onSubmit={send}>
      <label for={`${id}-code`}>{label}</label>
      <select id={`${id}-code`} name="code">
        {Object.entries(me.value?.site.dispositions ?? {}).map(([code, title]) => (
          <option key={code} value={code}>
            {fill(title)}
          </option>
        ))}
      </select>
      <label for={`${id}-note`}>{say("note")}</label>
      <input id={`${id}-note`} name="note" maxLength={4000} autocomplete="off" />
      <div class="line">
        <button type="submit" class="main" disabled={busy.value}>
          {submit}
        </button>
        {children}
      </div>
    </form>
  );
}
