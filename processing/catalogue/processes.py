"""Whether the process that holds a run still lives on this machine."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

CLOCK_SLACK = timedelta(seconds=5)  # kernel ticks and our whole seconds are rounded differently


def lives(pid: int, since: datetime) -> bool:
    """Whether the process `pid` that was at work at `since` is still there.

    A number is given out again, in containers at once and nearly always the same one: a process that was started after
    `since` is another.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives and belongs to another user
    started = started_at(pid)
    return started is None or started <= since + CLOCK_SLACK


def started_at(pid: int) -> datetime | None:
    """When a process was started; None where the system does not tell (it has no /proc)."""
    try:
        # The name, in parentheses, may hold anything; field 22 of proc(5) is the 20th after it.
        ticks = int(Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19])
        boot = next(
            line for line in Path("/proc/stat").read_text("utf-8", "replace").splitlines() if line.startswith("btime ")
        )
    except (OSError, ValueError, IndexError, StopIteration):
        return None
    return datetime.fromtimestamp(int(boot.split()[1]) + ticks / os.sysconf("SC_CLK_TCK"), UTC)
