/** Chats, e-mails and the like in the agent's hands; each is taken, worked on where its link leads, and finished. */
import { useId, useState } from "preact/hooks";
import { busy } from "../actions";
import { now } from "../clock";
import { accept, decline, finish, items } from "../items/items";
import type { WorkItem } from "../model";
import { me } from "../state";
import { nameOf } from "../talk/party";
import { channelWord, fill, say, span } from "../words";
import { Icon } from "./icons";

export function Items() {
  if (items.value.length === 0) return null;
  return (
    <section class="items" aria-label={say("items")}>
      <ul>
        {items.value.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Item({ item }: { item: WorkItem }) {
  const [finishing, setFinishing] = useState(false);
  const id = useId();
  const offered = item.state === "offered";
  return (
    <li class={`card item ${item.state}`} aria-labelledby={id}>
      <div class="top">
        <h3 id={id}>
          <Icon sign="message" /> {channelWord(item.channel)} · <bdi>{item.title}</bdi>
        </h3>
        <p class="quiet">
          <Standing item={item} />
          {item.address && (
            <>
              {" · "}
              <bdi>{item.address}</bdi>
            </>
          )}
          {` · ${nameOf(item.queue)} · `}
          {say("waited_for", { span: span(waitedMs(item)) })}
        </p>
      </div>
      {offered ? (
        <div class="controls">
          <button type="button" class="main" disabled={busy.value} onClick={() => void accept(item.id)}>
            {say("accept")}
          </button>
          <button type="button" disabled={busy.value} onClick={() => void decline(item.id)}>
            {say("decline")}
          </button>
        </div>
      ) : (
        <div class="controls">
          {item.url && (
            <a class="button" href={item.url} target="_blank" rel="noopener noreferrer">
              <Icon sign="open" /> {say("open_there")}
            </a>
          )}
          {item.state === "open" && (
            <button type="button" aria-expanded={finishing} onClick={() => setFinishing(!finishing)}>
              {say("done")}
            </button>
          )}
        </div>
      )}
      {(item.state === "wrap_up" || (finishing && item.state === "open")) && <FinishForm item={item} />}
    </li>
  );
}

const waitedMs = (item: WorkItem) =>
  (item.answered_at ? Date.parse(item.answered_at) : now.value) - Date.parse(item.entered_at);

/** Where the item is, and for how long it may be there. */
function Standing({ item }: { item: WorkItem }) {
  const left = item.until ? span(Date.parse(item.until) - now.value) : "";
  if (item.state === "offered") {
    return (
      <strong>
        {say("item_offered")} · <span class="span">{say("left_to_answer", { span: left })}</span>
      </strong>
    );
  }
  if (item.state === "wrap_up") return <>{`${say("item_wrap_up")} · ${say("left_for_result", { span: left })}`}</>;
  return <>{say("item_open")}</>;
}

function FinishForm({ item }: { item: WorkItem }) {
  const id = useId();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const sent = new FormData(event.currentTarget as HTMLFormElement);
    void finish(item.id, String(sent.get("code")), String(sent.get("note")));
  };
  return (
    <form class="fields" aria-label={say("finish")} onSubmit={submit}>
      <label for={`${id}-code`}>{say("item_result")}</label>
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
          {say("finish")}
        </button>
        {item.state === "open" && (
          <button type="button" disabled={busy.value} onClick={() => void finish(item.id, "", "")}>
            {say("later")}
          </button>
        )}
      </div>
    </form>
  );
}
