/** What the centre runs on: what the files say otherwise, what was changed live, and the skills to change. */
import { useEffect } from "preact/hooks";
import { busy } from "../actions";
import { applyFiles, configuration, look, writeBack } from "../console/configuration";
import type { Configuration as Now } from "../model";
import { nameOf } from "../talk/party";
import { dateAndTime, fill, say } from "../words";
import { AgentSkills } from "./agentskills";

const AT_START = "start"; // by nobody: the daemon began with it

export function Configuration() {
  useEffect(() => void look(), []);
  const now = configuration.value;
  if (!now) return <p class="quiet">{say("loading")}</p>;
  return (
    <div class="call">
      <div class="column">
        <Files now={now} />
        <Drift now={now} />
      </div>
      <div class="column">
        <AgentSkills now={now} />
      </div>
    </div>
  );
}

function Files({ now }: { now: Now }) {
  const same = now.changes.length === 0 && now.mistakes.length === 0;
  return (
    <section class="card floor" aria-label={say("configuration")}>
      <h3>{say("configuration")}</h3>
      {now.applied_at && (
        <p class="quiet">
          {say(now.applied_by === AT_START ? "since_start" : "applied_so", {
            who: now.applied_by ?? "",
            at: dateAndTime(now.applied_at),
          })}
        </p>
      )}
      {same && <p>{say("files_same")}</p>}
      {now.mistakes.length > 0 && <h4>{say("files_mistaken")}</h4>}
      <ul>
        {now.mistakes.map((one) => (
          <li key={one.en} class="wrong">
            <span>{fill(one)}</span>
          </li>
        ))}
      </ul>
      {now.changes.length > 0 && <h4>{say("files_differ")}</h4>}
      <ul>
        {now.changes.map(({ path, before, after }) => (
          <li key={path}>
            <code>{path}</code>
            <small class="why">
              {before ?? say("nothing_there")} → {after ?? say("nothing_there")}
            </small>
          </li>
        ))}
      </ul>
      <div class="end">
        <button type="button" onClick={() => void look()}>
          {say("look_again")}
        </button>
        {now.changes.length > 0 && (
          <button type="button" disabled={busy.value} onClick={() => void applyFiles(false)}>
            {say("apply_files")}
          </button>
        )}
      </div>
    </section>
  );
}

function Drift({ now: { drift } }: { now: Now }) {
  if (drift.length === 0) return null;
  return (
    <section class="card floor" aria-label={say("drift")}>
      <h3>{say("drift")}</h3>
      <ul>
        {drift.map(({ agent, skill, live, file, who, since }) => (
          <li key={`${agent} ${skill}`}>
            <span>
              <bdi>{nameOf(agent)}</bdi>{" "}
              {say("drifted", { skill, live: live || say("no_skill"), file: file || say("no_skill") })}
            </span>
            <small>{say("blocked_so", { who, since: dateAndTime(since) })}</small>
          </li>
        ))}
      </ul>
      <div class="end">
        <button type="button" disabled={busy.value} onClick={() => void applyFiles(true)}>
          {say("discard_drift")}
        </button>
        <button type="button" disabled={busy.value} onClick={() => void writeBack()}>
          {say("write_back")}
        </button>
      </div>
    </section>
  );
}
