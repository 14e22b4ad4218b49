/** Whether this browser is the agent's phone, and whether it is registered. */
import { choose, chosen, offered } from "../phone/desk";
import { registration } from "../phone/registration";
import { say } from "../words";
import { Icon } from "./icons";

export function PhoneSwitch() {
  if (!offered.value) return null;
  const words = say(`phone_${registration.value}`);
  const well = registration.value === "registered";
  return (
    <label class="phone-switch">
      <input
        type="checkbox"
        role="switch"
        checked={chosen.value}
        onChange={(event) => void choose(event.currentTarget.checked)}
      />
      <span>{say("use_browser")}</span>
      {chosen.value && (
        <span class={`light ${well ? "" : "bad"}`} role="img" aria-label={words} title={words}>
          <Icon sign={well ? "talking" : "warning"} />
        </span>
      )}
    </label>
  );
}
