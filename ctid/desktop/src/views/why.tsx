/** Why a call waits and why it was offered to whom, asked again while it is open: time alone changes it. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { gatherer } from "../gather";
import type { Explanation, MadeOffer, WouldDo } from "../model";
import { fill, language, say, timeOfDay } from "../words";

const LOOK_AGAIN_MS = 2_000;

export function WhyButton({ who, open, toggle }: { who: string; open: boolean; toggle: () => void }) {
  return (
    <button type="button" aria-label={`${say("why_so")}: ${who}`} aria-expanded={open} onClick={toggle}>
      {say("why_so")}
    </button>
  );
}

function useExplanation(of: string): Explanation | null {
  const [told, setTold] = useState<Explanation | null>(null);
  const reader = language.value;
  useEffect(() => {
    const look = gatherer(async () => setTold(await api.why(of)));
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [of, reader]);
  return told;
}

export function Why({ of }: { of: string }) {
  const told = useExplanation(of);
  if (!told) return <p class="quiet why">{say("loading")}</p>;
  const place = told.wait?.place;
  return (
    <div class="why explained">
      {told.says.map((sentence) => (
        <p key={sentence} class="says">
          {sentence}
        </p>
      ))}
      {place && <People title={say("would_do")} people={place.would_do} />}
      {place?.next && <People title={say("step_adds", { step: place.next.step })} people={place.next.adds} />}
      {told.offers && <Offers offers={told.offers} />}
    </div>
  );
}

function People({ title, people }: { title: string; people: { agents: WouldDo[]; more: number } }) {
  if (!people.agents.length) return null;
  return (
    <section>
      <h4>{title}</h4>
      <ul>
        {people.agents.map((one) => (
          <li key={one.agent}>
            <bdi>{one.name}</bdi> <small class="says">{fill(one.what)}</small>
          </li>
        ))}
      </ul>
      {people.more > 0 && <p class="quiet">{say("and_more", { n: people.more })}</p>}
    </section>
  );
}

function Offers({ offers }: { offers: MadeOffer[] }) {
  if (!offers.length) return null;
  return (
    <section>
      <h4>{say("offers_made")}</h4>
      <ul>
        {offers.map((one) => (
          <li key={one.id}>
            <bdi>{one.name || one.agent}</bdi>
            <time dateTime={one.made_at}>{timeOfDay(one.made_at)}</time>
            <small class="says">{fill(one.why)}</small>
            {one.ended_because && <small class="says">{fill(one.ended_because)}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}
