/** What is wrong just now, above everything else. */
import type { ComponentChildren } from "preact";
import { start } from "../actions";
import { type Alert, alerts, campaigns, seen } from "../campaigns/campaigns";
import { chosen } from "../phone/desk";
import { registration } from "../phone/registration";
import { link, me, phoneUp, problem, switchUp } from "../state";
import { fill, say } from "../words";
import { nearness } from "./campaignflight";
import { Icon } from "./icons";
import { PhoneTroubles } from "./phonetroubles";

export function Banners() {
  return (
    <div class="banners" role="status">
      {link.value === "lost" && <Banner title={say("link_lost")} detail={say("link_lost_more")} />}
      {!switchUp.value && <Banner title="" detail={say("switch_lost")} />}
      <PhoneTroubles />
      {!phoneUp.value && !(chosen.value && registration.value !== "registered") && (
        <Banner title="" detail={say("phone_away", { phone: me.value?.agent?.phone ?? "" })} />
      )}
      {alerts.value.map((alert) => (
        <AlertBanner key={`${alert.campaign} ${alert.window}`} alert={alert} />
      ))}
      {problem.value && <ProblemBanner />}
    </div>
  );
}

export function Banner({
  title,
  detail,
  children,
}: {
  title: string;
  detail: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="banner">
      <Icon sign="warning" />
      <p>
        {title && <strong>{title} </strong>}
        {detail}
      </p>
      {children}
    </div>
  );
}

function AlertBanner({ alert }: { alert: Alert }) {
  const campaign = campaigns.value.campaigns.find(({ name }) => name === alert.campaign);
  const title = say("alert_of", { campaign: campaign ? fill(campaign.title) : alert.campaign });
  const { window, standing, share, limit } = alert;
  const detail = `${say("abandoned")} · ${nearness(window, standing, share, limit)}`;
  return (
    <Banner title={title} detail={detail}>
      <button type="button" class="plain" aria-label={say("close")} onClick={() => seen(alert)}>
        <Icon sign="close" />
      </button>
    </Banner>
  );
}

function ProblemBanner() {
  const { title, detail, code } = problem.value!;
  return (
    <div class="banner">
      <Icon sign="warning" />
      <p>
        <strong>{title}</strong> {detail} <small>({code})</small>
      </p>
      {me.value ? (
        <button type="button" class="plain" aria-label={say("close")} onClick={() => (problem.value = null)}>
          <Icon sign="close" />
        </button>
      ) : (
        <button type="button" onClick={() => void start()}>
          {say("retry")}
        </button>
      )}
    </div>
  );
}
