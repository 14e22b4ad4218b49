/** The steps of a call in words. A step that has none here shows its own type, never nothing. */
import type { Happened, Text } from "./model";
import { me } from "./state";
import { nameOf } from "./talk/party";
import { fill, milliseconds } from "./words";

/** By type, and where one type says several things by the fact that tells them apart. Blanks are facts. */
const STEPS: Record<string, Text> = {
  "call.arrived": { en: "The call arrived", zh: "来电到达" },
  "ivr.stepped.heard": { en: "Heard “{node}”", zh: "听到“{node}”" },
  "ivr.stepped.pressed": { en: "Pressed {value} at “{node}”", zh: "在“{node}”按 {value}" },
  "ivr.stepped.said": { en: "Said “{value}” at “{node}”", zh: "在“{node}”说“{value}”" },
  "ivr.stepped.unclear": { en: "Was not understood at “{node}”", zh: "在“{node}”未听清" },
  "ivr.stepped.entered": { en: "Keyed in {into}: {value}", zh: "输入 {into}：{value}" },
  "ivr.stepped.chose": { en: "Chose {value} at “{node}”", zh: "在“{node}”选择 {value}" },
  "ivr.stepped.no_input": { en: "Pressed nothing at “{node}”", zh: "在“{node}”未按键" },
  "ivr.stepped.no_match": {
    en: "Pressed {value} at “{node}”: no such choice",
    zh: "在“{node}”按 {value}：无此选项",
  },
  "ivr.left": { en: "The way through the menu: {path}", zh: "语音菜单路径：{path}" },
  "customer.identified": {
    en: "Looked up who is calling: {matches} found",
    zh: "查找来电者：找到 {matches} 位",
  },
  "customer.chosen": { en: "The customer was chosen", zh: "已选定客户" },
  "call.queued": { en: "Began to wait in the queue", zh: "进入队列等待" },
  "call.refused": { en: "The queue did not take the call", zh: "队列未接受来电" },
  "call.overflowed": { en: "The queue sent the caller on: {to}", zh: "队列溢出：{to}" },
  "wait.told": { en: "Told: number {position} in line", zh: "已播报：排在第 {position} 位" },
  "call.originated": { en: "{name} calls {number}", zh: "{name} 呼叫 {number}" },
  "call.emergency": { en: "An emergency number was called: {number}", zh: "已呼叫紧急号码：{number}" },
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
  "call.failed": { en: "{who} could not be reached", zh: "未能接通 {who}" },
  "call.consulted": { en: "Asked {who}", zh: "向 {who} 咨询" },
  "call.transferred": { en: "Handed on to {who}", zh: "转接给 {who}" },
  "call.conferenced": { en: "Joined in three with {who}", zh: "与 {who} 进入三方通话" },
  "record.popped": { en: "A record was shown: {title}", zh: "弹出记录：{title}" },
  "data.attached": { en: "Data was attached: {names}", zh: "附加随路数据：{names}" },
  "recording.started": { en: "Recording began", zh: "开始录音" },
  "recording.paused": { en: "Recording was paused", zh: "录音暂停" },
  "recording.resumed": { en: "Recording went on", zh: "录音恢复" },
  "recording.stopped": { en: "Recording ended", zh: "录音结束" },
  "recording.kept": { en: "The recording is kept", zh: "录音已保存" },
  "recording.lost": { en: "There was no sound to keep", zh: "录音没有声音可保存" },
  "recording.heard": { en: "The recording was heard by {by}", zh: "{by} 收听了录音" },
  "item.queued": { en: "{channel} “{title}” began to wait", zh: "{channel}“{title}”进入队列" },
  "item.accepted": { en: "{name} accepted it", zh: "{name} 已接受" },
  "item.returned": { en: "Waits again", zh: "重新排队" },
  "item.overflowed": { en: "The queue sent it on: {to}", zh: "队列溢出：{to}" },
  "item.finished": { en: "The work was done", zh: "处理完毕" },
  "item.withdrawn": { en: "Its sender took it back", zh: "发送方已撤回" },
  "message.left": { en: "A message was left", zh: "留下了留言" },
  "message.assigned": { en: "The message was taken", zh: "留言已领取" },
  "message.closed": { en: "The message was closed", zh: "留言已关闭" },
  "message.reopened": { en: "The message was opened again", zh: "留言已重新打开" },
  "connection.cleared.transfer": { en: "The caller was handed on", zh: "来电被转接" },
  "connection.cleared.third": { en: "Whom the agent had asked left", zh: "被咨询方离开" },
  "connection.cleared.caller": { en: "The caller hung up", zh: "来电方挂断" },
  "connection.cleared.agent": { en: "The agent hung up", zh: "坐席挂断" },
  "call.cleared": { en: "The call was over for the caller", zh: "来电方通话结束" },
  "agent.wrap_up": { en: "Wrap-up began", zh: "话后处理开始" },
  "agent.wrap_up_extended": { en: "Wrap-up was made longer", zh: "延长话后处理" },
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
  "queue.closed",
  "queue.opened",
  "number.blocked",
  "number.unblocked",
  "difference.healed",
]);

export const isOfTheCall = (step: Happened) => !ELSEWHERE.has(step.type);

export function stepWords(step: Happened): string {
  const { type, facts } = step;
  const text = STEPS[type] ?? STEPS[`${type}.${facts.what ?? facts.by}`];
  const who = nameOf(String(facts.to ?? facts.number ?? ""));
  return text ? fill(text, { name: nameOf(step.agent ?? ""), who, ...facts }) : type;
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
