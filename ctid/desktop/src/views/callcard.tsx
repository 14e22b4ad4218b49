/** The head of the call: what is going on, who it may be, how they came here and why to this agent. */
import { useLayoutEffect } from "preact/hooks";
import { tellShown } from "../actions";
import { hearing } from "../announce";
import type { Pop } from "../model";
import { isHere } from "../phone/desk";
import { customer, outgoing, type Phase, phase, steps } from "../state";
import { fill, say, span, timeOfDay, type Word } from "../words";
import { CallControls } from "./callcontrols";
import { Icon, type Sign } from "./icons";

const PHASES: Record<Exclude<Phase, "idle">, [Sign, Word]> = {
  incoming: ["reserved", "incoming"],
  dialling: ["talking", "dialling"],
  talking: ["talking", "on_call"],
  wrap_up: ["wrap_up", "call_over"],
  late: ["wrap_up", "call_over"],
};

const NO_FRAME_MS = 60; // the server waits 150

/**
 * Tell the server once the card can be seen. A hidden tab gets no frames and a covered window may get none
 * either, so the first is told at once and the second soon: a caller never waits for a painter.
 */
function useTellShown(pop: Pop): void {
  useLayoutEffect(() => {
    const tell = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      tellShown(pop.offer);
    };
    const frame = requestAnimationFrame(tell);
    const timer = setTimeout(tell, NO_FRAME_MS);
    if (document.hidden) tell();
  }, [pop]);
}

export function CallCard({ pop }: { pop: Pop }) {
  useTellShown(pop);
  const now = phase.value === "idle" ? "incoming" : phase.value;
  const [sign, word] = PHASES[now];
  return (
    <section class={`card head ${now}`} aria-label={say(word)}>
      <p class="phase">
        <Icon sign={sign} /> <strong>{say(word)}</strong>{" "}
        {now === "incoming" && say(isHere.value ? "answer_here" : "answer_at_phone")}
        {now === "dialling" && <Progress />}
        <span role="status">{hearing}</span>
      </p>
      <h2>
        <Who pop={pop} />
      </h2>
      <CallControls />
      <dl class="facts">
        <dt>{say("number")}</dt>
        <dd>
          <bdi class="number">{pop.display || pop.number || say("hidden_number")}</bdi>
          {pop.number && !outgoing.value && <small>{say("number_hint")}</small>}
        </dd>
        {!outgoing.value && <CameBy pop={pop} />}
        <Collected collected={pop.collected} />
      </dl>
    </section>
  );
}

/** How the caller came here; of a call that the agent makes there is nothing to tell. */
function CameBy({ pop }: { pop: Pop }) {
  return (
    <>
      <dt>{say("queue")}</dt>
      <dd>{fill(pop.queue_title)}</dd>
      <dt>{say("waited")}</dt>
      <dd class="span">{span(pop.waited_ms)}</dd>
      {pop.asked_back_at && <dt>{say("asked_back")}</dt>}
      {pop.asked_back_at && <dd>{timeOfDay(pop.asked_back_at)}</dd>}
      {pop.reason && <dt>{say("why_you")}</dt>}
      {pop.reason && <dd class="says">{fill(pop.reason)}</dd>}
    </>
  );
}

function Progress() {
  const up = steps.value.some(({ type }) => type === "leg.answered");
  return <span role="status">{say(up ? "their_phone_rings" : "your_phone_rings")}</span>;
}

function Who({ pop }: { pop: Pop }) {
  const known = customer.value;
  if (!known) {
    return (
      <>{pop.matches.length ? say("several_matches", { n: pop.matches.length }) : say(outgoing.value ? "unknown_called" : "unknown_caller")}</>
    );
  }
  return (
    <>
      <bdi>{known.name}</bdi>
      {known.tier && <span class="tier">{say("tier", { tier: known.tier })}</span>}
      {known.company && (
        <small class="company">
          <bdi>{known.company}</bdi>
        </small>
      )}
    </>
  );
}

function Collected({ collected }: { collected: Pop["collected"] }) {
  const entries = Object.entries(collected);
  if (!entries.length) return null;
  return (
    <>
      <dt>{say("keyed_in")}</dt>
      <dd>
        <ul class="collected">
          {entries.map(([name, value]) => (
            <li key={name}>
              <span>{name}</span> <bdi class="number">{value}</bdi>
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
}
