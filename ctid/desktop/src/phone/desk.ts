/**
 * Whether this browser is the agent's phone: chosen once, remembered for the agent on this browser, and true
 * of one page at a time. The page that sits down last has the seat; the server tells the one before.
 *
 * A reload tears the media down and nothing can save it: the keys of its encryption die with the page. So
 * the page that goes asks that the caller be held, and the page that comes rings itself anew and answers at
 * once, because it asked for the ring.
 */
import { computed, effect, signal } from "@preact/signals";
import { api, Refused } from "../api";
import type { FromServer, ToServer } from "../model";
import { me, problem, status } from "../state";
import { call, microphoneTrouble, takeIn } from "./call";
import { tryMicrophone } from "./microphone";
import { type Credentials, leave, register, registration, unregister } from "./registration";

const EXPECTED_FOR_MS = 15_000;

/** The centre has a phone in the browser for this agent. */
export const offered = signal(false);
/** This browser is to be the phone. */
export const chosen = signal(false);
/** The call that a page before this one had is being brought here. */
export const retaking = signal(false);
/** Calls ring here. */
export const isHere = computed(() => registration.value === "registered");

let credentials: Credentials | null = null;
let expectedUntil = 0;
let say: (message: ToServer) => void = () => {};

const remembered = () => `ctid.browser_phone.${me.peek()?.agent?.id}`;

/** Learn whether there is a phone in the browser, and sit down if it was chosen before. */
export async function begin(tell: (message: ToServer) => void): Promise<void> {
  say = tell;
  try {
    credentials = await api.phone();
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== "no_browser_phone") throw error;
    return;
  }
  offered.value = true;
  chosen.value = localStorage.getItem(remembered()) === "yes";
  if (chosen.value) sitDown();
}

/** Use this browser as phone from now on, or do so no more. */
export async function choose(browser: boolean): Promise<void> {
  chosen.value = browser;
  localStorage.setItem(remembered(), browser ? "yes" : "no");
  if (!browser) {
    microphoneTrouble.value = null;
    unregister({ callUp: call.value !== null });
    return;
  }
  sitDown();
  microphoneTrouble.value = await tryMicrophone();
}

/** Register here; whoever sat here before is told. */
export function sitDown(): void {
  if (!credentials) return;
  say({ kind: "phone_seat" });
  register(credentials, (incoming) => {
    const asked = Date.now() < expectedUntil;
    expectedUntil = 0;
    retaking.value = false;
    takeIn(incoming, asked);
  });
}

export function heard(message: FromServer): void {
  if (message.kind === "seat_taken") unregister({ because: "taken", callUp: call.value !== null });
  const seated = registration.value !== "off" && registration.value !== "taken";
  if (message.kind === "hello" && seated) say({ kind: "phone_seat" }); // a new server knows no seats
}

/** The next ring was asked for by this page: it is answered without a click. */
export function expectRing(): void {
  expectedUntil = Date.now() + EXPECTED_FOR_MS;
}

/** Bring the agent's call here: their leg elsewhere, dead or alive, goes; this browser rings and answers. */
export async function retake(): Promise<void> {
  retaking.value = true;
  expectRing();
  try {
    await api.retake();
  } catch (error) {
    retaking.value = false;
    expectedUntil = 0;
    if (!(error instanceof Refused)) throw error;
    problem.value = error.problem;
  }
}

effect(() => {
  if (call.value === null) leave();
});

const KEPT = "ctid.call";
let before = sessionStorage.getItem(KEPT); // the interaction that the page before this one talked in

effect(() => {
  if (call.value === "talking") sessionStorage.setItem(KEPT, status.value?.interaction ?? "");
  else sessionStorage.removeItem(KEPT);
});

effect(() => {
  if (!before || !isHere.value || !status.value) return;
  const mine = status.value.state === "talking" && status.value.interaction === before;
  before = null;
  if (mine) void retake();
});

const READY = "ctid.ready";
const lookAgainAt = [0, 300, 1_000, 3_000]; // the switch tells the server of the new registration in its own time
let wasReady = sessionStorage.getItem(READY) !== null;
sessionStorage.removeItem(READY);

/** A reload takes the phone away for a moment, and with it the agent: who was ready is ready again. */
effect(() => {
  const lost = status.value?.state === "not_ready" && status.value.reason?.facts?.reason === "phone";
  if (!wasReady || !isHere.value || !lost) return;
  wasReady = false;
  void getReadyAgain();
});

async function getReadyAgain(): Promise<void> {
  for (const wait of lookAgainAt) {
    await new Promise((done) => setTimeout(done, wait));
    try {
      await api.ready();
      return;
    } catch (error) {
      if (!(error instanceof Refused) || error.problem.code !== "phone_not_registered") throw error;
    }
  }
}

addEventListener("pagehide", () => {
  if (call.value === "talking") navigator.sendBeacon("/api/v1/me/hold");
  if (isHere.value && status.value?.state === "ready") sessionStorage.setItem(READY, "yes");
});
