"""What can go wrong in the laboratory, in words: what happened, why, and the command that mends it."""

from ctid.model.mistakes import Mistake, Mistaken, Place, Text


def trouble(code: str, place: str, **facts: object) -> Mistaken:
    """Make the exception for `code` at `place`; `facts` fill the words' {names}."""
    what, why, mend = (Text(en.format_map(facts), zh.format_map(facts)) for en, zh in _WORDS[code])
    return Mistaken([Mistake(code, Place(place), what, why, mend)])


_Pair = tuple[str, str]

_WORDS: dict[str, tuple[_Pair, _Pair, _Pair]] = {
    "R500": (
        ("this machine has no {program}", "本机没有 {program}"),
        (
            "Asterisk is fetched with the tools of Debian and Ubuntu",
            "Asterisk 需要用 Debian 或 Ubuntu 自带的工具获取",
        ),
        (
            "install Asterisk ≥ {floor} with its English sounds and music, sipp, espeak-ng, sox and baresip",
            "请自行安装 Asterisk ≥ {floor}（含英文语音和等待音乐）、sipp、espeak-ng、sox 和 baresip",
        ),
    ),
    "R501": (
        ("no Debian mirror is known", "找不到可用的 Debian 镜像"),
        (
            "neither the machine's package sources nor debootstrap name one",
            "本机的软件源和 debootstrap 都没有给出镜像",
        ),
        ("name one: `export CTID_DEBIAN_MIRROR=<address>`", "请指定：`export CTID_DEBIAN_MIRROR=<地址>`"),
    ),
    "R502": (
        ("`{command}` failed", "命令 `{command}` 失败"),
        ("{why}", "{why}"),
        ("run `{mend}` and try again", "请先运行 `{mend}`，然后重试"),
    ),
    "R503": (
        (
            "Asterisk {got} was got, {floor} or newer is needed",
            "得到的是 Asterisk {got}，需要 {floor} 或更新",
        ),
        ("the mirror is old", "镜像内容过旧"),
        (
            "name a newer mirror: `export CTID_DEBIAN_MIRROR=<address>`",
            "请指定较新的镜像：`export CTID_DEBIAN_MIRROR=<地址>`",
        ),
    ),
    "R504": (
        ("the cache cannot be written", "无法写入缓存目录"),
        ("{why}", "{why}"),
        ("name another: `export CTID_CACHE=<directory>`", "请指定其他目录：`export CTID_CACHE=<目录>`"),
    ),
    "R510": (
        ("the template asks for {{{{{name}}}}}", "模板需要 {{{{{name}}}}}"),
        ("nothing of that name is known", "没有这个名称的值"),
        ("use one of: {known}", "请使用以下名称之一：{known}"),
    ),
    "R511": (
        ("no template uses {{{{{name}}}}}", "没有模板使用 {{{{{name}}}}}"),
        ("a setting that goes nowhere is lost in silence", "没有去处的设置会被悄悄丢失"),
        ("put {{{{{name}}}}} where it belongs", "请把 {{{{{name}}}}} 放到应有的位置"),
    ),
    "R512": (
        ("{phone!r} cannot be a phone's name", "{phone!r} 不能作为话机名称"),
        ("it would break the switch's configuration", "它会破坏交换机的配置"),
        ("use ASCII letters, digits, - and _ only", "只能使用 ASCII 字母、数字、- 和 _"),
    ),
    "R515": (
        ("the cache has no room", "缓存目录空间不足"),
        (
            "Asterisk and the telephone programs need {needed} MB while they are fetched, {free} MB are free",
            "获取 Asterisk 和电话程序期间需要 {needed} MB，目前仅剩 {free} MB",
        ),
        (
            "make room, or name another: `export CTID_CACHE=<directory>`",
            "请清理空间，或指定其他目录：`export CTID_CACHE=<目录>`",
        ),
    ),
    "R520": (
        ("user {user} cannot reach the run directory", "用户 {user} 无法进入运行目录"),
        (
            "Asterisk does not run as root, and {parent} is closed to others",
            "Asterisk 不以 root 运行，而 {parent} 不对其他用户开放",
        ),
        (
            "choose a directory below /tmp or /var, or `chmod o+x {parent}`",
            "请选择 /tmp 或 /var 下的目录，或运行 `chmod o+x {parent}`",
        ),
    ),
    "R521": (
        ("the run directory's path is too long", "运行目录的路径过长"),
        (
            "the control socket's name may have {limit} bytes (unix(7)) and would have {length}",
            "控制套接字的名称最多 {limit} 字节（unix(7)），这里会有 {length} 字节",
        ),
        ("choose a shorter one", "请选择较短的路径"),
    ),
    "R522": (
        ("no Python 3 that user {user} may run", "用户 {user} 没有可以运行的 Python 3"),
        ("the AGI scripts are run by Asterisk's user", "AGI 脚本由 Asterisk 的用户运行"),
        ("`apt-get install python3`", "`apt-get install python3`"),
    ),
    "R523": (
        ("Asterisk did not start", "Asterisk 没有启动"),
        ("{why}", "{why}"),
        ("read {log}", "请查看 {log}"),
    ),
    "R524": (
        ("Asterisk does not take `{command}`", "Asterisk 没有接受 `{command}`"),
        ("{why}", "{why}"),
        ("read {log}", "请查看 {log}"),
    ),
    "R525": (
        ("{count} free UDP ports in a row were not found", "找不到连续 {count} 个空闲的 UDP 端口"),
        ("other programs hold them", "它们被其他程序占用"),
        ("give the range yourself", "请自行指定端口范围"),
    ),
}
