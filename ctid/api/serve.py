"""Listening, and saying well why it cannot be done."""

import errno

from aiohttp import web

from ctid.model.mistakes import Mistake, Mistaken, Place, Text

SHUTDOWN_SECONDS = 3.0


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve `app` until the returned runner's `cleanup()`; its `addresses` tell the port if it was 0.

    Raises Mistaken (R301 port in use, R302 no such address here, R303 port not allowed).
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise Mistaken([_mistake(error, host, port)]) from error
    return runner


def _mistake(error: OSError, host: str, port: int) -> Mistake:
    code, why, mend = _KNOWN.get(error.errno or errno.EADDRNOTAVAIL, _UNKNOWN)
    where = f"{host}:{port}"
    what = Text(f"the pages cannot be served on {where}", f"无法在 {where} 提供页面服务")
    said = error.strerror or str(error)
    return Mistake(
        code,
        Place("http.host / http.port"),
        what,
        Text(why.en.format(said=said), why.zh.format(said=said)),
        mend,
    )


_OTHER_PORT = Text(
    "stop the other program, or set http.port (CTID_HTTP__PORT) to a free port",
    "停止另一个程序，或将 http.port（CTID_HTTP__PORT）改为空闲端口",
)
_OTHER_HOST = Text(
    "set http.host (CTID_HTTP__HOST) to an address of this machine, such as 127.0.0.1",
    "将 http.host（CTID_HTTP__HOST）改为本机地址，例如 127.0.0.1",
)
_KNOWN = {
    errno.EADDRINUSE: ("R301", Text("another program listens there", "该端口已被其他程序占用"), _OTHER_PORT),
    errno.EADDRNOTAVAIL: ("R302", Text("this machine has no such address", "本机没有该地址"), _OTHER_HOST),
    errno.EACCES: (
        "R303",
        Text("this user may not listen on that port", "当前用户无权监听该端口"),
        Text(
            "set http.port (CTID_HTTP__PORT) to 1024 or above",
            "将 http.port（CTID_HTTP__PORT）改为 1024 或以上",
        ),
    ),
}
_UNKNOWN = ("R304", Text("the system said: {said}", "系统提示：{said}"), _OTHER_HOST)
