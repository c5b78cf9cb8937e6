"""Everything on this machine at once: one night through Airflow, then the search page and Airflow's page until Ctrl-C."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from dags.airflow_here import AirflowError, AirflowHere
from dags.following import follow
from dags.processes import Processes, check_port
from processing.settings import Settings

DAG = "nightly"
SERVE_SECONDS = 60


@dataclass(frozen=True)
class Standing:
    """What is running, for the closing words."""

    settings: Settings
    airflow_address: str
    airflow_user: str
    airflow_password: str
    succeeded: bool
    seconds: float


def stand(
    settings: Settings, parameters: dict[str, Any], console: Console, closing: Callable[[Standing], None]
) -> None:
    """Starts Airflow, runs one night with `parameters`, serves, says `closing`, and waits for Ctrl-C; then ends all it started.

    Raises `PortInUseError` before anything is started, `AirflowError` and `ProcessDiedError` when something does not come up.
    """
    check_port(settings.host, settings.port, "PROTECTION_NEWS_PORT")
    with _ended_by_signals(), Processes(settings.data / "logs") as processes:
        try:
            _run_a_night_and_serve(settings, processes, parameters, console, closing)
        except KeyboardInterrupt:  # how it is meant to end
            console.print("\nStopping …")
    console.print("Everything is stopped.")


def _run_a_night_and_serve(
    settings: Settings,
    processes: Processes,
    parameters: dict[str, Any],
    console: Console,
    closing: Callable[[Standing], None],
) -> None:
    started = time.monotonic()
    airflow = AirflowHere(settings, processes)
    with console.status("starting Airflow …"):
        airflow.start()
        serve = [str(Path(sys.executable).with_name("protection-news")), "serve"]
        processes.start("search-page", serve, {**os.environ, **settings.as_environment()})
        airflow.wait(DAG)
    console.print(f"Airflow is up after {time.monotonic() - started:.0f} s. The night:")
    airflow.unpause(DAG)
    succeeded = follow(airflow, DAG, airflow.trigger(DAG, parameters), console)
    _wait_for_page(settings, processes)
    took = time.monotonic() - started
    closing(Standing(settings, airflow.address, airflow.user, airflow.password, succeeded, took))
    while True:
        processes.check()
        time.sleep(1)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM ends us as Ctrl-C does; both also where a shell in the background had them ignored."""

    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_page(settings: Settings, processes: Processes) -> None:
    end = time.monotonic() + SERVE_SECONDS
    while time.monotonic() < end:
        processes.check()
        try:
            if httpx.get(f"http://{settings.host}:{settings.port}/healthz", timeout=5, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.3)
    raise AirflowError(
        f"The search page does not answer after {SERVE_SECONDS} s. Its log is in {settings.data / 'logs'}."
    )
