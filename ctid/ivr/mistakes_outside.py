"""What can be wrong where a flow asks outside or goes into another flow (I111, I141–I146)."""

from collections.abc import Collection

from ctid.ivr.mistakes import nearest
from ctid.model.mistakes import Mistake, Place, Text

_NO_ANSWER = Text("it would be asked in vain, with the caller waiting", "询问将无果而终，来电者则在等待")


def no_such_action(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I111: the site has no such action."""
    return Mistake(
        "I111",
        place,
        Text(f'the site has no action "{name}"', f"站点没有名为“{name}”的动作"),
        _NO_ANSWER,
        nearest(
            name,
            known,
            Text(
                "write the function in ivr/actions (a file and a function: file.function)",
                "请在 ivr/actions 中编写该函数（文件名.函数名）",
            ),
        ),
    )


def no_such_parameter(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I111: an argument that the other side does not take."""
    return Mistake(
        "I111",
        place,
        Text(f'"{name}" is not asked for here', f"此处并不需要“{name}”"),
        _NO_ANSWER,
        nearest(name, known, Text("delete it", "请删除它")),
    )


def argument_missing(place: Place, name: str) -> Mistake:
    """I111: an argument that the other side needs."""
    return Mistake(
        "I111",
        place,
        Text(f'the argument "{name}" is missing', f"缺少参数“{name}”"),
        _NO_ANSWER,
        Text(f"add `{name}:` under `with:`", f"请在 `with:` 下加上 `{name}:`"),
    )


def wrong_checker(place: Place, name: str, parameter: str) -> Mistake:
    """I111: an action that cannot check a PIN."""
    return Mistake(
        "I111",
        place,
        Text(f'the action "{name}" cannot check what is keyed in', f"动作“{name}”无法核对所输入的内容"),
        Text("nobody could ever be let through, or everybody would", "要么无人能通过，要么人人都能通过"),
        Text(
            f"give it a parameter `{parameter}: Secret` and the outcomes Verified and Refused (and Locked)",
            f"请给它参数 `{parameter}: Secret`，以及结果 Verified 和 Refused（可另加 Locked）",
        ),
    )


def no_such_outcome(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I141: a way on for an outcome that does not come."""
    return Mistake(
        "I141",
        place,
        Text(f'there is no outcome "{name}"', f"没有名为“{name}”的结果"),
        Text("this way is never taken", "这条路径永远不会走到"),
        nearest(name, known, Text("delete it", "请删除它")),
    )


def outcome_without_way(place: Place, name: str) -> Mistake:
    """I142: an outcome that leads nowhere."""
    return Mistake(
        "I142",
        place,
        Text(f'the outcome "{name}" leads nowhere', f"结果“{name}”没有去向"),
        Text("the caller would be stuck here", "来电者会被困在这里"),
        Text(f"add `{name}:` under `on:`", f"请在 `on:` 下加上 `{name}:`"),
    )


def no_such_flow(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I143: there is no flow of that name to go into."""
    return Mistake(
        "I143",
        place,
        Text(f'there is no flow "{name}" that returns', f"没有名为“{name}”且带返回的流程"),
        Text("the caller would be stuck here", "来电者会被困在这里"),
        nearest(
            name,
            known,
            Text("name a flow that has `returns:`", "请写一个带 `returns:` 的流程名"),
        ),
    )


def no_such_return(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I144: a flow returns an outcome that it does not declare."""
    return Mistake(
        "I144",
        place,
        Text(f'this flow does not declare the outcome "{name}"', f"本流程没有声明结果“{name}”"),
        Text("whoever went into this flow does not expect it", "调用本流程的一方不会预料到它"),
        nearest(name, known, Text("add it to `returns:` at the top", "请将其加入文件开头的 `returns:`")),
    )


def bad_url(place: Place, written: str) -> Mistake:
    """I145: the address of a webhook."""
    return Mistake(
        "I145",
        place,
        Text(f"{written} is no address that can be asked", f"{written} 不是可以询问的地址"),
        Text("what is asked there may be private", "所询问的内容可能涉及隐私"),
        Text(
            "write https://host/path without a name, a password or spaces",
            "请写 https://主机/路径，不含用户名、密码和空格",
        ),
    )


def no_records(place: Place, name: str) -> Mistake:
    """I146: nobody knows the records that are looked up."""
    return Mistake(
        "I146",
        place,
        Text(f"nobody here knows of any {name}", f"此处无人掌握 {name} 的数据"),
        _NO_ANSWER,
        Text(
            f"write the action `lookup.{name}`: the function {name}(number) in ivr/actions/lookup.py",
            f"请编写动作 `lookup.{name}`：ivr/actions/lookup.py 中的函数 {name}(number)",
        ),
    )
