/** The way between the desk (or a supervisor's console) and the messages; how many are new stands beside it. */
import type { ComponentChildren } from "preact";
import { boxes } from "../messages/messages";
import { type Place, place } from "../place";
import { isSupervisor } from "../state";
import { say } from "../words";
import { Icon } from "./icons";

export function PageNav() {
  const news = boxes.value.new.length;
  return (
    <nav class="places" aria-label={say("parts")}>
      <PlaceButton to="desk">
        <Icon sign={isSupervisor.value ? "people" : "talking"} /> {say(isSupervisor.value ? "console" : "calls")}
      </PlaceButton>
      <PlaceButton to="messages">
        <Icon sign="message" /> {say("messages")}
        {news > 0 && (
          <span class="badge">
            <span aria-hidden="true">{news}</span>
            <span class="unseen">{say("n_new", { n: news })}</span>
          </span>
        )}
      </PlaceButton>
      {isSupervisor.value && (
        <PlaceButton to="configuration">
          <Icon sign="sliders" /> {say("configuration")}
        </PlaceButton>
      )}
    </nav>
  );
}

function PlaceButton({ to, children }: { to: Place; children: ComponentChildren }) {
  return (
    <button type="button" aria-current={place.value === to ? "page" : "false"} onClick={() => (place.value = to)}>
      {children}
    </button>
  );
}
