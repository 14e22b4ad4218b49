/**
 * Asking for a list again whenever something in it has changed, without asking more than one question at a
 * time: what changes while an answer is on its way is asked for once more after it, so the last is new.
 */
import { Refused } from "./api";

export function gatherer(ask: () => Promise<void>): () => Promise<void> {
  let asking = false;
  let again = false;
  return async function gather(): Promise<void> {
    again = asking;
    if (asking) return;
    asking = true;
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof Refused)) throw error; // a lost connection has its own banner; it is asked again then
    } finally {
      asking = false;
    }
    if (again) await gather();
  };
}
