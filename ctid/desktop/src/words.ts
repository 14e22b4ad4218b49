/** Everything this page says, in both languages, and how it writes times and numbers. */
import { effect, signal } from "@preact/signals";
import { CAMPAIGN_WORDS } from "./campaigns/words";
import { CONSOLE_WORDS } from "./console/words";
import { ITEM_WORDS } from "./items/words";
import { MESSAGE_WORDS } from "./messages/words";
import type { Language, Text } from "./model";
import { PHONE_WORDS } from "./phone/words";
import { TALK_WORDS } from "./talk/words";

const REMEMBERED = "ctid.language";
const TAGS: Record<Language, string> = { en: "en", zh: "zh-Hans" };

const chosen = localStorage.getItem(REMEMBERED);

/** The language shown now: the one chosen here before, else the browser's. */
export const language = signal<Language>(
  chosen === "en" || chosen === "zh" ? chosen : navigator.language.startsWith("zh") ? "zh" : "en",
);

effect(() => {
  document.documentElement.lang = TAGS[language.value];
});

export function chooseLanguage(value: Language): void {
  language.value = value;
  localStorage.setItem(REMEMBERED, value);
}

/** Take the agent's own language, unless one was chosen on this browser. */
export function suggestLanguage(value: Language): void {
  if (localStorage.getItem(REMEMBERED) === null) language.value = value;
}

const WORDS = {
  ...PHONE_WORDS,
  ...TALK_WORDS,
  ...MESSAGE_WORDS,
  ...ITEM_WORDS,
  ...CONSOLE_WORDS,
  ...CAMPAIGN_WORDS,

  desktop: { en: "Agent desktop", zh: "坐席工作台" },
  loading: { en: "Loading…", zh: "正在载入…" },
  language: { en: "Language", zh: "语言" },
  close: { en: "Close", zh: "关闭" },
  yes: { en: "yes", zh: "是" },
  no: { en: "no", zh: "否" },

  signed_off: { en: "Signed off", zh: "已签出" },
  not_ready: { en: "Not ready", zh: "示忙" },
  ready: { en: "Ready", zh: "就绪" },
  reserved: { en: "Incoming call", zh: "来电" },
  talking: { en: "Talking", zh: "通话中" },
  wrap_up: { en: "Wrap-up", zh: "话后处理" },

  sign_on: { en: "Sign on", zh: "签入" },
  sign_off: { en: "Sign off", zh: "签出" },
  get_ready: { en: "Ready", zh: "就绪" },
  go_not_ready: { en: "Not ready", zh: "示忙" },
  change_reason: { en: "Change reason", zh: "更换原因" },
  after_this_call: { en: "After this call…", zh: "通话后…" },
  after_this: { en: "After this call: {what}", zh: "通话后：{what}" },
  ready_after: { en: "Ready after it", zh: "通话后就绪" },
  ready_again_in: { en: "ready again in {left}", zh: "{left} 后恢复就绪" },
  why_not_ready: { en: "Why not ready?", zh: "示忙原因" },

  link_connecting: { en: "Connecting…", zh: "正在连接…" },
  link_up: { en: "Connected", zh: "已连接" },
  link_lost: { en: "Connection lost, reconnecting…", zh: "连接已断开，正在重新连接…" },
  link_lost_more: {
    en: "Your calls go on. What you see may be out of date until the connection is back.",
    zh: "通话不受影响。恢复连接之前，页面内容可能不是最新的。",
  },
  switch_lost: {
    en: "The centre has lost its telephone switch. Calls in progress go on; new ones wait until it is back.",
    zh: "呼叫中心与电话交换机的连接已中断。进行中的通话不受影响，新来电需等待恢复。",
  },
  phone_away: {
    en: "Your phone {phone} is not reachable. Check that it is on and registered.",
    zh: "您的话机 {phone} 无法连通。请检查话机是否开机并已注册。",
  },
  phone: { en: "phone {phone}", zh: "话机 {phone}" },

  ticket_title: { en: "Please log in", zh: "请登录" },
  ticket_missing: {
    en: "This page is opened with a link that holds a ticket.",
    zh: "本页面需要用带登录凭证的链接打开。",
  },
  ticket_used: {
    en: "The ticket in this link is wrong, too old or already used.",
    zh: "链接中的登录凭证有误、已过期或已被使用。",
  },
  session_over: { en: "Your session is over.", zh: "您的会话已结束。" },
  ticket_remedy: {
    en: "Get a new link with this command (1001 stands for your agent number), then open it:",
    zh: "运行以下命令获取新链接（1001 换成您的工号），然后打开：",
  },
  server_away: { en: "The server cannot be reached", zh: "无法连接服务器" },
  server_away_more: {
    en: "No answer came from ctid. Check the network and that ctid runs, then try again.",
    zh: "ctid 没有应答。请检查网络以及 ctid 是否正在运行，然后重试。",
  },
  unexpected: { en: "The server could not do this", zh: "服务器未能完成操作" },
  retry: { en: "Try again", zh: "重试" },

  idle_signed_off: { en: "You are signed off", zh: "您已签出" },
  idle_signed_off_more: {
    en: "Sign on to begin. You will be not ready first, so no call comes before you say so.",
    zh: "请先签入。签入后为示忙状态，在您就绪之前不会有来电。",
  },
  idle_not_ready: { en: "No calls come now", zh: "现在不会有来电" },
  idle_not_ready_more: {
    en: "When you are ready, choose Ready. Callers who are waiting come at once.",
    zh: "准备好后请点“就绪”，等待中的来电会立即分配给您。",
  },
  idle_backs_off: { en: "You missed a call", zh: "您有一个未接来电" },
  idle_backs_off_more: {
    en: "Calls come again when the time above is over, or at once if you choose Ready.",
    zh: "上方倒计时结束后会恢复来电，也可以立即点“就绪”。",
  },
  idle_ready: { en: "Waiting for the next call", zh: "等待下一个来电" },
  idle_ready_more: {
    en: "Who is calling is shown here just before your phone rings. Answer at your phone.",
    zh: "来电者的资料会在话机响铃之前显示在这里。请用话机接听。",
  },
  idle_busy: { en: "You are on a call", zh: "您正在处理来电" },
  idle_busy_more: {
    en: "The customer's card is not here. It comes as soon as the server sends it.",
    zh: "暂无客户资料，服务器发送后会立即显示。",
  },

  incoming: { en: "Incoming call", zh: "来电" },
  incoming_spoken: { en: "Incoming call: {who}, {queue}", zh: "来电：{who}，{queue}" },
  answer_at_phone: { en: "Answer at your phone.", zh: "请用话机接听。" },
  on_call: { en: "On the call", zh: "通话中" },
  call_over: { en: "Call over", zh: "通话结束" },
  unknown_called: { en: "Unknown customer", zh: "未知客户" },
  unknown_caller: { en: "Unknown caller", zh: "未知来电者" },
  several_matches: { en: "One of {n} customers", zh: "{n} 位客户之一" },
  hidden_number: { en: "Number hidden", zh: "号码未显示" },
  number: { en: "Number", zh: "号码" },
  number_hint: { en: "A number is a hint, not verified.", zh: "号码仅供参考，未经核实。" },
  queue: { en: "Queue", zh: "队列" },
  waited: { en: "Waited", zh: "已等待" },
  asked_back: { en: "Call-back asked", zh: "回拨，请求于" },
  why_you: { en: "Why you", zh: "为何是您" },
  keyed_in: { en: "Keyed in", zh: "按键输入" },
  tier: { en: "tier {tier}", zh: "等级 {tier}" },
  speaks: { en: "Speaks", zh: "语言" },
  note: { en: "Note", zh: "备注" },
  last_contact: { en: "Last contact", zh: "最近联系" },
  who_is_it: { en: "Who is calling?", zh: "来电者是谁？" },
  this_one: { en: "This one", zh: "就是此人" },
  score: { en: "score {n}", zh: "得分 {n}" },
  why_this_match: { en: "Why this customer", zh: "匹配依据" },
  somebody_else: { en: "Somebody else? Add a customer", zh: "另有其人？新建客户" },
  new_customer: { en: "New customer", zh: "新建客户" },
  name: { en: "Name", zh: "姓名" },
  company: { en: "Company", zh: "公司" },
  save_customer: { en: "Save customer", zh: "保存客户" },
  name_needed: { en: "Enter the customer's name.", zh: "请填写客户姓名。" },

  result: { en: "Result of the call", zh: "处理结果" },
  choose_one: { en: "Choose one", zh: "请选择一项" },
  choose_needed: { en: "Choose a result first.", zh: "请先选择处理结果。" },
  call_note: { en: "Note on the call", zh: "通话备注" },
  save_result: { en: "Save and finish", zh: "保存并完成" },
  save_after_call: {
    en: "You can prepare this now and save it when the call is over.",
    zh: "现在可以先填写，通话结束后保存。",
  },
  wrap_up_left: { en: "Wrap-up time left", zh: "话后处理剩余时间" },
  more_time: { en: "More time", zh: "延长时间" },
  more_time_left: { en: "{n} × possible", zh: "还可延长 {n} 次" },
  wrap_up_over: {
    en: "Wrap-up time is over. The result is still missing: please save it.",
    zh: "话后处理时间已到，但尚未填写处理结果，请保存。",
  },
  seconds_left: { en: "{n} seconds of wrap-up left", zh: "话后处理还剩 {n} 秒" },
  saved: { en: "Saved: {what}", zh: "已保存：{what}" },
  offer_over: { en: "The call did not reach you", zh: "来电未接通" },

  timeline: { en: "What happened", zh: "呼叫经过" },
  since_arrival: { en: "since arrival", zh: "到达后" },
  time: { en: "Time", zh: "时间" },
  step: { en: "Step", zh: "步骤" },
  lang_en: { en: "English", zh: "英语" },
  lang_zh: { en: "Chinese", zh: "中文" },
} satisfies Record<string, Text>;

export type Word = keyof typeof WORDS;
export type Blanks = Record<string, string | number>;

/** Fill the `{blanks}` of a text in the language shown now; a blank without a filling stays empty. */
export function fill(text: Text, blanks: Blanks = {}): string {
  return text[language.value].replace(/\{(\w+)\}/g, (_, name: string) => String(blanks[name] ?? ""));
}

export function say(word: Word, blanks?: Blanks): string {
  return fill(WORDS[word], blanks);
}

/** What people call a channel; one that the site made up is called by its own name. */
export function channelWord(channel: string): string {
  const word = `channel_${channel}`;
  return word in WORDS ? say(word as Word) : channel;
}

/** The local time of day, hours to seconds. */
export function timeOfDay(instant: string): string {
  return new Date(instant).toLocaleTimeString(TAGS[language.value], { hourCycle: "h23" });
}

export function dateAndTime(instant: string): string {
  return new Date(instant).toLocaleString(TAGS[language.value], {
    dateStyle: "medium",
    timeStyle: "short",
    hourCycle: "h23",
  });
}

/** A share of one as a percentage, to a tenth. */
export function percent(share: number): string {
  return share.toLocaleString(TAGS[language.value], { style: "percent", maximumFractionDigits: 1 });
}

/** A span as m:ss, or h:mm:ss from one hour on; never negative, whatever the clocks say. */
export function span(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

export function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString(TAGS[language.value])} ms`;
}
