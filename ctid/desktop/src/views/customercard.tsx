/** What we know about the customer the caller is taken for, and on what evidence. */
import type { Customer, Pop } from "../model";
import { dateAndTime, fill, say } from "../words";

export function CustomerCard({ customer, pop }: { customer: Customer; pop: Pop }) {
  const match = pop.matches.find((candidate) => candidate.customer.id === customer.id);
  return (
    <section class="card">
      <dl class="facts">
        {customer.note && <dt>{say("note")}</dt>}
        {customer.note && (
          <dd class="note">
            <bdi>{customer.note}</bdi>
          </dd>
        )}
        {customer.language && <dt>{say("speaks")}</dt>}
        {customer.language && <dd>{say(`lang_${customer.language}`)}</dd>}
        {customer.last_contact_at && <dt>{say("last_contact")}</dt>}
        {customer.last_contact_at && <dd>{dateAndTime(customer.last_contact_at)}</dd>}
        {match && <dt>{say("why_this_match")}</dt>}
        {match && (
          <dd class="says">
            {match.reasons.map((reason) => (
              <p key={reason.code}>{fill(reason)}</p>
            ))}
          </dd>
        )}
      </dl>
    </section>
  );
}
