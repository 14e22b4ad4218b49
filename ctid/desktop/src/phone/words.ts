/** What the browser phone says, in both languages. A trouble has its words and, under `…_more`, its remedy. */
export const PHONE_WORDS = {
  use_browser: { en: "Use this browser as my phone", zh: "用本浏览器作话机" },
  phone_off: { en: "Desk phone", zh: "使用话机" },
  phone_connecting: { en: "Browser phone: connecting…", zh: "浏览器话机：正在连接…" },
  phone_registered: { en: "Browser phone: ready", zh: "浏览器话机：已注册" },
  phone_taken: { en: "Browser phone: used elsewhere", zh: "浏览器话机：已在别处使用" },
  phone_failed: { en: "Browser phone: not registered", zh: "浏览器话机：未注册" },

  seat_taken: { en: "You are signed in elsewhere.", zh: "您已在其他页面登录。" },
  seat_taken_more: {
    en: "A newer page or another browser has become your phone; calls ring there, not here.",
    zh: "较新的页面或另一浏览器已成为您的话机，来电将在那里振铃。",
  },
  take_seat: { en: "Take it back here", zh: "切换回本页面" },

  no_socket: { en: "Your browser phone is not registered: Asterisk cannot be reached.", zh: "浏览器话机未注册：无法连接 Asterisk。" },
  no_socket_more: {
    en: "No WebSocket could be opened to {url}. It is tried again by itself; check the network, and that Asterisk and its proxy run.",
    zh: "无法打开到 {url} 的 WebSocket，系统会自动重试；请检查网络以及 Asterisk 和代理是否运行。",
  },
  no_secure_socket: {
    en: "Your browser phone is not registered: no secure connection to Asterisk.",
    zh: "浏览器话机未注册：无法与 Asterisk 建立安全连接。",
  },
  no_secure_socket_more: {
    en: "{url} does not answer, or this browser does not trust its certificate. Open {site} in a new tab: a warning there tells that it is the certificate, and an administrator must mend it.",
    zh: "{url} 没有应答，或浏览器不信任其证书。请在新标签页打开 {site}：若出现警告即为证书问题，请联系管理员。",
  },
  mixed_content: {
    en: "Your browser phone is not registered: this page is secure, the phone's address is not.",
    zh: "浏览器话机未注册：本页面为安全连接，而话机地址不是。",
  },
  mixed_content_more: {
    en: "An administrator must set switch.sip_url to an address that begins with wss:// (now {url}).",
    zh: "请管理员将 switch.sip_url 设为 wss:// 开头的地址（当前为 {url}）。",
  },
  wrong_password: {
    en: "Your browser phone is not registered: Asterisk refused its name or password ({code}).",
    zh: "浏览器话机未注册：Asterisk 拒绝了账号或密码（{code}）。",
  },
  wrong_password_more: {
    en: "An administrator must give pjsip.conf and switch.phone_secrets_file the same password for {user}, then try again.",
    zh: "请管理员确认 pjsip.conf 与 switch.phone_secrets_file 中 {user} 的密码一致，然后重试。",
  },
  refused: {
    en: "Your browser phone is not registered: Asterisk does not allow it ({code}).",
    zh: "浏览器话机未注册：Asterisk 不允许（{code}）。",
  },
  refused_more: {
    en: "An administrator must look for {user} in Asterisk's endpoints and access lists, then try again.",
    zh: "请管理员检查 Asterisk 中 {user} 的端点和访问控制，然后重试。",
  },
  no_answer: { en: "Your browser phone is not registered: Asterisk did not answer in time.", zh: "浏览器话机未注册：Asterisk 未及时应答。" },
  no_answer_more: { en: "It is tried again by itself.", zh: "系统会自动重试。" },

  no_microphone: { en: "No microphone was found.", zh: "未找到麦克风。" },
  no_microphone_more: {
    en: "Plug a headset in, then try again. Until then answer at your desk phone.",
    zh: "请插入耳麦后重试；在此之前请使用话机接听。",
  },
  mic_denied: { en: "This browser may not use the microphone.", zh: "浏览器未获准使用麦克风。" },
  mic_denied_more: {
    en: "Allow it with the sign beside the page's address (or in the system's privacy settings), then try again.",
    zh: "请点击地址栏旁的图标（或在系统隐私设置中）允许使用麦克风，然后重试。",
  },
  mic_busy: { en: "The microphone cannot be opened.", zh: "无法打开麦克风。" },
  mic_busy_more: {
    en: "Another program may be using it. Close that program or choose another device, then try again.",
    zh: "可能被其他程序占用。请关闭该程序或更换设备，然后重试。",
  },
  insecure_page: { en: "This page may not use the microphone.", zh: "本页面无法使用麦克风。" },
  insecure_page_more: {
    en: "Browsers allow it only on https:// pages and on localhost. Open this page by such an address.",
    zh: "浏览器仅允许 https:// 页面和 localhost 使用麦克风，请用此类地址打开。",
  },
  sound_blocked: { en: "The browser has silenced the caller.", zh: "浏览器阻止了声音播放。" },
  sound_blocked_more: { en: "Browsers play sound only after a click.", zh: "浏览器需要一次点击后才播放声音。" },
  hear: { en: "Hear the caller", zh: "播放声音" },

  answer: { en: "Answer", zh: "接听" },
  reject: { en: "Reject", zh: "拒接" },
  mute: { en: "Mute", zh: "静音" },
  muted: { en: "Muted", zh: "已静音" },
  unmute: { en: "Unmute", zh: "取消静音" },
  hold: { en: "Hold", zh: "保持" },
  retrieve: { en: "Retrieve", zh: "取回" },
  on_hold: { en: "On hold", zh: "保持中" },
  hang_up: { en: "Hang up", zh: "挂断" },
  keys: { en: "Keys", zh: "拨号盘" },
  key: { en: "Key {key}", zh: "按键 {key}" },
  mic_level: { en: "Your microphone", zh: "您的麦克风" },
  answer_here: { en: "Answer here.", zh: "请在此接听。" },
  idle_browser_more: {
    en: "Who is calling is shown here just before this browser rings.",
    zh: "来电者的资料会在浏览器振铃之前显示在这里。",
  },
  take_call_here: { en: "Take the call here", zh: "在此接管通话" },
  retaking: { en: "Taking your call back…", zh: "正在取回您的通话…" },
  record: { en: "Record", zh: "记录" },
  open_record: { en: "Open the record", zh: "打开记录" },
};
