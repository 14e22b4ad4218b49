/** The latest calls: why each went to whom, and what was said in it. To listen is told as an event. */
import { useState } from "preact/hooks";
import { busy } from "../actions";
import { soundOf } from "../api";
import { findRecordings, latest, recordings } from "../console/floor";
import type { Interaction, Recording } from "../model";
import { nameOf } from "../talk/party";
import { channelWord, dateAndTime, say, span } from "../words";
import { Why, WhyButton } from "./why";

export function LatestCalls() {
  return (
    <section class="card floor calls">
      <h3>{say("latest_calls")}</h3>
      {latest.value.length === 0 && <p class="quiet">{say("no_calls")}</p>}
      <ul>
        {latest.value.map((call) => (
          <CallRow key={call.id} call={call} found={recordings.value[call.id]} />
        ))}
      </ul>
    </section>
  );
}

function CallRow({ call, found }: { call: Interaction; found: Recording[] | undefined }) {
  const [open, setOpen] = useState(false);
  const talked = call.channel === "voice";
  const who = talked ? call.display || say("hidden_number") : `${channelWord(call.channel)} ${call.ani}`;
  return (
    <li>
      <span>
        <bdi class="number">{who}</bdi> <small>{say(`outcome_${call.outcome}`)}</small>
      </span>
      {call.queue && <WhyButton who={who} open={open} toggle={() => setOpen(!open)} />}
      {talked && call.agent && !found && (
        <button
          type="button"
          aria-label={`${say("listen")}: ${who}`}
          disabled={busy.value}
          onClick={() => void findRecordings(call.id)}
        >
          {say("listen")}
        </button>
      )}
      <small class="why">
        <time dateTime={call.arrived_at}>{dateAndTime(call.arrived_at)}</time>
        {call.queue && ` · ${nameOf(call.queue)}`}
        {call.agent && ` · ${nameOf(call.agent)}`}
      </small>
      {open && <Why of={call.id} />}
      {found && <Sounds found={found} />}
    </li>
  );
}

function Sounds({ found }: { found: Recording[] }) {
  if (!found.length) return <p class="quiet why">{say("no_recordings")}</p>;
  return (
    <div class="why">
      {found.map((one) => (
        <p key={one.id}>
          <small>
            {say("recording_of", { who: nameOf(one.agent ?? "") })} ·{" "}
            {one.complete ? span(one.duration_ms) : say("not_complete")}
          </small>
          {one.complete && (
            <audio
              controls
              preload="none"
              src={soundOf.recording(one.id)}
              aria-label={say("recording_of", { who: nameOf(one.agent ?? "") })}
            />
          )}
        </p>
      ))}
    </div>
  );
}
