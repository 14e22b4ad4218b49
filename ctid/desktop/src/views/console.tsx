/** A supervisor's page: what waits and what is closed, who works, who is not let in, what was said. */
import type { ComponentChildren } from "preact";
import { colleagues } from "../colleagues";
import type { Colleague } from "../model";
import { type Place, place } from "../place";
import { me } from "../state";
import { fill, say } from "../words";
import { Banners } from "./banners";
import { BlockedNumbers } from "./blockednumbers";
import { Callbacks } from "./callbacks";
import { Campaigns } from "./campaigns";
import { Configuration } from "./configuration";
import { DoNotCall } from "./donotcall";
import { LatestCalls } from "./latestcalls";
import { Messages } from "./messages";
import { PageNav } from "./pagenav";
import { Queues } from "./queues";
import { LanguageSwitch, LinkLight } from "./statebar";
import { AgentNow } from "./targets";
import { WaitingCallers } from "./waitingcallers";

export function Console() {
  return (
    <>
      <header class="bar">
        <div class="who">
          <h1>{say("supervisor")}</h1>
          <small>{me.value && fill(me.value.site.name)}</small>
        </div>
        <PageNav />
        <div class="about">
          <LinkLight />
          <LanguageSwitch />
        </div>
      </header>
      <Banners />
      <main>{PARTS[place.value]()}</main>
    </>
  );
}

const PARTS: Record<Place, () => ComponentChildren> = {
  desk: () => <Floor />,
  messages: () => <Messages />,
  configuration: () => <Configuration />,
};

function WhyNotReady({ agent }: { agent: Colleague }) {
  if (agent.state !== "not_ready" || !agent.reason) return null;
  const title = me.value?.site.not_ready_reasons[String(agent.reason.facts?.reason)];
  return <small class="says why">{fill(title ?? agent.reason)}</small>;
}

function Floor() {
  return (
    <div class="call">
      <div class="column">
        <Queues />
        <WaitingCallers />
        <Campaigns />
        <Callbacks />
        <LatestCalls />
      </div>
      <div class="column">
        <section class="card floor">
          <h3>{say("agents")}</h3>
          <ul>
            {colleagues.value.map((agent) => (
              <li key={agent.id}>
                <bdi>{agent.name}</bdi>
                <AgentNow agent={agent} />
                <WhyNotReady agent={agent} />
              </li>
            ))}
          </ul>
        </section>
        <DoNotCall />
        <BlockedNumbers />
      </div>
    </div>
  );
}
