/** How far a campaign's lists have come, and why somebody on them was not called. */
import { useEffect, useId, useState } from "preact/hooks";
import { busy } from "../actions";
import { api } from "../api";
import { whyNot } from "../campaigns/campaigns";
import type { LeadWhy, ListProgress, RuleSays } from "../campaigns/model";
import { gatherer } from "../gather";
import { dateAndTime, fill, percent, say, type Word } from "../words";

const LOOK_AGAIN_MS = 15_000; // a list may hold millions

export function Details({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="why" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say("lists")}</summary>
      {open && <Lists name={name} />}
      {open && <WhyNot name={name} />}
    </details>
  );
}

function Lists({ name }: { name: string }) {
  const [lists, setLists] = useState<ListProgress[]>([]);
  useEffect(() => {
    const look = gatherer(async () => setLists((await api.listsOf(name)).lists));
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [name]);
  return (
    <>
      {lists.map((one) => (
        <Progress key={one.list} one={one} />
      ))}
    </>
  );
}

function Progress({ one }: { one: ListProgress }) {
  const words = say("list_done", { share: percent(one.share), leads: one.leads });
  const left = (["fresh", "calling", "again", "callbacks"] as const).filter((what) => one[what]);
  return (
    <div class="allowance">
      <span>
        <bdi>{one.list}</bdi> · {words}{" "}
        <small>{left.map((what) => say(`list_${what}`, { n: one[what] })).join(" · ")}</small>
      </span>
      <progress max={1} value={one.share} aria-label={`${one.list}: ${words}`} />
    </div>
  );
}

function WhyNot({ name }: { name: string }) {
  const id = useId();
  const [found, setFound] = useState<LeadWhy[] | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const who = new FormData(event.currentTarget as HTMLFormElement).get("who");
    setFound((await whyNot(String(who).trim())) ?? null);
  };
  return (
    <form aria-label={say("why_not_called")} onSubmit={(event) => void submit(event)}>
      <label for={id}>{say("why_not_called")}</label>
      <div class="line">
        <input id={id} name="who" required maxLength={60} autocomplete="off" placeholder={say("lead_or_number")} />
        <button type="submit" disabled={busy.value}>
          {say("why_so")}
        </button>
      </div>
      {found?.length === 0 && <p class="quiet">{say("no_such_lead")}</p>}
      {found?.map((one) => (
        <Lead key={one.lead} one={one} campaign={name} />
      ))}
    </form>
  );
}

function Lead({ one, campaign }: { one: LeadWhy; campaign: string }) {
  return (
    <div class="explained" role="status">
      <p>
        <strong>{one.name || one.lead}</strong>{" "}
        <small>
          {one.lead} · {one.list}
        </small>
      </p>
      <p class="says">
        {say(`lead_${one.state}`)}
        {one.reason && ` · ${fill(one.reason)}`}
      </p>
      {one.calls
        .filter((call) => call.campaign === campaign)
        .map((call) => (
          <section key={call.display}>
            <h4>{say(call.allowed ? "may_call" : "may_not_call", { number: call.display })}</h4>
            {call.rules.filter((rule) => !rule.allows).map((rule) => (
              <Forbids key={rule.rule} rule={rule} />
            ))}
          </section>
        ))}
      {one.attempts.map((made) => (
        <p key={made.id}>
          <time dateTime={made.committed_at}>{dateAndTime(made.committed_at)}</time>{" "}
          <small>{say(made.outcome ? (`outcome_${made.outcome}` as Word) : "under_way")}</small>
        </p>
      ))}
    </div>
  );
}

function Forbids({ rule }: { rule: RuleSays }) {
  return (
    <p class="says">
      {fill(rule.reason)}
      {rule.not_before && <small> · {say("not_before", { at: dateAndTime(rule.not_before) })}</small>}
    </p>
  );
}
