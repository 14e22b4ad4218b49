"""The words of reasons why somebody waits, and of what agents do meanwhile (ctid/model/waits.py)."""

WAITING_WORDS: dict[str, tuple[str, str]] = {
    "waits_busy": (
        "whoever would do has something else in hand (agents: {many})",
        "符合条件的坐席手头都有事务（{many} 位）",
    ),
    "waits_preferred": (
        "the caller is kept for {agent} alone for another {left}",
        "该来电在 {left} 内只留给 {agent}",
    ),
    "waits_step": (
        "nobody signed on is admitted by an open step yet",
        "已开放的步骤中尚无已签入的坐席可接听",
    ),
    "waits_nobody": (
        "nobody signed on has the skills: {skills}",
        "已签入的坐席均不具备所需技能：{skills}",
    ),
    "waits_free": ("{agent} is about to be offered the call", "即将分配给 {agent}"),
    "waits_offered": ("{agent} is being offered the call", "正在分配给 {agent}"),
    "waits_switch": (
        "nobody can be rung: the switch cannot be seen now",
        "无法振铃任何坐席：当前看不到交换机",
    ),
    "waits_draining": ("nobody is rung any more: ctid is about to stop", "不再振铃坐席：ctid 即将停止"),
    "waits_missing": (
        "the switch could not find the caller when it was looked at last",
        "上次查看时交换机上找不到该来电",
    ),
    "waits_looked_up": (
        "it is being looked up whose caller this is",
        "正在查询该来电属于哪位坐席",
    ),
    "waits_diverted": (
        "the switch's own queue serves the caller, from the time when ctid was away",
        "该来电在 ctid 离线期间转入交换机自带队列，由其服务",
    ),
    "waits_not": ("the caller does not wait now", "该来电当前不在等待"),
    "waits_unseen": (
        "ctid is not running: this is what was written down last",
        "ctid 未运行：以下为最后写入的记录",
    ),
    "first_in_line": ("first in routing order", "排在最前"),
    "place_in_line": (
        "callers who come first: {ahead}; of them for the same agents: {competing}",
        "前面有 {ahead} 位来电者，其中 {competing} 位等待相同的坐席",
    ),
    "open_step": (
        "step {step} of {steps} is open: {skills}",
        "当前开放第 {step} 步（共 {steps} 步）：{skills}",
    ),
    "skipped_steps": (
        "skipped, because nobody signed on met them: steps {steps}",
        "因没有已签入的坐席符合而跳过的步骤：{steps}",
    ),
    "signed_off_too": (
        "signed off, but would do: {many}",
        "已签出的坐席中有 {many} 位符合条件",
    ),
    "next_step": (
        "in {left} step {step} opens: {skills}; agents signed on whom it adds: {many}",
        "{left} 后开放第 {step} 步：{skills}；将增加 {many} 位已签入的坐席",
    ),
    "kept_no_longer": (
        "in {left} the caller is kept no longer; step {step} is open then: {skills}; agents it adds: {many}",
        "{left} 后不再专留；届时开放第 {step} 步：{skills}；将增加 {many} 位已签入的坐席",
    ),
    "does_talk": ("talking for {span}", "已通话 {span}"),
    "does_wrap_up": ("in wrap-up for another {span}", "话后处理，还剩 {span}"),
    "does_ring": ("reserved for another caller", "已为其他来电预留"),
    "does_dial": ("makes a call", "正在外呼"),
    "does_call": ("on a call of their own phone", "话机正在自行通话"),
    "does_rest": ("not ready for {span}: {reason}", "已示忙 {span}：{reason}"),
    "does_not_ring": ("ready, but cannot be rung now", "已就绪，但当前无法振铃"),
    "does_not_again": (
        "missed this caller; not rung for them again for another {span}",
        "未接听该来电；{span} 内不再为其振铃",
    ),
    "does_nothing": ("free", "空闲"),
}
