/** Which part of the page is open. A call that comes in opens the desk, wherever the agent is. */
import { effect, signal } from "@preact/signals";
import { pop } from "./state";

export type Place = "desk" | "messages" | "configuration";

export const place = signal<Place>("desk");

effect(() => {
  if (pop.value) place.value = "desk";
});
