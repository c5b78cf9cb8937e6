"""Everything at once, as `protection-news up` starts it: a night through Airflow, both pages, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from demo.server import DemoOffices
from processing.settings import Settings

pytestmark = pytest.mark.airflow
PROGRAM = Path(sys.executable).with_name("protection-news")
SECONDS = 400  # a minute on an idle machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_in(folder: Path) -> list[str]:
    """Commands of the processes whose environment names the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder).encode() in environment and command:
            found.append(command)
    return found


def test_one_command_runs_a_night_serves_both_pages_and_ends_without_a_trace(tmp_path: Path) -> None:
    with DemoOffices() as offices:
        settings = Settings(
            _env_file=None,
            data=tmp_path / "data",
            sources=(offices.write_sources(tmp_path / "sources"),),
            contact="tests@protection-news.example",
            port=free_port(),
            airflow_port=free_port(),
        )
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
        said = tmp_path / "said.txt"
        with said.open("wb") as output:
            running = subprocess.Popen(
                [PROGRAM, "up"],
                env=environment | settings.as_environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=tmp_path,
            )
        try:
            end = time.monotonic() + SECONDS
            while "Ctrl-C stops everything" not in said.read_text():
                assert running.poll() is None, said.read_text()
                assert time.monotonic() < end, said.read_text()
                time.sleep(0.5)
            told = said.read_text()
            page = httpx.get(f"http://127.0.0.1:{settings.port}/?q=guardian", trust_env=False)
            airflow = httpx.get(f"http://127.0.0.1:{settings.airflow_port}/", trust_env=False, follow_redirects=True)
        finally:
            running.send_signal(signal.SIGINT)
            ended = running.wait(60)
    assert page.status_code == 200 and "<mark>" in page.text
    assert airflow.status_code == 200
    assert "password" in told and "✗" not in told
    assert ended == 0
    assert "Everything is stopped" in said.read_text()
    assert processes_in(tmp_path / "data") == []


def test_a_night_without_a_contact_is_refused_before_anything_starts(tmp_path: Path) -> None:
    refused = subprocess.run(
        [PROGRAM, "--data", tmp_path / "data", "up"], capture_output=True, text=True, cwd=tmp_path, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "PROTECTION_NEWS"))},
    )  # fmt: skip
    assert refused.returncode == 1
    assert "PROTECTION_NEWS_CONTACT" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "data" / "airflow").exists()
