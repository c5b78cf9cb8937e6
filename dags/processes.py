"""Other programs that we start and must not leave behind: each in its own process group, ended together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from processing.errors import ProtectionNewsError

PATIENCE_SECONDS = 15  # Airflow's three processes end within 7 s of a SIGTERM on an idle machine
PR_SET_PDEATHSIG = 1  # Linux: the kernel ends a child when its parent dies, even by kill -9


class ProcessDiedError(ProtectionNewsError):
    """A program that should be running ended by itself."""


class PortInUseError(ProtectionNewsError):
    """Somebody else listens where we were told to."""


class Processes:
    """Programs started together and ended together, at the end of the `with` block at the latest."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        """Starts a program in a group of its own; what it prints goes to `<logs>/<name>.log`."""
        self._logs.mkdir(parents=True, exist_ok=True)
        with (self._logs / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 (it calls nothing that takes a lock)
            )

    def check(self) -> None:
        """Raises `ProcessDiedError`, with the end of its log, when a program is no longer running."""
        for name, process in self._running.items():
            if process.poll() is not None:
                log = self._logs / f"{name}.log"
                last = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
                raise ProcessDiedError(f"{name} ended with {process.returncode}. The end of {log}:\n{last}")

    def signal(self, name: str, number: signal.Signals) -> None:
        """Sends a signal to one program and its children."""
        _signal_group(self._running[name], number)

    def process_of(self, name: str) -> int:
        """The id of one program's process."""
        return self._running[name].pid

    def kill(self, name: str) -> None:
        """Ends one program and its children at once and unasked, as a power cut would."""
        process = self._running.pop(name)
        _signal_group(process, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Ends all programs and their children: asked first, killed after `PATIENCE_SECONDS`."""
        for process in self._running.values():
            _signal_group(process, signal.SIGTERM)
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and any(_group_lives(process) for process in self._running.values()):
            time.sleep(0.1)
        for process in self._running.values():
            _signal_group(process, signal.SIGKILL)
            process.wait()
        self._running.clear()


def check_port(host: str, port: int, setting: str) -> None:
    """Raises `PortInUseError` when somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortInUseError(
                f"Port {port} on {host} cannot be used ({error.strerror}). End what listens there, or set {setting} to another port."
            ) from error


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _group_lives(process: subprocess.Popen[bytes]) -> bool:
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True
