/** While a third party is in the call: hand the customer over, talk in three, go back. */
import { busy } from "../actions";
import { backToCustomer, complete, confer } from "../talk/handing";
import { type Party, party, third } from "../talk/party";
import { say } from "../words";
import { Icon } from "./icons";

type Button = "complete" | "conference" | "back_to_customer" | "let_go";

const BUTTONS: Partial<Record<Party, Button[]>> = {
  ringing: ["back_to_customer"],
  asked: ["complete", "conference", "back_to_customer"],
  conference: ["let_go"],
};

const ACTS = { complete, conference: confer, back_to_customer: backToCustomer, let_go: backToCustomer };

export function ConsultButtons() {
  const buttons = (party.value && BUTTONS[party.value]) ?? [];
  return (
    <>
      {buttons.map((button) => (
        <button
          key={button}
          type="button"
          class={button === "complete" ? "main" : ""}
          disabled={busy.value}
          onClick={() => void ACTS[button]()}
        >
          <Icon sign={button === "complete" ? "transfer" : button === "conference" ? "people" : "talking"} />{" "}
          {say(button, { who: third.value })}
        </button>
      ))}
    </>
  );
}
