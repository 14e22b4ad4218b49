/** Who I am, what I am doing since when and why, what I may do next, and whether all is well. */
import { busy, getReady, goNotReady, signOff, signOn } from "../actions";
import { now } from "../clock";
import type { Agent, AgentState, Language, Reason, Status } from "../model";
import { doing, link, me } from "../state";
import { chooseLanguage, fill, language, say, span } from "../words";
import { Icon } from "./icons";
import { PageNav } from "./pagenav";
import { PhoneSwitch } from "./phoneswitch";
import { ReasonMenu } from "./reasonmenu";

type Button = "sign_on" | "sign_off" | "get_ready" | "ready_after" | Choice;
type Choice = "go_not_ready" | "change_reason" | "after_this_call";

/** What an agent may do in each state; what they choose while a call is offered or up holds after it. */
const BUTTONS: Record<AgentState, Button[]> = {
  signed_off: ["sign_on"],
  not_ready: ["get_ready", "change_reason", "sign_off"],
  ready: ["go_not_ready", "sign_off"],
  reserved: ["after_this_call"],
  talking: ["after_this_call"],
  wrap_up: ["get_ready", "go_not_ready"],
};

export function StateBar({ agent, status }: { agent: Agent; status: Status }) {
  return (
    <header class="bar">
      <div class="who">
        <h1>
          <bdi>{agent.name}</bdi>
        </h1>
        <small>{say("phone", { phone: agent.phone })}</small>
      </div>
      <StateNow status={status} />
      <div class="doing" role="group" aria-label={say(doing.value)}>
        {buttons(status).map((button) => (
          <StateButton key={button} button={button} />
        ))}
      </div>
      <PageNav />
      <div class="about">
        <PhoneSwitch />
        <LinkLight />
        <LanguageSwitch />
      </div>
    </header>
  );
}

const buttons = ({ state, then }: Status): Button[] =>
  then && state !== "wrap_up" ? [...BUTTONS[state], "ready_after"] : BUTTONS[state];

/** Why not ready: the reason's own title where it is one of the site's, else the words that came with it. */
function whyNotReady({ state, reason }: Status): string {
  if (state !== "not_ready" || !reason) return "";
  return fill(titleOf(reason) ?? reason);
}

const titleOf = (reason: Reason) => me.value?.site.not_ready_reasons[String(reason.facts?.reason)];

/** What the agent will be after the call. */
function whatThen(then: Reason): string {
  const title = titleOf(then);
  return title ? fill(title) : say(then.code === "signed_off" ? "signed_off" : "not_ready");
}

function StateNow({ status }: { status: Status }) {
  const why = whyNotReady(status);
  const { until, then } = status;
  return (
    <div class={`state ${status.state}`}>
      <Icon sign={doing.value === "dialling" ? "talking" : status.state} />
      <span class="state-name">{say(doing.value)}</span>
      {status.state !== "signed_off" && (
        <span class="span">{span(now.value - Date.parse(status.since))}</span>
      )}
      {why && <small class="reason">{why}</small>}
      {status.state === "not_ready" && until && (
        <small class="span">{say("ready_again_in", { left: span(Date.parse(until) - now.value) })}</small>
      )}
      {then && <small class="reason">{say("after_this", { what: whatThen(then) })}</small>}
    </div>
  );
}

function StateButton({ button }: { button: Button }) {
  const act = { sign_on: signOn, sign_off: signOff, get_ready: getReady, ready_after: getReady };
  if (button === "go_not_ready" || button === "change_reason" || button === "after_this_call") {
    const leave = button === "after_this_call" && { onSignOff: () => void signOff() };
    return <ReasonMenu label={say(button)} onChoose={(reason) => void goNotReady(reason)} {...leave} />;
  }
  const style = button === "sign_off" || button === "ready_after" ? "" : "main";
  return (
    <button type="button" class={style} disabled={busy.value} onClick={() => void act[button]()}>
      {say(button)}
    </button>
  );
}

export function LinkLight() {
  const up = link.value === "up";
  const words = up ? say("link_up") : link.value === "lost" ? say("link_lost") : say("link_connecting");
  return (
    <span class={`light ${up ? "" : "bad"}`} role="img" aria-label={words} title={words}>
      <Icon sign={up ? "link" : "link_lost"} />
    </span>
  );
}

export function LanguageSwitch() {
  const choices: [Language, string, string][] = [
    ["zh", "中文", "zh-Hans"],
    ["en", "English", "en"],
  ];
  return (
    <div class="languages" role="group" aria-label={say("language")}>
      {choices.map(([value, name, tag]) => (
        <button
          key={value}
          type="button"
          lang={tag}
          aria-pressed={language.value === value}
          onClick={() => chooseLanguage(value)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
