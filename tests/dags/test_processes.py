"""Programs that we start are ended with all their children."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dags.processes import PortInUseError, ProcessDiedError, Processes, check_port

PARENT_OF_A_CHILD = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""
NOTES_ITSELF = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
STARTER = """
import os, pathlib, sys, time
from dags.processes import Processes
Processes(pathlib.Path(sys.argv[1])).start("sleeper", [sys.executable, "-c", *sys.argv[2:]], os.environ)
time.sleep(600)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_children_of_a_program_end_with_it(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    with Processes(tmp_path) as processes:
        processes.start("parent", [sys.executable, "-c", PARENT_OF_A_CHILD, str(noted)], os.environ)
        wait_for(lambda: noted.exists() and noted.read_text())
        child = int(noted.read_text())
        assert lives(child)
    wait_for(lambda: not lives(child))


def test_a_program_that_ignores_the_request_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dags.processes.PATIENCE_SECONDS", 0.3)
    processes = Processes(tmp_path)
    processes.start("deaf", [sys.executable, "-c", DEAF], os.environ)
    wait_for(lambda: "deaf" in (tmp_path / "deaf.log").read_text())
    processes.stop()
    processes.check()  # nothing is left that could have died


def test_a_program_that_died_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start("short", [sys.executable, "-c", "import sys; sys.exit('no database here')"], os.environ)

        def died() -> bool:
            try:
                processes.check()
            except ProcessDiedError as error:
                assert "no database here" in str(error)
                return True
            return False

        wait_for(died)


def test_programs_end_when_we_are_killed(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    killed = subprocess.Popen([sys.executable, "-c", STARTER, str(tmp_path), NOTES_ITSELF, str(noted)])
    wait_for(lambda: noted.exists() and noted.read_text())
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    wait_for(lambda: not lives(int(noted.read_text())))


def test_a_port_in_use_is_told_with_the_setting_to_change() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUseError, match="PROTECTION_NEWS_PORT"):
            check_port("127.0.0.1", port, "PROTECTION_NEWS_PORT")
