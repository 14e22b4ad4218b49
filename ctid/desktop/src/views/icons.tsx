/** The page's few signs, drawn with one stroke; each stands beside a word and is hidden from readers. */
import type { AgentState } from "../model";

const PATHS = {
  signed_off: "M12 3v9M6.5 6.8a8 8 0 1 0 11 0",
  not_ready: "M9 5v14M15 5v14",
  ready: "M4 12.5l5.5 5.5L20 7",
  reserved: "M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
  talking: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z",
  wrap_up: "M4 20l1-5L16 4l4 4L9 19zM13 7l4 4",
  link: "M4 9a12 12 0 0 1 16 0M7 13a7.5 7.5 0 0 1 10 0M10.5 17a2.5 2.5 0 0 1 3 0",
  link_lost: "M4 9a12 12 0 0 1 16 0M7 13a7.5 7.5 0 0 1 10 0M3 3l18 18",
  warning: "M12 4L2.5 20h19zM12 10v4M12 17v.5",
  person: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0",
  microphone: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11a6 6 0 0 0 12 0M12 17v4",
  muted: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11a6 6 0 0 0 12 0M12 17v4M3 3l18 18",
  hang_up: "M3 15v-3c5-5 13-5 18 0v3l-4.5-1v-2.6a14 14 0 0 0-9 0V14z",
  keys: "M6 5h.01M12 5h.01M18 5h.01M6 11h.01M12 11h.01M18 11h.01M6 17h.01M12 17h.01M18 17h.01",
  open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  down: "M6 9l6 6 6-6",
  message: "M3 6h18v12H3zM3 7l9 7 9-7",
  transfer: "M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20a7 7 0 0 1 14 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18.5 14a7 7 0 0 1 3.5 6",
  recording: "M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10z",
  close: "M6 6l12 12M18 6L6 18",
  sliders: "M4 7h9M17 7h3M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4 17h3M11 17h9M9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
} satisfies Record<AgentState | string, string>;

export type Sign = keyof typeof PATHS;

export function Icon({ sign }: { sign: Sign }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[sign]} />
    </svg>
  );
}
