/** Who else it may be: the ranked matches to choose from, and the form for somebody new. */
import { busy, choose } from "../actions";
import type { Match, Pop } from "../model";
import { customer } from "../state";
import { fill, say } from "../words";
import { NewCustomerForm } from "./newcustomer";

export function Matches({ pop }: { pop: Pop }) {
  const others = pop.matches.filter((match) => match.customer.id !== customer.value?.id);
  if (!pop.matches.length && !customer.value) {
    return (
      <section class="card">
        <h3>{say("new_customer")}</h3>
        {pop.identification_reason && <p class="quiet says">{fill(pop.identification_reason)}</p>}
        <NewCustomerForm pop={pop} />
      </section>
    );
  }
  const list = others.length > 0 && <Ranked matches={others} interaction={pop.interaction} />;
  return (
    <section class="card">
      {!customer.value && <h3>{say("who_is_it")}</h3>}
      {!customer.value && list}
      <details key={customer.value?.id ?? "nobody"}>
        <summary>{say("somebody_else")}</summary>
        {customer.value && list}
        <NewCustomerForm pop={pop} />
      </details>
    </section>
  );
}

function Ranked({ matches, interaction }: { matches: Match[]; interaction: string }) {
  return (
    <ol class="matches">
      {matches.map(({ customer: candidate, score, reasons }) => (
        <li key={candidate.id}>
          <div>
            <strong>
              <bdi>{candidate.name}</bdi>
            </strong>
            {candidate.tier && <span class="tier">{say("tier", { tier: candidate.tier })}</span>}{" "}
            <small class="score">{say("score", { n: score })}</small>
            {candidate.company && (
              <p>
                <bdi>{candidate.company}</bdi>
              </p>
            )}
            <p class="quiet says">{reasons.map((reason) => fill(reason)).join(" · ")}</p>
            {candidate.note && (
              <p class="quiet">
                <bdi>{candidate.note}</bdi>
              </p>
            )}
          </div>
          <button
            type="button"
            aria-label={`${say("this_one")}: ${candidate.name}`}
            disabled={busy.value}
            onClick={() => void choose(interaction, candidate)}
          >
            {say("this_one")}
          </button>
        </li>
      ))}
    </ol>
  );
}
