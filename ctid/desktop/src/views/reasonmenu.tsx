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
  /** Where signing off is one of the choices. */
  onSignOff?(): void;
}

export function ReasonMenu({ label, onChoose, onSignOff }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (refocus: boolean) => {
    if (!menu.current?.open) return;
    menu.current.open = false;
    if (refocus) menu.current.querySelector("summary")?.focus();
  };
  const reasons = Object.entries(me.value?.site.not_ready_reasons ?? {})
    .filter(([code]) => !NOT_TO_CHOOSE.has(code))
    .map(([code, title]): [string, () => void] => [fill(title), () => onChoose(code)]);
  const choices = onSignOff ? [...reasons, [say("sign_off"), onSignOff] as const] : reasons;
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
        {choices.map(([title, choose]) => (
          <li key={title}>
            <button
              type="button"
              disabled={busy.value}
              onClick={() => {
                close(true);
                choose();
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
