/** Shown instead of the desk to whoever has no session: what is wrong, and how to mend it. */
import type { Gate } from "../state";
import { say } from "../words";
import { LanguageSwitch } from "./statebar";

export function GatePage({ why }: { why: Gate }) {
  return (
    <main class="gate">
      <LanguageSwitch />
      <section class="card">
        <h1>{say("ticket_title")}</h1>
        <p>{say(why)}</p>
        <p>{say("ticket_remedy")}</p>
        <pre>
          <code>ctid login 1001</code>
        </pre>
      </section>
    </main>
  );
}
