/** A button that opens the reasons for not being ready. Escape, or going elsewhere, closes it. */
import { useRef } from "preact/hooks";
import { busy } from "../actions";
import { me } from "../state";
import { fill, say } from "../words";
import { Icon } from "./icons";

/** Reasons that only the centre gives: a call missed, a phone that cannot be reached. */
const NOT_TO_CHOOSE = new Set(["rona", "phone"]);

interface Props {
  label: string;
  onChoose(reason: string): void;
}

export function ReasonMenu({ label, onChoose }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (refocus: boolean) => {
    if (!menu.current?.open) return;
    menu.current.open = false;
    if (refocus) menu.current.querySelector("summary")?.focus();
  };
  const reasons = Object.entries(me.value?.site.not_ready_reasons ?? {});
  return (
    <details
      class="menu"
      ref={menu}
      onKeyDown={(event) => event.key === "Escape" && close(true)}
      onFocusOut={(event) => !menu.current?.contains(event.relatedTarget as Node | null) && close(false)}
    >
      <summary class="button">
        {label} <Icon sign="down" />
      </summary>
      <ul aria-label={say("why_not_ready")}>
        {reasons
          .filter(([code]) => !NOT_TO_CHOOSE.has(code))
          .map(([code, title]) => (
            <li key={code}>
              <button
                type="button"
                disabled={busy.value}
                onClick={() => {
                  close(true);
                  onChoose(code);
                }}
              >
                {fill(title)}
              </button>
            </li>
          ))}
      </ul>
    </details>
  );
}
