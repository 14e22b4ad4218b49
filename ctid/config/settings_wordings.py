"""What can be wrong with settings, code by code. A code never changes its meaning."""

from ctid.config.findings import Wording
from ctid.model.mistakes import Text

_HINT = Text("{hint}", "{hint}")

SETTINGS_WORDINGS = {
    "S101": Wording(
        Text("the settings file cannot be read ({cause})", "无法读取设置文件（{cause}）"),
        Text("nothing is started on guessed settings", "不会用猜测的设置启动"),
        Text("check the path and its permissions, or leave the file out", "请检查路径和权限，或不指定文件"),
    ),
    "S102": Wording(
        Text("this is not TOML: {cause}", "不是有效的 TOML：{cause}"),
        Text("no setting of the file can be read", "文件中的设置都无法读取"),
        Text(
            'write sections as [name] and settings as key = "value"', '节写成 [name]，设置写成 key = "value"'
        ),
    ),
    "S103": Wording(
        Text("{what} is unknown", "未知的 {what}"),
        Text(
            "nothing would read it, and what was meant keeps its default", "不会有程序读取它，原意仍为默认值"
        ),
        _HINT,
    ),
    "S104": Wording(
        Text("{what} cannot be {found}", "{what} 不能是 {found}"),
        Text("{expected} belongs there", "此处应为{expected}"),
        Text(
            "change the value, or leave the setting out for its default",
            "请修改该值，或删除该设置以使用默认值",
        ),
    ),
    "S105": Wording(
        Text("the variable {what} names no setting", "变量 {what} 不对应任何设置"),
        Text(
            "variables are CTID_<section>__<key>, with two underlines between",
            "变量名为 CTID_<节>__<键>，中间两个下划线",
        ),
        _HINT,
    ),
    "S106": Wording(
        Text(
            "no secret can be read from the file {found} ({cause})", "无法从文件 {found} 读取密钥（{cause}）"
        ),
        Text("the login would fail later with a stranger message", "否则稍后登录会失败，且原因更难看出"),
        Text("write the secret into the file and let ctid read it", "请将密钥写入该文件，并允许 ctid 读取"),
    ),
    "S107": Wording(
        Text("the secret is also given by {other}", "密钥同时由 {other} 给出"),
        Text("one of the two may be old", "其中之一可能已过期"),
        Text("unset one of them", "请取消其中一个"),
    ),
    "S108": Wording(
        Text("the secret {what} is not set", "未设置密钥 {what}"),
        Text("ctid has no default passwords", "ctid 不提供默认密码"),
        Text(
            "set {variable}, or {variable}_FILE to a file that holds it",
            "请设置 {variable}，或将 {variable}_FILE 设为存放密钥的文件",
        ),
    ),
    "S109": Wording(
        Text(
            "the passwords of the agents' browsers cannot be read from {found} ({cause})",
            "无法从 {found} 读取坐席浏览器的密码（{cause}）",
        ),
        Text("no browser could register as a phone", "浏览器将无法注册为话机"),
        Text(
            "mend the file or let ctid read it; leave the setting empty where no browser is a phone",
            "请修正该文件或允许 ctid 读取；若无人用浏览器作话机，请将该设置留空",
        ),
    ),
}
