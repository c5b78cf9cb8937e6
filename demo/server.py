"""The six demo press offices' web servers on this machine: started and stopped together, on the first or the next day."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from socketserver import TCPServer
from types import TracebackType
from typing import Self, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.offices.opening import open_offices
from demo.texts import DAYS, load_texts
from demo.web import Answer, Asked, Office, for_client
from processing.errors import ProtectionNewsError

HOST = "127.0.0.1"  # never reachable from elsewhere: the control address below has no password
PORTS = {
    "migration": 8101,
    "migration-west": 8102,
    "childhood": 8103,
    "ombudsman": 8104,
    "network": 8105,
    "observatory": 8106,
}
SOURCES = Path(__file__).parent / "sources"
DAY_ADDRESS = "/.demo/day"  # GET tells the day, POST with 1 or 2 sets it, at any of the offices, for all of them
IDLE_SECONDS = 30  # a kept connection without a request is closed after this
LARGEST_POST = 16  # bytes


class DemoOfficesError(ProtectionNewsError):
    """The demo offices cannot be opened, or were asked for a day that they do not have."""


@dataclass(frozen=True)
class Logged:
    """One request that an office answered."""

    office: str
    method: str
    path: str  # decoded, with its query
    status: int
    conditional: bool  # asked with If-None-Match or If-Modified-Since


class DemoOffices:
    """The offices while they are open: `with DemoOffices() as offices: offices.addresses["network"]`.

    `ports` gives an office's fixed port; without one it takes a free port. `day` and `down` may be changed at any time: an
    office that is down answers 503 to everything, its robots.txt too. Raises `DemoOfficesError` when a port is taken.
    """

    def __init__(self, ports: Mapping[str, int] | None = None, day: int = 1, down: Iterable[str] = ()) -> None:
        self.ports = dict(ports or {})
        self.day = day
        self.down = set(down)
        self.addresses: dict[str, str] = {}
        self.log: list[Logged] = []
        self._servers: list[OfficeServer] = []

    @property
    def day(self) -> int:
        """The day it is at the offices: 1 or 2."""
        return self._day

    @day.setter
    def day(self, day: int) -> None:
        if day not in DAYS:
            raise DemoOfficesError(f"The demo offices know the days {', '.join(map(str, DAYS))}, not {day}.")
        self._day = day

    def requests(self, office: str) -> list[Logged]:
        """What an office was asked since it opened, in order."""
        return [request for request in self.log if request.office == office]

    def asked(self, office: str) -> Counter[str]:
        """How often each path of an office was asked since it opened."""
        return Counter(request.path for request in self.requests(office))

    def write_sources(self, directory: Path) -> Path:
        """Writes the offices' declarations with the addresses they have now; the folder is what `sources` in the settings names."""
        copytree(SOURCES, directory, dirs_exist_ok=True)
        for name, address in self.addresses.items():
            file = directory / f"{name}.yml"
            said = file.read_text("utf-8")
            file.write_text(said.replace(f"http://{HOST}:{PORTS[name]}", address), "utf-8")
        return directory

    def __enter__(self) -> Self:
        for name, office in open_offices(load_texts()).items():
            try:
                server = OfficeServer((HOST, self.ports.get(name, 0)), office, self)
            except OSError as error:
                self.close()
                raise DemoOfficesError(
                    f"The demo office {name} cannot listen on {HOST}:{self.ports.get(name, 0)}: {error.strerror}. "
                    "End the program that holds this port (another demo, perhaps) and try again."
                ) from error
            self._servers.append(server)
            self.addresses[name] = server.address
            threading.Thread(target=server.serve_forever, args=(0.05,), name=f"office {name}", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes all offices; their addresses answer no more."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers.clear()


class OfficeServer(ThreadingHTTPServer):
    """One office's server."""

    daemon_threads = True
    block_on_close = False  # kept connections would hold the demo open for as long as they are idle

    def __init__(self, place: tuple[str, int], office: Office, offices: DemoOffices) -> None:
        super().__init__(place, OfficeHandler)
        self.office = office
        self.offices = offices

    def server_bind(self) -> None:
        """Binds without asking the name service what this machine is called, as HTTPServer would."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    @property
    def address(self) -> str:
        """Address of the office, without a slash at its end."""
        return f"http://{HOST}:{self.server_port}"


class OfficeHandler(BaseHTTPRequestHandler):
    """Answers one connection's requests."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave together: apart they cost 40 ms on a kept connection
    server_version = "demo-office"
    sys_version = ""

    def do_GET(self) -> None:
        """A page, or the day."""
        self.reply(self.day() if self.path == DAY_ADDRESS else self.office_answer())

    def do_HEAD(self) -> None:
        """The same without the body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Sets the day; nothing else is taken."""
        self.close_connection = True  # what else may follow in an unread body is no request
        if self.path != DAY_ADDRESS:
            self.reply(Answer(status=HTTPStatus.METHOD_NOT_ALLOWED))
            return
        length = self.headers.get("Content-Length", "")
        said = self.rfile.read(min(int(length), LARGEST_POST)).decode("ascii", "replace") if length.isdecimal() else ""
        try:
            self.offices.day = int(said)
        except (ValueError, DemoOfficesError):
            self.reply(Answer(b"1 or 2\n", HTTPStatus.BAD_REQUEST, "text/plain"))
            return
        self.reply(self.day())

    @property
    def offices(self) -> DemoOffices:
        """The offices this one is open with."""
        return cast(OfficeServer, self.server).offices

    def day(self) -> Answer:
        """The day it is."""
        return Answer(f"{self.offices.day}\n".encode(), content_type="text/plain")

    def office_answer(self) -> Answer:
        """What the office says, put as this client takes it, and logged."""
        server = cast(OfficeServer, self.server)
        asked = urlsplit(self.path)
        path = unquote(asked.path, errors="replace")
        if server.office.name in self.offices.down:
            answer = Answer(b"Down for maintenance\n", HTTPStatus.SERVICE_UNAVAILABLE, "text/plain")
        else:
            query = dict(parse_qsl(asked.query, keep_blank_values=True))
            answer = server.office.answer(Asked(path, query, self.offices.day, server.address))
            answer = for_client(answer, self.headers)
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        whole = f"{path}?{unquote(asked.query, errors='replace')}" if asked.query else path
        self.offices.log.append(Logged(server.office.name, self.command, whole, answer.status, conditional))
        return answer

    def reply(self, answer: Answer) -> None:
        """Sends an answer; to HEAD its headers alone."""
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that BaseHTTPRequestHandler gives it
        """Says nothing on the terminal: what was asked stands in the offices' log."""
