/** When whoever a campaign has called wants to be called again, and by whom; prepared like the result. */
import { campaign } from "../campaigns/leads";
import { say } from "../words";
import { jot, work } from "../work";

export function CallBackWish() {
  if (!campaign.value) return null;
  const { back, own } = work.value;
  return (
    <div class="line">
      <label for="call-back-at">{say("call_back_at")}</label>
      <input
        id="call-back-at"
        type="datetime-local"
        value={back}
        onInput={(event) => jot({ back: event.currentTarget.value })}
      />
      <label>
        <input
          type="checkbox"
          checked={own}
          disabled={!back}
          onChange={(event) => jot({ own: event.currentTarget.checked })}
        />
        <span>{say("call_back_own")}</span>
      </label>
    </div>
  );
}
