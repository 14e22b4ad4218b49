/** What is wrong just now, above everything else. */
import { start } from "../actions";
import { link, me, phoneUp, problem, switchUp } from "../state";
import { say } from "../words";
import { Icon } from "./icons";

export function Banners() {
  return (
    <div class="banners" role="status">
      {link.value === "lost" && <Banner title={say("link_lost")} detail={say("link_lost_more")} />}
      {!switchUp.value && <Banner title="" detail={say("switch_lost")} />}
      {!phoneUp.value && (
        <Banner title="" detail={say("phone_away", { phone: me.value?.agent?.phone ?? "" })} />
      )}
      {problem.value && <ProblemBanner />}
    </div>
  );
}

function Banner({ title, detail }: { title: string; detail: string }) {
  return (
    <div class="banner">
      <Icon sign="warning" />
      <p>
        {title && <strong>{title} </strong>}
        {detail}
      </p>
    </div>
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
