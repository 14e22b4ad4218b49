/** A lead to look at before anybody is called: who it is, what is known, what to say; call them or skip. */
import { useId } from "preact/hooks";
import { busy } from "../actions";
import { desk, dial, skip, take } from "../campaigns/leads";
import type { CampaignForAgents, Lead } from "../campaigns/model";
import { fill, say } from "../words";
import { Icon } from "./icons";

export function Leads() {
  const { campaigns, preview } = desk.value;
  if (!preview && campaigns.length === 0) return null;
  return (
    <section class="card leads" aria-label={say("leads")}>
      <h3>{preview ? fill(preview.campaign.title) : say("leads")}</h3>
      {!preview && <Choose campaigns={campaigns} />}
      {preview && !preview.lead && <p role="status">{say("lead_sought")}</p>}
      {preview?.lead && <Shown lead={preview.lead} />}
      {preview && <Script of={preview.campaign} />}
    </section>
  );
}

function Choose({ campaigns }: { campaigns: CampaignForAgents[] }) {
  return (
    <div class="controls">
      {campaigns.map((one) => (
        <button key={one.name} type="button" disabled={busy.value} onClick={() => void take(one.name)}>
          {fill(one.title)}: {say("show_lead")}
        </button>
      ))}
    </div>
  );
}

function Shown({ lead }: { lead: Lead }) {
  return (
    <>
      <h2>
        <bdi>{lead.name || lead.numbers[0]?.display}</bdi>
      </h2>
      <dl class="facts">
        {Object.entries(lead.facts).map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      <Decide lead={lead} />
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}

function Decide({ lead }: { lead: Lead }) {
  const id = useId();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void skip(lead.id, String(new FormData(event.currentTarget as HTMLFormElement).get("why")).trim());
  };
  return (
    <>
      <div class="controls">
        {lead.numbers.map(({ number, display, kind }, n) => (
          <button
            key={number}
            type="button"
            class={n === 0 ? "main" : ""}
            disabled={busy.value}
            onClick={() => void dial(lead.id, number)}
          >
            <Icon sign="talking" /> {say("call_number", { number: display })}
            {(kind === "mobile" || kind === "fixed") && ` (${say(`kind_${kind}`)})`}
          </button>
        ))}
      </div>
      <form class="line" onSubmit={submit}>
        <label for={id}>{say("why_skip")}</label>
        <input id={id} name="why" maxLength={200} autocomplete="off" />
        <button type="submit" disabled={busy.value}>
          {say("skip")}
        </button>
      </form>
    </>
  );
}

export function Script({ of }: { of: CampaignForAgents }) {
  if (!of.script) return null;
  return (
    <details class="script" open>
      <summary>{say("script")}</summary>
      <p>{fill(of.script)}</p>
    </details>
  );
}
