"""The site's actions: typed functions in `ivr/actions/*.py`, read so that flows are checked against them.

    @dataclass(frozen=True)
    class Found:
        state: str

    @dataclass(frozen=True)
    class NotFound: ...

    async def status(order_no: str) -> Found | NotFound: ...

A function's parameters and the fields of its outcomes are `str`, `int`, `float`, `bool` or `date`, a
parameter also `Secret`; a field may be `… | None`. A plain `def` runs in a thread, an `async def` in the
daemon's loop, which it must not hold up. Names that begin with `_`, and what a file imports, are no actions.
"""

import asyncio
import importlib.util
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ctid.ivr.outside import Signature, Values
from ctid.ivr.steps import Answered
from ctid.ivr.values import Secret, Sort, Value
from ctid.model.mistakes import Mistake, Mistaken, Place, Text

_SORTS = {
    str: Sort.TEXT, int: Sort.NUMBER, float: Sort.NUMBER, bool: Sort.TRUTH, date: Sort.DATE,
    Secret: Sort.SECRET,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """A function of the site and what its signature says."""

    signature: Signature
    function: Callable[..., Any]

    async def __call__(self, arguments: Mapping[str, Value]) -> Answered:
        """Call it. Raises what it raises."""
        if inspect.iscoroutinefunction(self.function):
            answer = await self.function(**arguments)
        else:
            answer = await asyncio.to_thread(self.function, **arguments)
        return Answered(
            type(answer).__name__, {field.name: getattr(answer, field.name) for field in fields(answer)}
        )


Actions = Mapping[str, Action]


class _Unfit(Exception):
    """What a signature says that no flow could ask or understand."""

    def __init__(self, what: Text) -> None:
        self.what = what


def read_actions(folder: Path) -> Actions:
    """Read every action in a folder, none where there is no such folder. Raises Mistaken (I147, I148)."""
    found: dict[str, Action] = {}
    wrong: list[Mistake] = []
    for file in sorted(folder.glob("[!_]*.py")):
        try:
            module = _module(file)
        except Exception as error:  # whatever the site's own code raises
            wrong.append(_broken(file, error))
            continue
        for name, function in vars(module).items():
            if (
                name.startswith("_")
                or not inspect.isfunction(function)
                or function.__module__ != module.__name__
            ):
                continue
            try:
                found[f"{file.stem}.{name}"] = Action(signature_of(function), function)
            except _Unfit as unfit:
                wrong.append(_unfit(Place(str(file), function.__code__.co_firstlineno, 1), unfit.what))
    if wrong:
        raise Mistaken(wrong)
    return found


def signature_of(function: Callable[..., Any]) -> Signature:
    """Return what a function takes and answers."""
    try:
        hints = get_type_hints(function)
    except NameError as error:
        raise _Unfit(Text(str(error), str(error))) from error
    answers = hints.pop("return", None)
    parameters = inspect.signature(function).parameters.values()
    return Signature(
        parameters={one.name: _sort(one.name, hints.get(one.name), Secret) for one in parameters},
        outcomes={outcome.__name__: _values(outcome) for outcome in _outcomes(answers)},
        optional=frozenset(one.name for one in parameters if one.default is not one.empty),
    )


def _outcomes(answers: Any) -> tuple[type, ...]:
    kinds = get_args(answers) if get_origin(answers) in (Union, UnionType) else (answers,)
    if not all(isinstance(kind, type) and is_dataclass(kind) for kind in kinds):
        raise _Unfit(Text("it does not say with which outcomes it answers", "没有声明它会给出哪些结果"))
    return kinds


def _values(outcome: type) -> Values:
    hints = get_type_hints(outcome)
    return {field.name: _sort(field.name, hints[field.name]) for field in fields(outcome)}


def _sort(name: str, hint: Any, *more: type) -> Sort:
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not NoneType]
    allowed = {kind: sort for kind, sort in _SORTS.items() if kind is not Secret or kind in more}
    if len(kinds) != 1 or kinds[0] not in allowed:
        names = ", ".join(kind.__name__ for kind in allowed)
        raise _Unfit(Text(f"`{name}` is none of: {names}", f"`{name}` 的类型不在其中：{names}"))
    return allowed[kinds[0]]


def _module(file: Path) -> ModuleType:
    """Run a file as a module of its own, anew each time: what was read before is not changed by it."""
    spec = importlib.util.spec_from_file_location(f"ivr_actions_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _broken(file: Path, error: Exception) -> Mistake:
    traced = error.__traceback__
    line = 0
    while traced is not None:
        line = traced.tb_lineno if traced.tb_frame.f_code.co_filename == str(file) else line
        traced = traced.tb_next
    line = error.lineno or line if isinstance(error, SyntaxError) else line
    said = f"{type(error).__name__}: {error}"
    return Mistake(
        "I147",
        Place(str(file), line, 1 if line else 0),
        Text(f"the actions cannot be read ({said})", f"无法读取动作（{said}）"),
        Text("flows that ask them would fail", "询问它们的流程会失败"),
        Text("mend the file: it must import without an error", "请修正该文件：导入时不得出错"),
    )


def _unfit(place: Place, what: Text) -> Mistake:
    return Mistake(
        "I148",
        place,
        what,
        Text("no flow could be checked against it", "无法据此检查流程"),
        Text(
            "write it as: async def status(order_no: str) -> Found | NotFound, where both are dataclasses",
            "请写成：async def status(order_no: str) -> Found | NotFound，两者均为 dataclass",
        ),
    )
