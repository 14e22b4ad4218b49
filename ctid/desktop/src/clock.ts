/** The server's time of day, as well as this page can know it, ticking for whoever shows a span. */
import { signal } from "@preact/signals";

const TICK_MS = 250;
const TOLERATED_MS = 2_000; // an HTTP Date has whole seconds, and the answer took its time

let ahead = 0;

/** Milliseconds since the epoch, by the server's clock. */
export const now = signal(Date.now());

setInterval(() => (now.value = Date.now() - ahead), TICK_MS);

/** Learn from an answer's Date header how far this computer's clock is off. */
export function setClock(date: string | null): void {
  const difference = date ? Date.now() - Date.parse(date) : 0;
  ahead = Math.abs(difference) > TOLERATED_MS ? difference : 0;
}

/** The instant that a field of local time names; null for an empty one. */
export function instantOf(local: FormDataEntryValue | null): string | null {
  return local ? new Date(String(local)).toISOString() : null;
}
