import { parting, polite, urgent } from "../announce";
import { campaign } from "../campaigns/leads";
import { place } from "../place";
import { customer, gate, isSupervisor, me, phase, pop, status } from "../state";
import { fill, say } from "../words";
import { Banners } from "./banners";
import { CallControls } from "./callcontrols";
import { CallCard } from "./callcard";
import { Console } from "./console";
import { CustomerCard } from "./customercard";
import { Dial } from "./dial";
import { GatePage } from "./gate";
import { Idle } from "./idle";
import { Items } from "./items";
import { Leads, Script } from "./leads";
import { Matches } from "./matches";
import { Messages } from "./messages";
import { StateBar } from "./statebar";
import { Timeline } from "./timeline";
import { Records } from "./records";
import { WrapUp } from "./wrapup";

export function App() {
  return (
    <>
      <div class="unseen" role="alert">
        {urgent}
      </div>
      <div class="unseen" role="status">
        {polite.value || parting.value}
      </div>
      {gate.value ? <GatePage why={gate.value} /> : isSupervisor.value ? <Console /> : <Desk />}
    </>
  );
}

function Desk() {
  if (!me.value?.agent || !status.value) {
    return (
      <>
        <Banners />
        <p class="loading">{say("loading")}</p>
      </>
    );
  }
  return (
    <>
      <StateBar agent={me.value.agent} status={status.value} />
      <Banners />
      <main>
        <Items />
        {place.value === "messages" ? <Messages /> : pop.value ? <Call /> : <Waiting />}
      </main>
    </>
  );
}

function Waiting() {
  return (
    <>
      <CallControls />
      <Idle />
      <Leads />
      <Dial />
      <Records />
    </>
  );
}

function Call() {
  const shown = pop.value!;
  return (
    <div class="call">
      <div class="column">
        <CallCard pop={shown} />
        {campaign.value && (
          <section class="card">
            <h3>{fill(campaign.value.title)}</h3>
            <Script of={campaign.value} />
          </section>
        )}
        <Records />
        {customer.value && <CustomerCard customer={customer.value} pop={shown} />}
        <Matches key={shown.interaction} pop={shown} />
        {phase.value !== "incoming" && phase.value !== "dialling" && <WrapUp />}
      </div>
      <Timeline />
    </div>
  );
}
