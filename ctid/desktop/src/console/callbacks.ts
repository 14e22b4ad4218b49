/** Who is to be called back, how it went for the last of them, and who is not to be called. */
import { signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import type { Callbacks, Unwanted } from "../model";

export const callbacks = signal<Callbacks>({ callbacks: [], ended: [] });
export const unwanted = signal<Unwanted[]>([]);

export async function look(): Promise<void> {
  callbacks.value = await api.callbacks();
  unwanted.value = (await api.doNotCall()).do_not_call;
}

export const cancelCallback = (interaction: string) =>
  attempt(async () => {
    callbacks.value = await api.cancelCallback(interaction);
  });

export const forbidCallbacks = (number: string, why: string) =>
  attempt(async () => {
    unwanted.value = (await api.forbidCallbacks(number, why)).do_not_call;
    return true;
  });

export const allowCallbacks = (number: string) =>
  attempt(async () => {
    unwanted.value = (await api.allowCallbacks(number)).do_not_call;
  });
