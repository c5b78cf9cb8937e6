"""Elasticsearch is started, found, and gone when whoever started it is gone."""

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from servers.elasticsearch.distribution import find_java
from servers.elasticsearch.server import Elasticsearch
from servers.fetching import NotAvailableError, run

STARTER = """
import sys, time
from servers.elasticsearch.server import Elasticsearch
with Elasticsearch(heap="256m", quick=True) as server:
    print(server.addresses[0], flush=True)
    time.sleep(600)
"""


def processes_of(port: str) -> list[int]:
    """Servers whose configuration names this port."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            config = [value[13:] for value in environment if value.startswith(b"ES_PATH_CONF=")]
            if config and f"http.port: {port}" in Path(config[0].decode(), "elasticsearch.yml").read_text():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


@pytest.mark.elasticsearch
def test_a_server_ends_when_its_starter_is_killed(elasticsearch_available: None) -> None:
    with subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout
        address = starter.stdout.readline().strip()
        port = address.rpartition(":")[2]
        assert httpx.get(address, trust_env=False).json()["version"]["number"].startswith("8.19.")
        assert len(processes_of(port)) == 2  # its launcher and itself
        os.kill(starter.pid, signal.SIGKILL)
    wait_for(lambda: not processes_of(port))


@pytest.mark.elasticsearch
def test_a_secure_server_asks_for_its_password_and_shows_its_certificate(elasticsearch_available: None) -> None:
    with Elasticsearch(heap="256m", quick=True, secure=True) as server:
        assert server.request("/").json()["cluster_name"] == "protection-news"
        with httpx.Client(verify=ssl.create_default_context(cafile=server.ca_file), trust_env=False) as stranger:
            assert stranger.get(server.addresses[0]).status_code == 401
        with pytest.raises(httpx.ConnectError), httpx.Client(trust_env=False) as distrustful:
            distrustful.get(server.addresses[0])


def test_a_machine_without_java_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(NotAvailableError, match="apt-get install"):
        find_java()


def test_a_download_that_fails_says_why() -> None:
    with pytest.raises(NotAvailableError, match="could not be fetched: Unknown host"):
        run([sys.executable, "-c", "import sys; sys.exit('Unknown host')"], "Elasticsearch could not be fetched", 60)
