"""`protection-news serve` as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from processing.settings import Settings

COMMAND = [sys.executable, "-c", "import cli; cli.main()", "serve"]


def start(settings: Settings, *options: str) -> "subprocess.Popen[str]":
    """The process, its words to be read."""
    environment = os.environ | settings.as_environment()
    return subprocess.Popen(
        [*COMMAND, *options], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@pytest.fixture
def served(newsroom: Any, news: dict[str, str]) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A process that serves on a free port, and its address."""
    process = start(newsroom.settings, "--port", "0")
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Search page: http://127.0.0.1:"), line + process.stdout.read()
    yield process, line.split()[2]
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_it_names_its_address_answers_there_and_ends_when_asked(served: Any) -> None:
    process, address = served
    answer = httpx.get(f"{address}/api/v1/search?q=children")  # the socket listens already: this waits until it is up
    assert answer.json()["articles"] == 4
    assert "server" not in answer.headers
    assert httpx.head(f"{address}/").status_code == 200
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    assert process.returncode in (0, -signal.SIGTERM)
    assert output == ""


def test_a_taken_port_is_said_in_words(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(settings, "--port", str(port))
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output.startswith(f"Port {port} on 127.0.0.1 cannot be had: Address already in use.")
    assert "Traceback" not in output


def test_an_engine_that_cannot_be_asked_is_named_at_the_start_and_served_all_the_same(settings: Settings) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        changes = {"engine": "elasticsearch", "elasticsearch_addresses": (address,)}
        process = start(settings.model_copy(update=changes), "--port", "0")
        assert process.stdout is not None
        lines = [process.stdout.readline(), process.stdout.readline()]
        (page,) = [line.split()[2] for line in lines if line.startswith("Search page: ")]
        (told,) = [line for line in lines if not line.startswith("Search page: ")]
        assert told.startswith(f"Searches cannot be answered now. Elasticsearch does not answer at {address}")
        ready = httpx.get(f"{page}/readyz", trust_env=False)
        assert (ready.status_code, ready.json()["ready"]) == (503, False)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
