/** The messages that callers left: new, one's own, with others, closed. */
import { colleagues } from "../colleagues";
import { type Box, box, boxes } from "../messages/messages";
import { isSupervisor } from "../state";
import { say } from "../words";
import { MessageCard } from "./messagecard";

export function Messages() {
  const shown: Box[] = isSupervisor.value ? ["new", "others", "closed"] : ["new", "mine", "others", "closed"];
  const list = boxes.value[box.value];
  return (
    <section class="messages" aria-label={say("messages")}>
      <h2>{say("messages")}</h2>
      <div class="boxes" role="group" aria-label={say("messages")}>
        {shown.map((one) => (
          <button key={one} type="button" aria-pressed={box.value === one} onClick={() => (box.value = one)}>
            {say(`box_${one}`)} {one !== "closed" && boxes.value[one].length > 0 && boxes.value[one].length}
          </button>
        ))}
      </div>
      {list.length === 0 && <p class="quiet">{say(`none_${box.value}`)}</p>}
      <ul>
        {list.map((message) => (
          <MessageCard key={message.id} message={message} agents={colleagues.value} />
        ))}
      </ul>
    </section>
  );
}
