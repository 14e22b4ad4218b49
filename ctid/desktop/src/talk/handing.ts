/** Handing the caller on, asking somebody first, and calling a number oneself. */
import { signal } from "@preact/signals";
import { attempt } from "../actions";
import { api } from "../api";
import { expectRing } from "../phone/desk";
import { jot } from "../work";

/** The list of those to whom the caller may be handed is open. */
export const choosing = signal(false);

export const transfer = (to: string) =>
  attempt(async () => {
    await api.transfer(to);
    choosing.value = false;
  });

export const consult = (to: string) =>
  attempt(async () => {
    const { command_id } = await api.consult(to);
    choosing.value = false;
    jot({ asking: { to, command: command_id } });
  });

export const complete = () => attempt(api.completeConsult);
export const confer = () => attempt(api.conference);
export const backToCustomer = () =>
  attempt(async () => {
    jot({ asking: null });
    await api.cancelConsult();
  });

/** Call a number: this agent's phone rings first, and a browser that is the phone answers by itself. */
export const dial = (number: string, show = "") =>
  attempt(async () => {
    expectRing();
    await api.dial(number, show);
  });
