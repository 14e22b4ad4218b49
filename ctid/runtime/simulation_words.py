"""How figures are written in the reports of `ctid simulate`."""

from ctid.metrics.intervals import Estimate
from ctid.model.mistakes import Text

SECONDS = ("asa", "aht", "max_wait")

ROWS: dict[str, Text] = {
    "offered": Text("offered", "进线量"),
    "answered": Text("answered", "接通量"),
    "abandoned": Text("abandoned", "放弃量"),
    "service_level": Text("service level (20 s)", "服务水平（20 秒）"),
    "asa": Text("average speed of answer", "平均应答速度"),
    "abandonment": Text("abandonment", "放弃率"),
    "occupancy": Text("occupancy", "占用率"),
    "aht": Text("average handle time", "平均处理时长"),
    "max_wait": Text("longest wait", "最长等待"),
}


def cell(name: str, it: Estimate) -> str:
    """Write a mean with its interval, where several days say something of the spread."""
    return number(name, it.mean) + (f" ± {number(name, it.half)}" if it.replications > 1 else "")


def number(name: str, value: float) -> str:
    """Write a figure by its name: seconds, a count, or a share."""
    if name in SECONDS:
        return f"{value:.1f} s"
    return f"{value:.0f}" if name in ("offered", "answered", "abandoned") else f"{value:.2%}"
