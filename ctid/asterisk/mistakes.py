"""What a person can mend when ctid and Asterisk do not find each other."""

from ctid.asterisk.agi_server import AgiAddress
from ctid.asterisk.ami_connection import LoginRefused, ManagerUser, UserTaken
from ctid.model.mistakes import Mistake, Place, Text


def address_taken(agi: AgiAddress, error: OSError) -> Mistake:
    """Say that the FastAGI address cannot be listened on."""
    where = f"{agi.host}:{agi.port}"
    return Mistake(
        "R401",
        Place("agi.port"),
        Text(f"cannot listen for Asterisk on {where}: {error}", f"无法在 {where} 监听 Asterisk：{error}"),
        Text("Asterisk asks there what to do with each call", "Asterisk 通过该地址询问每一通来电如何处理"),
        Text(
            "stop what uses that address (is another ctid running?) or set agi.host and agi.port",
            "停止占用该地址的程序（是否已有另一个 ctid 在运行？），或修改 agi.host 和 agi.port",
        ),
    )


def not_connected(user: ManagerUser, error: Exception) -> Mistake:
    """Say why a manager user is not connected: refused, or not reached."""
    where = f"{user.host}:{user.port}"
    if isinstance(error, UserTaken):
        return _taken(user, where)
    if isinstance(error, LoginRefused):
        return Mistake(
            "R402",
            Place(f"switch.{_setting(user)}_secret"),
            Text(
                f"Asterisk on {where}, manager user {user.name!r}: {error}",
                f"{where} 的 Asterisk 拒绝管理用户 {user.name!r} 登录：{error}",
            ),
            Text(
                "without it calls are neither seen nor given to agents",
                "没有该连接就无法得知通话，也无法将来电分配给坐席",
            ),
            Text(
                "compare user, secret and permitted addresses with manager.conf",
                "核对 manager.conf 中的用户名、密码和允许的地址",
            ),
        )
    words = str(error) or "no answer in time"
    return Mistake(
        "R403",
        Place("switch.host"),
        Text(
            f"Asterisk's manager on {where} is not reached: {words}",
            f"无法连接 {where} 的 Asterisk 管理接口：{words}",
        ),
        Text(
            "calls in progress go on; new ones wait in Asterisk",
            "正在进行的通话不受影响；新来电在 Asterisk 中等候",
        ),
        Text(
            "start Asterisk, or set switch.host and switch.ami_port to where it is",
            "启动 Asterisk，或将 switch.host 和 switch.ami_port 改为其实际地址",
        ),
    )


def _taken(user: ManagerUser, where: str) -> Mistake:
    return Mistake(
        "R404",
        Place(f"switch.{_setting(user)}_user"),
        Text(
            f"another ctid is connected to Asterisk on {where} as manager user {user.name!r}",
            f"另一个 ctid 已用管理用户 {user.name!r} 连接 {where} 的 Asterisk",
        ),
        Text(
            "two would give the same caller to two agents",
            "两个 ctid 会把同一来电分配给两位坐席",
        ),
        Text(
            "end the other one (`manager show connected` in Asterisk tells its address), then start again;"
            " if it is frozen: `manager kick session` with its FileDes, or let ctid do it (switch.control)",
            "请先结束另一个（在 Asterisk 中用 `manager show connected` 查看其地址），然后重新启动；"
            "若它已冻结：执行 `manager kick session`（参数为其 FileDes），或由 ctid 处理（switch.control）",
        ),
    )


def _setting(user: ManagerUser) -> str:
    return "events" if user.events else "actions"
