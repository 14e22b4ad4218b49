/** Whether the agent's own talk is recorded just now, and letting it pause. */
import { computed } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import { me, phase, pop, steps } from "../state";

const MAKES: Record<string, "on" | "paused" | null> = {
  "recording.started": "on",
  "recording.resumed": "on",
  "recording.paused": "paused",
  "recording.stopped": null,
};

/** Null: nothing is recorded. Another agent's recording of the same call is theirs. */
export const recording = computed(() => {
  if (phase.value !== "talking") return null;
  const mine = steps.value.findLast((step) => step.type in MAKES && step.agent === me.value?.agent?.id);
  return mine ? MAKES[mine.type]! : null;
});

export const pauseRecording = () => attempt(() => api.pauseRecording(pop.value!.interaction));
export const resumeRecording = () => attempt(() => api.resumeRecording(pop.value!.interaction));
