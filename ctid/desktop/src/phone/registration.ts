/**
 * The registration with Asterisk: one user agent, from `register` to `unregister`.
 *
 * JsSIP opens the WebSocket again by itself whenever it breaks and then registers anew. A refusal it does
 * not repeat: the same password would be refused again, so a person must mend it and try.
 */
import { signal } from "@preact/signals";
import { UA, WebSocketInterface } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession";
import type { RTCSessionEvent } from "jssip/lib/UA";

export interface Credentials {
  user: string;
  secret: string;
  url: string;
}

export type Registration = "off" | "connecting" | "registered" | "taken" | "failed";
export type RegistrationTrouble =
  | "no_socket"
  | "no_secure_socket"
  | "mixed_content"
  | "wrong_password"
  | "refused"
  | "no_answer";

export const registration = signal<Registration>("off");
/** Why not registered, with what its words need. */
export const registrationTrouble = signal<{
  why: RegistrationTrouble;
  blanks: Record<string, string | number>;
} | null>(null);

const EXPIRES_S = 120;
const RETRY_S = { connection_recovery_min_interval: 1, connection_recovery_max_interval: 10 };

let agent: UA | null = null;
let leaving: UA | null = null; // given up, but a call is still on it

/** Register, and hand each incoming call to `incoming`. */
export function register(as: Credentials, incoming: (session: RTCSession) => void): void {
  unregister({});
  const { hostname, host } = new URL(as.url);
  const site = `https://${host}/`;
  if (location.protocol === "https:" && as.url.startsWith("ws:")) {
    fail("mixed_content", { url: as.url });
    return;
  }
  const ua = new UA({
    sockets: [new WebSocketInterface(as.url)],
    uri: `sip:${as.user}@${hostname}`,
    password: as.secret,
    register_expires: EXPIRES_S,
    session_timers: false,
    ...RETRY_S,
  });
  agent = ua;
  registration.value = "connecting";
  ua.on("registered", () => ua === agent && succeed());
  ua.on("disconnected", ({ error }) => {
    if (ua !== agent) return;
    if (!error) registration.value = "connecting";
    else fail(as.url.startsWith("wss:") ? "no_secure_socket" : "no_socket", { url: as.url, site });
  });
  ua.on("registrationFailed", ({ response }) => {
    if (ua !== agent || !ua.isConnected()) return; // that the WebSocket broke is told by itself
    const code = response?.status_code;
    if (!code) fail("no_answer", {});
    else fail(code === 401 || code === 403 ? "wrong_password" : "refused", { code, user: as.user });
  });
  ua.on("newRTCSession", (event: RTCSessionEvent) => {
    if (String(event.originator) === "remote") incoming(event.session);
  });
  ua.start();
}

/** Give the registration up; a call that is on it goes on until `leave`. */
export function unregister({ because = "off", callUp = false }: { because?: "off" | "taken"; callUp?: boolean }): void {
  leave();
  leaving = agent;
  agent = null;
  registration.value = because;
  registrationTrouble.value = null;
  leaving?.unregister();
  if (!callUp) leave();
}

/** End what `unregister` left for its call. */
export function leave(): void {
  leaving?.stop();
  leaving = null;
}

function succeed(): void {
  registration.value = "registered";
  registrationTrouble.value = null;
}

function fail(why: RegistrationTrouble, blanks: Record<string, string | number>): void {
  registration.value = "failed";
  registrationTrouble.value = { why, blanks };
}
