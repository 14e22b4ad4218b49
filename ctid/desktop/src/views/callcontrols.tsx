/** What the agent does with the call itself: here in the browser, and where it matters at a desk phone too. */
import { useState } from "preact/hooks";
import { busy, hangUp, hold, retrieve } from "../actions";
import { campaign, isClosing, wrapUpSoon } from "../campaigns/leads";
import { answer, call, mute, muted, press, reject } from "../phone/call";
import { isHere, retake, retaking } from "../phone/desk";
import { level } from "../phone/sound";
import { outgoing, phase, status } from "../state";
import { choosing } from "../talk/handing";
import { party } from "../talk/party";
import { say } from "../words";
import { Icon } from "./icons";
import { ConsultButtons } from "./consultbuttons";
import { RecordingLight } from "./recordinglight";
import { Targets } from "./targets";

export function CallControls() {
  if (call.value === "ringing" || call.value === "answering") return <Ringing />;
  if (phase.value === "dialling" && call.value === "talking") return <OnlyHangUp />;
  if (status.value?.state !== "talking") return null;
  const alone = !outgoing.value && (party.value === "customer" || party.value === "held");
  return (
    <>
      <div class="controls" role="group" aria-label={say("on_call")}>
        {call.value === "talking" && <Here />}
        {call.value === null && isHere.value && !retaking.value && (
          <button type="button" disabled={busy.value} onClick={() => void retake()}>
            {say("take_call_here")}
          </button>
        )}
        {alone && <Hold />}
        {alone && (
          <button
            type="button"
            aria-expanded={choosing.value}
            onClick={() => (choosing.value = !choosing.value)}
          >
            <Icon sign="transfer" /> {say("transfer")}
          </button>
        )}
        <ConsultButtons />
        <RecordingLight />
        <WrappingUp />
        <HangUp />
      </div>
      {alone && choosing.value && <Targets />}
    </>
  );
}

/** Of a campaign's call: that it is about to end, so that the next may be dialled. */
function WrappingUp() {
  if (!campaign.value) return null;
  return (
    <button
      type="button"
      title={say("wrapping_up_hint")}
      aria-pressed={isClosing.value}
      disabled={busy.value || isClosing.value}
      onClick={() => void wrapUpSoon()}
    >
      <Icon sign="wrap_up" /> {say("wrapping_up")}
    </button>
  );
}

function Hold() {
  const held = party.value === "held";
  return (
    <button type="button" disabled={busy.value} onClick={() => void (held ? retrieve() : hold())}>
      <Icon sign="not_ready" /> {say(held ? "retrieve" : "hold")}
    </button>
  );
}

function HangUp() {
  return (
    <button type="button" class="end-call" onClick={() => void hangUp()}>
      <Icon sign="hang_up" /> {say("hang_up")}
    </button>
  );
}

/** The agent's browser is up, and the number they call is not: there is nothing else to do with it. */
function OnlyHangUp() {
  return (
    <div class="controls" role="group" aria-label={say("dialling")}>
      <Here />
      <HangUp />
    </div>
  );
}

function Ringing() {
  return (
    <div class="controls" role="group" aria-label={say("incoming")}>
      <button type="button" class="main" disabled={call.value === "answering"} onClick={() => void answer()}>
        <Icon sign="talking" /> {say("answer")}
      </button>
      <button type="button" onClick={reject}>
        {say("reject")}
      </button>
    </div>
  );
}

function Here() {
  const [keys, showKeys] = useState(false);
  return (
    <>
      <MicrophoneLight />
      <button type="button" aria-pressed={muted.value} onClick={() => mute(!muted.value)}>
        <Icon sign={muted.value ? "muted" : "microphone"} /> {say(muted.value ? "unmute" : "mute")}
      </button>
      <button type="button" aria-expanded={keys} onClick={() => showKeys(!keys)}>
        <Icon sign="keys" /> {say("keys")}
      </button>
      {keys && <KeyPad />}
    </>
  );
}

function MicrophoneLight() {
  return (
    <span class="microphone">
      <Icon sign={muted.value ? "muted" : "microphone"} />
      <meter min={0} max={1} value={muted.value ? 0 : level.value} aria-label={say("mic_level")} />
      {muted.value && say("muted")}
    </span>
  );
}

function KeyPad() {
  return (
    <div class="keypad" role="group" aria-label={say("keys")}>
      {[..."123456789*0#"].map((key) => (
        <button key={key} type="button" aria-label={say("key", { key })} onClick={() => press(key)}>
          {key}
        </button>
      ))}
    </div>
  );
}
