"""Airflow on this machine: its settings, its three processes, and its HTTP interface as far as we use it."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from dags.processes import Processes, check_port
from processing.errors import ProtectionNewsError
from processing.settings import Settings

HOST = "127.0.0.1"
USER = "admin"
DAGS = Path(__file__).parent
AIRFLOW = str(Path(sys.executable).with_name("airflow"))
START_SECONDS = 240  # 9 s on an idle two-core machine; a busy one takes many times that
PAGE = 100  # Airflow's largest page of task instances


class AirflowError(ProtectionNewsError):
    """Airflow did not do what we asked of it."""


@dataclass(frozen=True)
class TaskState:
    """One task of a run, as Airflow tells it."""

    name: str  # "link", or "crawl childhood" for a mapped one
    state: str  # "" until scheduled, then scheduled, queued, running, success, failed, up_for_retry, upstream_failed, skipped
    seconds: float


class AirflowHere:
    """Airflow's scheduler, DAG processor and HTTP server, run by `processes` for `settings`."""

    def __init__(self, settings: Settings, processes: Processes) -> None:
        self.settings = settings
        self.home = (settings.data / "airflow").resolve()
        self.address = f"http://{HOST}:{settings.airflow_port}"
        self.user = USER
        self.password = ""
        self._processes = processes
        self._client = httpx.Client(base_url=self.address, timeout=30, trust_env=False)

    def start(self) -> None:
        """Brings Airflow's database up to date and starts its processes; `wait` says when they are ready."""
        check_port(HOST, self.settings.airflow_port, "PROTECTION_NEWS_AIRFLOW_PORT")
        self.home.mkdir(parents=True, exist_ok=True)
        self.password = _secret(self.home / "password", 12)
        _write_privately(self.home / "passwords.json", json.dumps({USER: self.password}))
        environment = airflow_environment(self.settings, self.home)
        migrated = subprocess.run(
            [AIRFLOW, "db", "migrate"], env=environment, capture_output=True, text=True, check=False
        )
        if migrated.returncode:
            raise AirflowError(
                f"Airflow's database in {self.home} cannot be brought up to date:\n{migrated.stderr[-2000:]}"
            )
        for name, arguments in {"api-server": [], "scheduler": ["--skip-serve-logs"], "dag-processor": []}.items():
            self._processes.start(f"airflow-{name}", [AIRFLOW, name, *arguments], environment)

    def wait(self, dag: str) -> None:
        """Waits until Airflow answers and knows the DAG. Raises `AirflowError` when it does not come up in time."""
        self._until(self._log_in, "Airflow's HTTP server does not answer")
        self._until(lambda: self._knows(dag), f"Airflow does not find the DAG {dag}")

    def unpause(self, dag: str) -> None:
        """Switches a DAG's schedule on; runs started by hand need it too."""
        self._call("PATCH", f"/api/v2/dags/{dag}", json={"is_paused": False})

    def trigger(self, dag: str, parameters: dict[str, Any]) -> str:
        """Starts a run now. Returns its id in Airflow."""
        return str(
            self._call("POST", f"/api/v2/dags/{dag}/dagRuns", json={"logical_date": None, "conf": parameters})[
                "dag_run_id"
            ]
        )

    def state(self, dag: str, run: str) -> tuple[str, list[TaskState]]:
        """A run's state (queued, running, success, failed) and those of its tasks."""
        self._processes.check()
        path = f"/api/v2/dags/{dag}/dagRuns/{run}"
        state = str(self._call("GET", path)["state"])
        tasks: list[TaskState] = []
        while True:
            page = self._call("GET", f"{path}/taskInstances", params={"limit": PAGE, "offset": len(tasks)})
            tasks += [_task_state(task) for task in page["task_instances"]]
            if len(tasks) >= page["total_entries"] or not page["task_instances"]:
                return state, tasks

    def _log_in(self) -> bool:
        try:
            answer = self._client.post("/auth/token", json={"username": USER, "password": self.password})
        except httpx.TransportError:
            return False
        if answer.status_code != httpx.codes.CREATED:
            return False
        self._client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return True

    def _knows(self, dag: str) -> bool:
        if self._client.get(f"/api/v2/dags/{dag}").status_code == httpx.codes.OK:
            return True
        errors = self._call("GET", "/api/v2/importErrors")["import_errors"]
        if errors:
            raise AirflowError(f"Airflow cannot read {errors[0]['filename']}:\n{errors[0]['stack_trace']}")
        return False

    def _until(self, ready: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            self._processes.check()
            if ready():
                return
            time.sleep(0.3)
        raise AirflowError(f"{otherwise} after {START_SECONDS} s. Its logs are in {self.settings.data / 'logs'}.")

    def _call(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, **arguments)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise AirflowError(f"Airflow refused {method} {path}: {error}") from error
        return dict(answer.json())


def airflow_environment(settings: Settings, home: Path) -> dict[str, str]:
    """The environment for Airflow's processes: one machine, loopback only, nothing sent anywhere.

    Each value that is not Airflow's default has its reason here.
    """
    airflow = {
        "CORE__DAGS_FOLDER": str(DAGS),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": str(settings.crawls_at_once),  # 32 workers are forked by default, 47 MB each when at work
        "CORE__EXECUTION_API_SERVER_URL": f"http://{HOST}:{settings.airflow_port}/execution/",
        "CORE__FERNET_KEY": "",  # we keep no connection or variable in Airflow
        "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
        "API__HOST": HOST,  # it binds every interface by default
        "API__PORT": str(settings.airflow_port),
        "API__BASE_URL": f"http://{HOST}:{settings.airflow_port}",
        "API__WORKERS": "1",
        "API__SECRET_KEY": _secret(home / "secret-key", 48),
        "API__ENABLE_SWAGGER_UI": "False",  # its page loads from a content network
        "API_AUTH__JWT_SECRET": _secret(home / "jwt-secret", 64),  # fewer than 64 bytes and it warns
        "DAG_PROCESSOR__REFRESH_INTERVAL": "60",  # 300 s by default
        "WORKERS__MIN_HEARTBEAT_INTERVAL": "1",  # halves the time of runs with many short tasks
        "USAGE_DATA_COLLECTION__ENABLED": "False",
        "LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
    }
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW__", "PROTECTION_NEWS_"))},
        **settings.as_environment(),
        **{f"AIRFLOW__{name}": value for name, value in airflow.items()},
        "AIRFLOW_HOME": str(home),
        "no_proxy": "127.0.0.1,localhost",
    }


def _task_state(task: dict[str, Any]) -> TaskState:
    label = task.get("rendered_map_index") or (task["map_index"] if task["map_index"] >= 0 else "")
    started, ended = task.get("start_date"), task.get("end_date")
    seconds = task.get("duration") or 0.0
    if started and not ended:
        seconds = time.time() - datetime.fromisoformat(started).timestamp()
    return TaskState(f"{task['task_id']} {label}".strip(), task["state"] or "", float(seconds))


def _secret(file: Path, length: int) -> str:
    """A secret made once and kept beside Airflow's database, readable by its owner alone."""
    if not file.exists():
        _write_privately(file, secrets.token_urlsafe(length))
    return file.read_text()


def _write_privately(file: Path, content: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(content)
