/** Whether the talk is recorded, and the button that pauses it while a card number is said. */
import { busy } from "../actions";
import { pauseRecording, recording, resumeRecording } from "../talk/recording";
import { say } from "../words";
import { Icon } from "./icons";

export function RecordingLight() {
  const now = recording.value;
  if (!now) return null;
  const paused = now === "paused";
  return (
    <span class={`recording ${now}`}>
      <span role="status">
        <Icon sign={paused ? "not_ready" : "recording"} /> {say(`recording_${now}`)}
      </span>
      <button
        type="button"
        disabled={busy.value}
        onClick={() => void (paused ? resumeRecording() : pauseRecording())}
      >
        {say(paused ? "resume_recording" : "pause_recording")}
      </button>
    </span>
  );
}
