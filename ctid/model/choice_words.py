"""The words of reasons why an offer went to one agent and not to the next (ctid/acd/why.py)."""

CHOICE_WORDS: dict[str, tuple[str, str]] = {
    "preferred": (
        "{agent} is the one this caller has already; idle {idle_s} s",
        "{agent} 是该客户已有的坐席；已空闲 {idle_s} 秒",
    ),
    "inner_ring": (
        "{agent} is admitted by an earlier step than all others free: {skills} (step {step}); next: {next}",
        "{agent} 在更早的步骤即可接听：{skills}（第 {step} 步）；其次：{next}",
    ),
    "least_load": (
        "{agent} has the least in hand of those free for {skills}; next: {next}",
        "在可服务 {skills} 的空闲坐席中，{agent} 手头事务最少；其次：{next}",
    ),
    "best_match": (
        "{agent} has the best match for {skills} (score {score}) and has been idle {idle_s} s; next: {next}",
        "{agent} 最符合 {skills}（得分 {score}），已空闲 {idle_s} 秒；其次：{next}",
    ),
    "spares_scarce": (
        "{agent} matches {skills} (score {score}); whoever matches as well or better is spared, because few"
        " others free have their other skills; next: {next}",
        "{agent} 符合 {skills}（得分 {score}）；同样或更符合的坐席另有稀缺技能，予以保留；其次：{next}",
    ),
    "longest_idle": (
        "{agent} has been idle longest ({idle_s} s) of those who match {skills} equally; next: {next}",
        "在同样符合 {skills} 的坐席中，{agent} 空闲最久（{idle_s} 秒）；其次：{next}",
    ),
    "only_one": (
        "{agent} is the only free agent for {skills}",
        "{agent} 是唯一可服务 {skills} 的空闲坐席",
    ),
}
