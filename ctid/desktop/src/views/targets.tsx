/** To whom the caller may be handed: agents with what they do now, queues, or a number. Escape closes it. */
import { useEffect, useId, useRef } from "preact/hooks";
import { busy } from "../actions";
import { now } from "../clock";
import { colleagues, learnColleagues } from "../colleagues";
import { gatherer } from "../gather";
import type { Colleague } from "../model";
import { me } from "../state";
import { choosing, consult, transfer } from "../talk/handing";
import { fill, say, span } from "../words";
import { Icon } from "./icons";

const LOOK_AGAIN_MS = 2_000; // an agent's page hears of its own agent only
const look = gatherer(learnColleagues);

/** Learn who is free for as long as the list is open, and put the focus into it. */
function useLook(first: { current: HTMLHeadingElement | null }): void {
  useEffect(() => {
    void look();
    first.current?.focus();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [first]);
}

export function Targets() {
  const title = useRef<HTMLHeadingElement>(null);
  useLook(title);
  const others = colleagues.value.filter(({ id }) => id !== me.value?.agent?.id);
  return (
    <section
      class="targets"
      aria-label={say("whither")}
      onKeyDown={(event) => event.key === "Escape" && (choosing.value = false)}
    >
      <h3 ref={title} tabIndex={-1}>
        {say("whither")}
      </h3>
      <h4>{say("agents")}</h4>
      {others.length === 0 && <p class="quiet">{say("nobody_else")}</p>}
      <ul>
        {others.map((agent) => (
          <AgentRow key={agent.id} agent={agent} />
        ))}
      </ul>
      <h4>{say("queues")}</h4>
      <ul>
        {Object.entries(me.value?.site.queues ?? {}).map(([name, title]) => (
          <li key={name}>
            <span class="name">{fill(title)}</span>
            <HandOver to={name} name={fill(title)} />
          </li>
        ))}
      </ul>
      <h4>{say("number_outside")}</h4>
      <NumberRow />
    </section>
  );
}

function AgentRow({ agent }: { agent: Colleague }) {
  const free = agent.state === "ready";
  return (
    <li>
      <span class="name">
        <bdi>{agent.name}</bdi> <AgentNow agent={agent} />
      </span>
      <AskFirst to={agent.id} name={agent.name} disabled={!free} />
      <HandOver to={agent.id} name={agent.name} disabled={!free} />
    </li>
  );
}

export function AgentNow({ agent }: { agent: Colleague }) {
  return (
    <small class={`does ${agent.state}`}>
      <Icon sign={agent.state} /> {say(agent.state)}
      {agent.since && agent.state !== "signed_off" && (
        <span class="span"> {span(now.value - Date.parse(agent.since))}</span>
      )}
    </small>
  );
}

interface Target {
  to: string;
  name: string;
  disabled?: boolean;
}

function AskFirst({ to, name, disabled = false }: Target) {
  return (
    <button
      type="button"
      aria-label={`${say("ask_first")}: ${name}`}
      disabled={disabled || busy.value}
      onClick={() => void consult(to)}
    >
      {say("ask_first")}
    </button>
  );
}

function HandOver({ to, name, disabled = false }: Target) {
  return (
    <button
      type="button"
      aria-label={`${say("hand_over")}: ${name}`}
      disabled={disabled || busy.value}
      onClick={() => void transfer(to)}
    >
      {say("hand_over")}
    </button>
  );
}

function NumberRow() {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const to = (act: (number: string) => unknown) => () => {
    const number = input.current?.value.trim();
    if (number) void act(number);
    else input.current?.focus();
  };
  return (
    <div class="line">
      <label for={id} class="unseen">
        {say("number_outside")}
      </label>
      <input id={id} ref={input} type="tel" maxLength={40} autocomplete="off" />
      <button type="button" disabled={busy.value} onClick={to(consult)}>
        {say("ask_first")}
      </button>
      <button type="button" disabled={busy.value} onClick={to(transfer)}>
        {say("hand_over")}
      </button>
    </div>
  );
}
