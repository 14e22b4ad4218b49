/** The steps of a call in words. A step that has none here shows its own type, never nothing. */
import type { Happened, Text } from "./model";
import { me } from "./state";
import { fill, milliseconds } from "./words";

/** By type, and where one type says several things by the fact that tells them apart. Blanks are facts. */
const STEPS: Record<string, Text> = {
  "call.arrived": { en: "The call arrived", zh: "来电到达" },
  "ivr.stepped.heard": { en: "Heard “{node}”", zh: "听到“{node}”" },
  "ivr.stepped.pressed": { en: "Pressed {value} at “{node}”", zh: "在“{node}”按 {value}" },
  "ivr.stepped.entered": { en: "Keyed in {into}: {value}", zh: "输入 {into}：{value}" },
  "ivr.stepped.chose": { en: "Chose {value} at “{node}”", zh: "在“{node}”选择 {value}" },
  "ivr.stepped.no_input": { en: "Pressed nothing at “{node}”", zh: "在“{node}”未按键" },
  "ivr.stepped.no_match": {
    en: "Pressed {value} at “{node}”: no such choice",
    zh: "在“{node}”按 {value}：无此选项",
  },
  "customer.identified": {
    en: "Looked up who is calling: {matches} found",
    zh: "查找来电者：找到 {matches} 位",
  },
  "customer.chosen": { en: "The customer was chosen", zh: "已选定客户" },
  "call.queued": { en: "Began to wait in the queue", zh: "进入队列等待" },
  "call.refused": { en: "The queue did not take the call", zh: "队列未接受来电" },
  "call.readopted": { en: "Found again on the switch", zh: "在交换机上重新找回" },
  "offer.made": { en: "Offered to {name}", zh: "分配给 {name}" },
  "pop.shown": { en: "The card was on the page", zh: "页面已显示客户资料" },
  "pop.skipped": { en: "The phone did not wait for the page", zh: "未等页面显示，直接振铃" },
  "call.delivered": { en: "The phone rang", zh: "话机振铃" },
  "leg.answered": { en: "The phone was answered", zh: "话机已接听" },
  "offer.missed": { en: "Not answered at the phone", zh: "话机未接听" },
  "offer.withdrawn": { en: "The offer was taken back", zh: "已收回分配" },
  "call.established": { en: "Caller and agent were joined", zh: "双方接通" },
  "call.held": { en: "The caller was put on hold", zh: "已保持来电" },
  "call.retrieved": { en: "The caller was taken back", zh: "已取回来电" },
  "connection.cleared.caller": { en: "The caller hung up", zh: "来电方挂断" },
  "connection.cleared.agent": { en: "The agent hung up", zh: "坐席挂断" },
  "call.cleared": { en: "The call was over for the caller", zh: "来电方通话结束" },
  "agent.wrap_up": { en: "Wrap-up began", zh: "话后处理开始" },
  "interaction.disposed": { en: "The result was given", zh: "已填写处理结果" },
  "interaction.closed": { en: "All work on the call was done", zh: "本次呼叫处理完毕" },
  "interaction.logged": { en: "Written to the log", zh: "已写入记录" },
};

/** Steps about the agent or the plant, not about the call. */
const ELSEWHERE = new Set([
  "agent.changed",
  "phone.changed",
  "switch.up",
  "switch.lost",
  "difference.healed",
]);

export const isOfTheCall = (step: Happened) => !ELSEWHERE.has(step.type);

export function stepWords(step: Happened): string {
  const { type, facts } = step;
  const text = STEPS[type] ?? STEPS[`${type}.${facts.what ?? facts.by}`];
  return text ? fill(text, facts) : type;
}

/** What a step adds in small print: why, what was given, how long the card was there before the phone rang. */
export function smallPrint(step: Happened, all: Happened[]): string {
  if (step.reason) return fill(step.reason);
  if (step.type === "interaction.disposed") {
    const title = me.value?.site.dispositions[String(step.facts.disposition)];
    return title ? fill(title) : "";
  }
  if (step.type !== "call.delivered") return "";
  const shown = all.find((other) => other.type === "pop.shown" && other.offer === step.offer);
  const lead = shown ? milliseconds(Date.parse(step.at) - Date.parse(shown.at)) : "";
  return lead && fill({ en: "{lead} after the card was shown", zh: "客户资料显示后 {lead}" }, { lead });
}
