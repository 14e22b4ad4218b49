/** One message: who left it, its sound, and what may be done with it. */
import { useId, useState } from "preact/hooks";
import { busy } from "../actions";
import { soundOf } from "../api";
import { closeMessage, give, reopen, take } from "../messages/messages";
import type { Colleague, Message } from "../model";
import { isSupervisor, me, status } from "../state";
import { dial } from "../talk/handing";
import { nameOf } from "../talk/party";
import { dateAndTime, fill, say, span } from "../words";
import { Icon } from "./icons";
import { ResultForm } from "./resultform";

export function MessageCard({ message, agents }: { message: Message; agents: Colleague[] }) {
  const [closing, setClosing] = useState(false);
  const id = useId();
  const who = message.display || say("hidden_number");
  return (
    <li class="card message" aria-labelledby={id}>
      <div class="top">
        <h3 id={id}>
          <bdi class="number">{who}</bdi>
        </h3>
        <p class="quiet">
          {say(message.kind)}
          {message.duration_ms > 0 && ` · ${span(message.duration_ms)}`}
          {message.queue && ` · ${nameOf(message.queue)}`}
          {" · "}
          <time dateTime={message.left_at}>{dateAndTime(message.left_at)}</time>
          {message.state === "assigned" && ` · ${say("with_agent", { who: nameOf(message.agent ?? "") })}`}
        </p>
      </div>
      {message.sound && (
        <audio controls preload="none" src={soundOf.message(message.id)} aria-label={say("voicemail_of", { who })} />
      )}
      {message.state === "closed" ? (
        <Done message={message} />
      ) : (
        <div class="controls" role="group" aria-label={who}>
          <Ways message={message} agents={agents} />
          <button type="button" aria-expanded={closing} onClick={() => setClosing(!closing)}>
            {say("close_message")}
          </button>
        </div>
      )}
      {closing && message.state !== "closed" && <CloseForm message={message} />}
    </li>
  );
}

const MASKED = "•"; // of a number that this agent may not see, nothing can be dialled

function Ways({ message, agents }: { message: Message; agents: Colleague[] }) {
  const mine = message.agent !== null && message.agent === me.value?.agent?.id;
  const free = status.value?.state === "ready" || status.value?.state === "not_ready";
  if (isSupervisor.value) return <Give message={message} agents={agents} />;
  return (
    <>
      {message.state === "new" && (
        <button type="button" class="main" disabled={busy.value} onClick={() => void take(message.id)}>
          {say("take")}
        </button>
      )}
      {(mine || message.state === "new") && message.number && !message.number.includes(MASKED) && (
        <button type="button" disabled={!free || busy.value} onClick={() => void dial(message.number)}>
          <Icon sign="talking" /> {say("call_back")}
        </button>
      )}
    </>
  );
}

function Give({ message, agents }: { message: Message; agents: Colleague[] }) {
  return (
    <label class="give">
      <span>{say("give_to")}</span>
      <select
        value={message.agent ?? ""}
        disabled={busy.value}
        onChange={(event) => event.currentTarget.value && void give(message.id, event.currentTarget.value)}
      >
        <option value="" />
        {agents.map((agent) => (
          <option key={agent.id} value={agent.id}>
            {agent.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function CloseForm({ message }: { message: Message }) {
  return (
    <ResultForm
      label={say("message_result")}
      submit={say("close_with")}
      done={(code, note) => closeMessage(message.id, code, note)}
    />
  );
}

function Done({ message }: { message: Message }) {
  const result = me.value?.site.dispositions[message.disposition];
  const when = message.closed_at ? dateAndTime(message.closed_at) : "";
  return (
    <>
      <p>
        {result ? fill(result) : message.disposition}{" "}
        <small>{say("closed_by", { who: nameOf(message.closed_by), when })}</small>
      </p>
      {message.note && (
        <p class="quiet">
          <bdi>{message.note}</bdi>
        </p>
      )}
      <div class="controls">
        <button type="button" disabled={busy.value} onClick={() => void reopen(message.id)}>
          {say("reopen")}
        </button>
      </div>
    </>
  );
}
