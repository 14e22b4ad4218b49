"""What can be wrong with the database, said so that the person who runs the centre can mend it."""

from pathlib import Path

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    StatementError,
    TimeoutError,
)

from ctid.model.mistakes import Mistake, Place, Text

SETTING = Place("store.url")
_NO_HISTORY = Text("without its database ctid would forget every call", "没有数据库，ctid 会忘记所有来电")


def not_a_url(url: str) -> Mistake:
    """The setting names no database that can be opened."""
    return Mistake(
        "R201",
        SETTING,
        Text(f"“{url}” names no SQLite file", f"“{url}” 不是 SQLite 文件的地址"),
        _NO_HISTORY,
        Text("write for example sqlite:///run/ctid.db", "例如写成 sqlite:///run/ctid.db"),
    )


def is_a_directory(file: Path) -> Mistake:
    """There is a directory where the file should be."""
    return Mistake(
        "R202",
        SETTING,
        Text(f"{file} is a directory", f"{file} 是一个目录"),
        Text("the database is one file", "数据库是一个文件"),
        Text(f"name a file in it, such as {file}/ctid.db", f"请写其中的文件名，例如 {file}/ctid.db"),
    )


def cannot_be_written(file: Path, detail: str) -> Mistake:
    """The file or its directory refuses to be written."""
    return Mistake(
        "R203",
        SETTING,
        Text(f"{file} cannot be written: {detail}", f"无法写入 {file}：{detail}"),
        _NO_HISTORY,
        Text(
            "give ctid's user the right to write there, or name another place",
            "请授予 ctid 的用户写权限，或改用其他位置",
        ),
    )


def not_a_database(file: Path) -> Mistake:
    """The file holds something else, or is damaged."""
    return Mistake(
        "R204",
        SETTING,
        Text(f"{file} is not an SQLite database, or is damaged", f"{file} 不是 SQLite 数据库，或已损坏"),
        Text("ctid never writes over what it cannot read", "ctid 不会覆盖无法读取的内容"),
        Text("name another file, or put a backup in its place", "请改用其他文件，或用备份替换它"),
    )


def of_another_program(file: Path) -> Mistake:
    """It is a database, but with the tables of somebody else."""
    return Mistake(
        "R205",
        SETTING,
        Text(f"{file} holds the tables of another program", f"{file} 中是其他程序的数据表"),
        Text("ctid does not mix its tables with others", "ctid 不会把自己的数据表混入其中"),
        Text("name a file of its own for ctid", "请为 ctid 指定单独的文件"),
    )


def locked(file: Path) -> Mistake:
    """Another process holds the file for longer than we wait."""
    return Mistake(
        "R206",
        SETTING,
        Text(f"{file} is locked by another process", f"{file} 被其他进程锁定"),
        Text("two writers would spoil each other's work", "两个写入者会互相破坏数据"),
        Text(
            f"end the process that holds it (fuser {file} names it) and start again",
            f"请结束占用它的进程（可用 fuser {file} 查看），然后重新启动",
        ),
    )


def newer_than_program(file: Path, revision: str) -> Mistake:
    """A later ctid has already changed the tables."""
    return Mistake(
        "R207",
        SETTING,
        Text(
            f"{file} was written by a newer ctid (revision {revision})",
            f"{file} 由更新版本的 ctid 写入（版本 {revision}）",
        ),
        Text("this ctid does not know its tables", "当前 ctid 不认识其数据表"),
        Text("install the newer ctid again, or restore a backup", "请重新安装新版 ctid，或恢复备份"),
    )


def failed(file: Path, detail: str) -> Mistake:
    """Anything else the database said: disk full, input/output error."""
    return Mistake(
        "R208",
        SETTING,
        Text(f"{file} cannot be used: {detail}", f"无法使用 {file}：{detail}"),
        _NO_HISTORY,
        Text("look after the disk it is on, then start again", "请检查其所在磁盘，然后重新启动"),
    )


def unreadable_spool(file: Path, detail: str) -> Mistake:
    """The spool of an earlier run holds calls that are not in the database, and cannot be read."""
    reason = detail.splitlines()[0]
    return Mistake(
        "R209",
        Place(str(file)),
        Text(f"the spool cannot be read: {reason}", f"无法读取暂存文件：{reason}"),
        Text("it holds calls that are not in the database yet", "其中有尚未写入数据库的来电记录"),
        Text("mend the line, or move the file away and keep it", "请修复该行，或把文件移走并保存"),
    )


def of_another_daemon(file: Path) -> Mistake:
    """A daemon runs on this database already."""
    return Mistake(
        "R210",
        SETTING,
        Text(f"another ctid runs on {file}", f"另一个 ctid 正在使用 {file}"),
        Text("two of them would give the same numbers twice", "两个进程会重复分配相同的编号"),
        Text(
            f"stop the other one (fuser {file}.lock names it), or give this one its own database",
            f"请停止另一个进程（可用 fuser {file}.lock 查看），或为当前进程指定单独的数据库",
        ),
    )


def of_another_import(file: Path) -> Mistake:
    """Another `ctid leads` is importing into this database."""
    return Mistake(
        "R216",
        SETTING,
        Text(f"another import into {file} is under way", f"另一个导入正在写入 {file}"),
        Text("two at once could load the same numbers twice", "同时导入可能重复载入相同的号码"),
        Text("wait until it has ended, then import again", "请等它结束后再导入"),
    )


def diagnose(file: Path, error: Exception) -> Mistake:
    """Name the mistake behind an error that came while the database was opened."""
    detail = said(error)
    if "locked" in detail:
        return locked(file)
    if "not a database" in detail or "malformed" in detail:
        return not_a_database(file)
    if isinstance(error, OSError) or "unable to open" in detail or "readonly" in detail:
        return cannot_be_written(file, detail)
    return failed(file, detail)


def said(error: Exception) -> str:
    """Return what the database itself said, without the statement (it names callers) around it."""
    return str(error.orig) if isinstance(error, StatementError) else str(error)


def is_away(error: Exception) -> bool:
    """Say whether the database is out of reach (try again later), rather than one row at fault."""
    if isinstance(error, DBAPIError):
        return not isinstance(error, DataError | IntegrityError | NotSupportedError | ProgrammingError)
    return isinstance(error, OSError | TimeoutError)
