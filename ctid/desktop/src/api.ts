/** What this page asks of the server over REST. Each call resolves with the answer or throws a `Refused`. */
import { setClock } from "./clock";
import type { Customer, Me, NewCustomer, Problem } from "./model";
import type { Credentials } from "./phone/registration";
import { language, say } from "./words";

/** The server said no, or could not be reached (status 0). */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
  }
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        Accept: "application/json, application/problem+json",
        "Accept-Language": language.value,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Refused({
      status: 0,
      code: "unreachable",
      title: say("server_away"),
      detail: say("server_away_more"),
    });
  }
  setClock(answer.headers.get("Date"));
  const text = await answer.text();
  if (!answer.ok) throw new Refused(readProblem(answer, text));
  return (text ? JSON.parse(text) : null) as T;
}

/** A proxy between us and ctid may answer with a page of its own instead of a problem. */
function readProblem(answer: Response, text: string): Problem {
  const told = /json/.test(answer.headers.get("Content-Type") ?? "")
    ? (JSON.parse(text) as Partial<Problem>)
    : {};
  const faults = (told.errors ?? []).map(({ pointer, message }) => `${pointer.slice(1)} ${message}`);
  return {
    status: answer.status,
    code: told.code ?? String(answer.status),
    title: told.title ?? say("unexpected"),
    detail: faults.join("; ") || told.detail || `${answer.status} ${answer.statusText}`,
  };
}

const part = encodeURIComponent;

export const api = {
  openSession: (ticket: string) => ask<unknown>("POST", "/session", { ticket }),
  me: () => ask<Me>("GET", "/me"),
  signOn: () => ask<unknown>("POST", "/me/sign-on"),
  signOff: () => ask<unknown>("POST", "/me/sign-off"),
  ready: () => ask<unknown>("PUT", "/me/state", { state: "ready" }),
  notReady: (reason: string) => ask<unknown>("PUT", "/me/state", { state: "not_ready", reason }),
  phone: () => ask<Credentials>("GET", "/me/phone"),
  hold: () => ask<unknown>("POST", "/me/hold"),
  retrieve: () => ask<unknown>("POST", "/me/retrieve"),
  hangUp: () => ask<unknown>("POST", "/me/hang-up"),
  retake: () => ask<unknown>("POST", "/me/retake"),
  dispose: (interaction: string, code: string, note: string) =>
    ask<unknown>("POST", `/interactions/${part(interaction)}/disposition`, { code, note }),
  chooseCustomer: (interaction: string, customer: string) =>
    ask<unknown>("POST", `/interactions/${part(interaction)}/customer`, { customer }),
  addCustomer: (customer: NewCustomer) => ask<Customer>("POST", "/customers", customer),
};
