/** The queues: how many wait in each, which are closed by somebody's word, and the switch for it. */
import { useState } from "preact/hooks";
import { busy } from "../actions";
import { closeQueue, openQueue, queues } from "../console/floor";
import type { QueueNow } from "../model";
import { dateAndTime, fill, say } from "../words";
import { ClosingForm } from "./closingform";

export function Queues() {
  const [closing, setClosing] = useState<string | null>(null);
  const anyClosed = queues.value.some(({ closed }) => closed);
  const toggle = (name: string) => () => setClosing(closing === name ? null : name);
  const close = (queue: QueueNow | null) => async (how: Parameters<typeof closeQueue>[1]) => {
    if (await closeQueue(queue, how)) setClosing(null);
  };
  return (
    <section class="card queues">
      <h3>{say("queues")}</h3>
      <ul>
        {queues.value.map((queue) => (
          <li key={queue.name} aria-label={fill(queue.title)}>
            <span class="name">
              <strong>{fill(queue.title)}</strong> <ClosedSo queue={queue} />
            </span>
            <span class={queue.waiting ? "waiting some" : "waiting"}>{say("n_waiting", { n: queue.waiting })}</span>
            {queue.closed ? (
              <button
                type="button"
                aria-label={`${say("open_again")}: ${fill(queue.title)}`}
                disabled={busy.value}
                onClick={() => void openQueue(queue)}
              >
                {say("open_again")}
              </button>
            ) : (
              <button
                type="button"
                aria-label={`${say("close_now")}: ${fill(queue.title)}`}
                aria-expanded={closing === queue.name}
                onClick={toggle(queue.name)}
              >
                {say("close_now")}
              </button>
            )}
            {closing === queue.name && !queue.closed && (
              <ClosingForm name={fill(queue.title)} onClose={close(queue)} onCancel={toggle(queue.name)} />
            )}
          </li>
        ))}
      </ul>
      <div class="end">
        {anyClosed && (
          <button type="button" disabled={busy.value} onClick={() => void openQueue(null)}>
            {say("open_all")}
          </button>
        )}
        <button type="button" aria-expanded={closing === ""} onClick={toggle("")}>
          {say("close_all")}
        </button>
      </div>
      {closing === "" && <ClosingForm name={say("all_queues")} onClose={close(null)} onCancel={toggle("")} />}
    </section>
  );
}

function ClosedSo({ queue: { closed } }: { queue: QueueNow }) {
  if (!closed) return <span class="tier">{say("open")}</span>;
  const since = dateAndTime(closed.since);
  return (
    <>
      <span class="tier shut">{say("closed_now")}</span>{" "}
      <small>
        {say("closed_so", { who: closed.who, since })}
        {closed.until && ` · ${say("closed_until", { until: dateAndTime(closed.until) })}`}
      </small>
    </>
  );
}
