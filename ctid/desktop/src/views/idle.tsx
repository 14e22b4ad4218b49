/** Between calls: how the last one ended, and what happens next. */
import { parting } from "../announce";
import { isHere } from "../phone/desk";
import { status } from "../state";
import { say, type Word } from "../words";
import type { AgentState } from "../model";
import { Icon } from "./icons";

const NEXT: Record<AgentState, [Word, Word]> = {
  signed_off: ["idle_signed_off", "idle_signed_off_more"],
  not_ready: ["idle_not_ready", "idle_not_ready_more"],
  ready: ["idle_ready", "idle_ready_more"],
  reserved: ["idle_busy", "idle_busy_more"],
  talking: ["idle_busy", "idle_busy_more"],
  wrap_up: ["idle_busy", "idle_busy_more"],
};

export function Idle() {
  const { state, until } = status.value!;
  const backsOff = state === "not_ready" && until !== null;
  const [title, more]: [Word, Word] = backsOff ? ["idle_backs_off", "idle_backs_off_more"] : NEXT[state];
  return (
    <div class="idle">
      {parting.value && <p class="parting">{parting}</p>}
      <div class={`emblem ${state}`}>
        <Icon sign={state} />
      </div>
      <h2>{say(title)}</h2>
      <p>{say(state === "ready" && isHere.value ? "idle_browser_more" : more)}</p>
    </div>
  );
}
