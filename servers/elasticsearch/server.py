"""Nodes of Elasticsearch on the loopback, started together and ended with whoever started them."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from dags.processes import Processes, check_port
from processing.errors import ProtectionNewsError
from servers.elasticsearch.distribution import distribution, readable_by_all
from servers.fetching import run

START_SECONDS = 180  # green after 12-34 s on two idle cores; a busy machine takes its time
USER = "nobody"  # whom root lets it run as: the server refuses to run as root
ADMIN = "elastic"
MEMORY = Path("/dev/shm")  # noqa: S108 - a fresh folder is made in it
MEMORY_NEEDED = 1_000_000_000  # bytes; containers often give 64 MB


class NotStartedError(ProtectionNewsError):
    """Elasticsearch was started and did not come up."""


class Elasticsearch:
    """One node, or a cluster of several, at free ports; up at the start of the `with` block, gone at its end.

    `place`: folder for data and logs, kept; None: a temporary one. `secure`: HTTPS and a password. `quick`: as tests want
    it; starts sooner and answers slower (the compiler stops early), and keeps a temporary place in memory.
    """

    def __init__(
        self,
        place: Path | None = None,
        nodes: int = 1,
        heap: str = "512m",
        port: int = 0,
        secure: bool = False,
        quick: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._given_place, self._heap, self._secure, self._quick = place, heap, secure, quick
        self._settings = dict(settings or {})
        self.names = [f"node-{number}" for number in range(1, nodes + 1)]
        self._ports = [port if port and not number else free_port() for number in range(nodes)]
        self._transport_ports = [free_port() for _ in self.names]
        self.user = ADMIN if secure else ""
        self.password = secrets.token_urlsafe(16) if secure else ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the nodes answer."""
        return tuple(f"http{'s' if self._secure else ''}://127.0.0.1:{port}" for port in self._ports)

    @property
    def ca_file(self) -> Path | None:
        """The certificate that a secure server shows, which is its own authority."""
        return self._place / "certificate.pem" if self._secure else None

    def __enter__(self) -> Self:
        check_port("127.0.0.1", self._ports[0], "the port of Elasticsearch")
        self._distribution = distribution()
        self._place = self._given_place or temporary_place(in_memory=self._quick)
        self._place.mkdir(parents=True, exist_ok=True)
        self._processes = Processes(self._place / "logs")
        try:
            if self._secure:
                make_certificate(self._place)
            for name in self.names:
                self._prepare(name)
                self.start(name)
            self.wait(f"wait_for_status=green&wait_for_nodes={len(self.names)}")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._end()

    def start(self, name: str) -> None:
        """Starts a node: at the beginning, or again after it was killed."""
        folder = self._place / name
        environment = {
            "ES_JAVA_HOME": str(self._distribution.java_home),
            "ES_JAVA_OPTS": f"-Xms{self._heap} -Xmx{self._heap}" + (" -XX:TieredStopAtLevel=1" if self._quick else ""),
            "ES_PATH_CONF": str(folder / "config"),
            "ES_TMPDIR": str(folder / "tmp"),
            "LC_ALL": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
        }
        program = str(self._distribution.home / "bin/elasticsearch")
        self._processes.start(name, [*as_another_user(), program], environment)

    def kill(self, name: str) -> None:
        """Ends a node as a power cut would."""
        self._processes.kill(name)

    def cut_off(self, name: str) -> None:
        """Makes a node deaf and dumb; its connections stay open."""
        self._processes.signal(name, signal.SIGSTOP)

    def bring_back(self, name: str) -> None:
        """Ends what `cut_off` began."""
        self._processes.signal(name, signal.SIGCONT)

    def check(self) -> None:
        """Raises `ProcessDiedError` when a node has ended by itself."""
        self._processes.check()

    def wait(self, condition: str, seconds: float = START_SECONDS) -> None:
        """Waits until the cluster's health meets a condition (parameters of /_cluster/health). Raises `NotStartedError`."""
        until = time.monotonic() + seconds
        last = ""
        while time.monotonic() < until:
            self._processes.check()
            try:
                answer = self.request(f"/_cluster/health?{condition}&timeout=1s")
                if answer.is_success:
                    return
                last = answer.text
            except httpx.TransportError as error:
                last = str(error)
            time.sleep(0.2)
        raise NotStartedError(
            f"Elasticsearch is not ready after {seconds:.0f} s ({last[:300]}). Its logs are in {self._place / 'logs'}."
        )

    def request(self, path: str, method: str = "GET", body: Any = None) -> httpx.Response:
        """One request as the administrator to any node that answers, past the program that is being tried."""
        login = (self.user, self.password) if self._secure else None
        trusted = ssl.create_default_context(cafile=self.ca_file)
        with httpx.Client(auth=login, verify=trusted, timeout=30, trust_env=False) as client:
            *others, last = self.addresses
            for address in others:
                with suppress(httpx.TransportError):
                    return client.request(method, address + path, json=body)
            return client.request(method, last + path, json=body)

    def _prepare(self, name: str) -> None:
        """The folders of a node, which its user may write, and its configuration."""
        number = self.names.index(name)
        folder = self._place / name
        config = folder / "config"
        for part in ("data", "logs", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        shutil.rmtree(config, ignore_errors=True)
        shutil.copytree(self._distribution.home / "config", config)
        lines = [f"{key}: {value}\n" for key, value in self._configuration(name, number, folder).items()]
        (config / "elasticsearch.yml").write_text("".join(lines))
        if self._secure:
            for file in ("certificate.pem", "key.pem"):
                shutil.copy(self._place / file, config / file)
        if os.geteuid() == 0:
            user = pwd.getpwnam(USER)
            self._place.chmod(0o755)
            for path in (folder, *folder.rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid)
        if self._secure:
            self._keep_password(config)

    def _configuration(self, name: str, number: int, folder: Path) -> dict[str, str]:
        """What is in elasticsearch.yml."""
        configured = {
            "cluster.name": "protection-news",
            "node.name": name,
            "network.host": "127.0.0.1",
            "http.port": str(self._ports[number]),
            "transport.port": str(self._transport_ports[number]),
            "path.data": str(folder / "data"),
            "path.logs": str(folder / "logs"),
            # A developer's disk is often nine tenths full, where a cluster would rightly stop taking documents.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "xpack.security.enabled": str(self._secure).lower(),
            "xpack.security.enrollment.enabled": "false",
            "xpack.security.autoconfiguration.enabled": "false",
        }
        if len(self.names) == 1:
            configured["discovery.type"] = "single-node"
        else:
            seeds = ", ".join(f"127.0.0.1:{port}" for port in self._transport_ports)
            configured["discovery.seed_hosts"] = f"[{seeds}]"
            configured["cluster.initial_master_nodes"] = f"[{', '.join(self.names)}]"
        if self._secure:
            configured["xpack.security.http.ssl.enabled"] = "true"
            configured["xpack.security.http.ssl.certificate"] = "certificate.pem"
            configured["xpack.security.http.ssl.key"] = "key.pem"
        return configured | self._settings

    def _keep_password(self, config: Path) -> None:
        """Writes the administrator's first password into the node's keystore."""
        program = [*as_another_user(), str(self._distribution.home / "bin/elasticsearch-keystore")]
        environment = {
            "ES_JAVA_HOME": str(self._distribution.java_home),
            "ES_PATH_CONF": str(config),
            "PATH": "/usr/bin:/bin",
        }
        for arguments, given in ((["create"], ""), (["add", "-x", "bootstrap.password"], self.password)):
            subprocess.run(
                [*program, *arguments], env=environment, input=given, text=True, check=True, capture_output=True
            )

    def _end(self) -> None:
        for name in self.names:  # a program that was stopped does not hear that it should end
            try:
                self._processes.signal(name, signal.SIGCONT)
            except KeyError:
                continue
        self._processes.stop()
        if self._given_place is None:
            shutil.rmtree(self._place, ignore_errors=True)


def temporary_place(in_memory: bool) -> Path:
    """A new folder; `in_memory`: where nothing waits for a disk, if there is room (an index was made in .3 s instead of 1 s)."""
    roomy = in_memory and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED
    return Path(tempfile.mkdtemp(prefix="protection-news-elasticsearch-", dir=MEMORY if roomy else None))


def make_certificate(folder: Path) -> None:
    """A certificate for the loopback that is its own authority, made by openssl."""
    names = "subjectAltName=IP:127.0.0.1,DNS:localhost"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost"]
    run([*request, "-addext", names, *files], "The certificate could not be made", 60)
    readable_by_all(folder)


def as_another_user() -> list[str]:
    """What goes before a command so that root runs it as nobody. Changing the user forgets whom to end with: it is said anew."""
    if os.geteuid():
        return []
    user = pwd.getpwnam(USER)
    return [
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        "--pdeathsig",
        "TERM",
        "--",
    ]


def free_port() -> int:
    """A port of the loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
