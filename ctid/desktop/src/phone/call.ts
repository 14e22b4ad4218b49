/**
 * The call on this browser: it rings, is answered, and ends. There is one at a time; a second is busy.
 *
 * JsSIP may wait for the whole of ICE gathering before it answers, which takes up to 40 s on a computer
 * with many network adapters. Asterisk learns the way back from the first packet, so the first candidate is
 * enough: the answer leaves shortly after it, and at the latest after half a second.
 */
import { signal } from "@preact/signals";
import { C } from "jssip";
import type { IceCandidateEvent, RTCSession } from "jssip/lib/RTCSession";
import { close, type MicrophoneTrouble, openMicrophone } from "./microphone";
import { hear, ring, silence, watchLevel } from "./sound";

export type CallPhase = "ringing" | "answering" | "talking";

/** Where the call on this browser is; null = none. */
export const call = signal<CallPhase | null>(null);
export const muted = signal(false);
/** Why the last answer failed. */
export const microphoneTrouble = signal<MicrophoneTrouble | null>(null);

const AFTER_FIRST_MS = 50;
const AT_MOST_MS = 500;

let session: RTCSession | null = null;
let undo: (() => void)[] = [];

/** Take an incoming call; `at_once` answers it without a click. */
export function takeIn(incoming: RTCSession, atOnce: boolean): void {
  if (session) {
    incoming.terminate({ status_code: 486 });
    return;
  }
  session = incoming;
  incoming.on("ended", () => over(incoming));
  incoming.on("failed", () => over(incoming));
  incoming.on("confirmed", () => (call.value = "talking"));
  incoming.on("icecandidate", shorten());
  incoming.on("peerconnection", ({ peerconnection }) => {
    peerconnection.addEventListener("track", ({ track }) => hear(new MediaStream([track])));
  });
  call.value = "ringing";
  if (atOnce) void answer();
  else undo.push(ring());
}

function shorten(): (event: IceCandidateEvent) => void {
  let first = true;
  return ({ candidate, ready }) => {
    const known = candidate.type === "host" || candidate.type === "srflx";
    if (first) setTimeout(ready, known ? AFTER_FIRST_MS : AT_MOST_MS);
    first = false;
  };
}

export async function answer(): Promise<void> {
  const answered = session;
  if (!answered || call.value !== "ringing") return;
  quiet();
  call.value = "answering";
  const microphone = await openMicrophone();
  if (answered !== session) {
    if (typeof microphone !== "string") close(microphone); // the caller was gone meanwhile
    return;
  }
  if (typeof microphone === "string") {
    microphoneTrouble.value = microphone;
    call.value = "ringing";
    return;
  }
  microphoneTrouble.value = null;
  undo.push(watchLevel(microphone), () => close(microphone));
  answered.answer({ mediaStream: microphone, pcConfig: { iceServers: [] } });
}

export function reject(): void {
  session?.terminate({ status_code: 603 });
}

export function hangUp(): void {
  session?.terminate();
}

export function mute(on: boolean): void {
  if (on) session?.mute({ audio: true });
  else session?.unmute({ audio: true });
  muted.value = on;
}

/** Send a key as RFC 4733 tones, the way a desk phone does. */
export function press(key: string): void {
  session?.sendDTMF(key, { transportType: C.DTMF_TRANSPORT.RFC2833 });
}

function quiet(): void {
  for (const end of undo.splice(0)) end();
}

function over(ended: RTCSession): void {
  if (ended !== session) return;
  session = null;
  quiet();
  silence();
  muted.value = false;
  call.value = null;
}
