"""D131–D147: where calls are led, and what no call can reach."""

from ctid.asterisk.dialplan.checks.words_of_files import Sentences

ABOUT_CALLS: dict[str, Sentences] = {
    "D131": (
        ("there is no context [{context}]", "没有上下文 [{context}]"),
        ("a call that is sent there ends", "转到那里的通话会结束"),
        ("{mend}", "{mend}"),
    ),
    "D132": (
        ("[{context}] has no extension for {extension}", "[{context}] 没有与 {extension} 匹配的分机"),
        ("a call that is sent there ends", "转到那里的通话会结束"),
        ("{mend}", "{mend}"),
    ),
    "D133": (
        (
            "{extension} in [{context}] has no priority or label {priority}",
            "[{context}] 中的 {extension} 没有优先级或标签 {priority}",
        ),
        ("a call that is sent there ends", "转到那里的通话会结束"),
        ("{mend}", "{mend}"),
    ),
    "D134": (
        ("the context [{context}] that is included does not exist", "被包含的上下文 [{context}] 不存在"),
        ("nothing of it can be dialled", "其中的号码都无法拨通"),
        ("{mend}", "{mend}"),
    ),
    "D135": (
        ("contexts include each other: {path}", "上下文互相包含：{path}"),
        (
            "what can be dialled where is hard to see, and search goes in circles",
            "难以看清哪里能拨什么，查找会绕圈",
        ),
        ("take one of these includes away", "请删除其中一个 include"),
    ),
    "D136": (
        ("Asterisk knows no switch {name}", "Asterisk 没有 switch {name}"),
        ("it finds nothing", "它什么也找不到"),
        ("{mend}", "{mend}"),
    ),
    "D137": (
        ("no device is told by {said}", "{said} 不是设备"),
        ("the lamp of this hint stays dark", "该 hint 的指示灯不会亮"),
        (
            "write PJSIP/NAME, Custom:NAME, Queue:NAME or the like. {mend}",
            "请写 PJSIP/名称、Custom:名称、Queue:名称 等。{mend}",
        ),
    ),
    "D141": (
        ("nothing leads here: the step before ends in {app}", "没有步骤通向此处：前一步是 {app}"),
        ("it is never done", "永远不会执行"),
        ("give it a label and jump there, or delete it", "请加标签并跳转到此，或删除"),
    ),
    "D142": (
        ("no call can come into [{context}]", "没有通话能进入 [{context}]"),
        ("nothing in it is ever done", "其中的内容永远不会执行"),
        (
            "include it, jump there, name it with --root, or delete it",
            "请包含它、跳转到此、用 --root 指明，或删除",
        ),
    ),
    "D143": (
        ("no call can come to {extension} in [{context}]", "没有通话能到达 [{context}] 中的 {extension}"),
        ("nobody dials here, and nothing jumps there", "此处无人拨号，也没有跳转"),
        ("jump there, or delete it", "请跳转到此，或删除"),
    ),
    "D144": (
        (
            "{extension} never matches: {winners} match first, all that it could",
            "{extension} 永远不会匹配：{winners} 先匹配了它的全部号码",
        ),
        ("what it does is never done", "其内容永远不会执行"),
        ("make the others narrower, or delete it", "请收窄其他模式，或删除"),
    ),
    "D145": (
        ("`{extension}` matches everything, also i, h, t and s", "`{extension}` 匹配一切，包括 i、h、t、s"),
        ("a call that hangs up or is lost is treated as a dialled one", "挂机或出错的通话会被当作拨号处理"),
        ("write `_X.` or the digits that you mean", "请写 `_X.` 或所需的号码模式"),
    ),
    "D147": (
        (
            "nothing of [{context}] can be reached: {winners} match before it",
            "[{context}] 中的内容都无法到达：{winners} 先匹配",
        ),
        (
            "own extensions and earlier includes win, however wide they are",
            "本上下文的分机和先写的 include 优先，无论范围多宽",
        ),
        (
            "put the wide pattern into a context that is included last",
            "请把宽泛的模式放入最后包含的上下文",
        ),
    ),
}
