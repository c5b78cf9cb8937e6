"""An index of its own for each test in a real Elasticsearch, and a road to it on which things go wrong."""

import http.client
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search_api.engines.elasticsearch.connection import Place
from search_api.engines.elasticsearch.engine import ElasticsearchEngine
from servers.elasticsearch.server import Elasticsearch


class Road:
    """A proxy on the loopback. `trouble` says what happens to the next requests whose path has a certain part."""

    def __init__(self, port: int) -> None:
        self._troubles: list[tuple[str, Callable[[BaseHTTPRequestHandler], None]]] = []
        self._choosing = threading.Lock()
        self.passed: list[str] = []
        road = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def handle_any(self) -> None:
                self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                happens = road._trouble_of(self.path)
                if happens:
                    happens(self)
                else:
                    self.forward()

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815 - the library calls them so

            def forward(self) -> None:
                road.passed.append(self.path)
                connection = http.client.HTTPConnection("127.0.0.1", port)
                headers = {
                    name: value
                    for name, value in self.headers.items()
                    if name.lower() not in ("host", "content-length")
                }
                connection.request(self.command, self.path, self.body, headers)
                answer = connection.getresponse()
                self.respond(answer.status, answer.read(), dict(answer.getheaders()))
                connection.close()

            def respond(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def trouble(self, part: str, happens: Callable[..., None], times: int = 1) -> None:
        """What happens to the next requests."""
        self._troubles += [(part, happens)] * times

    def _trouble_of(self, path: str) -> Callable[..., None] | None:
        with self._choosing:  # requests come at the same time
            for number, (part, happens) in enumerate(self._troubles):
                if part in path:
                    del self._troubles[number]
                    return happens
        return None

    def close(self) -> None:
        """No more road."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


PRODUCT = {"X-elastic-product": "Elasticsearch", "Content-Type": "application/json"}


def refused(
    status: int, kind: str = "es_rejected_execution_exception", reason: str = "too much"
) -> Callable[..., None]:
    """The server refuses the whole request."""
    body = f'{{"error": {{"type": "{kind}", "reason": "{reason}"}}, "status": {status}}}'
    return lambda handler: handler.respond(status, body.encode(), PRODUCT)


def lost_on_the_way(handler: BaseHTTPRequestHandler) -> None:
    """The request never arrives."""
    handler.close_connection = True


def lost_on_the_way_back(handler: BaseHTTPRequestHandler) -> None:
    """The request is done, and nobody hears of it."""
    respond = handler.respond
    handler.respond = lambda *_: None
    handler.forward()
    handler.respond = respond
    handler.close_connection = True


def late(seconds: float) -> Callable[..., None]:
    """The answer comes late."""

    def happens(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.forward()

    return happens


def held_up(together: threading.Barrier) -> Callable[..., None]:
    """The request goes on when as many others as the barrier wants have come; if they do not come, it is refused."""

    def happens(handler: BaseHTTPRequestHandler) -> None:
        try:
            together.wait()
        except threading.BrokenBarrierError:
            refused(400)(handler)
        else:
            handler.forward()

    return happens


@pytest.fixture
def road(elasticsearch_server: Elasticsearch) -> Iterator[Road]:
    """The way to the server."""
    opened = Road(int(elasticsearch_server.addresses[0].rpartition(":")[2]))
    yield opened
    opened.close()


@pytest.fixture
def troubles() -> dict[str, Callable[..., object]]:
    """What can happen on the road."""
    return {
        "refused": refused,
        "lost on the way": lost_on_the_way,
        "lost on the way back": lost_on_the_way_back,
        "late": late,
        "held up": held_up,
    }


@pytest.fixture
def index(elasticsearch_server: Elasticsearch) -> Iterator[str]:
    """The name of an index that nobody else has; everything that begins so is dropped."""
    name = f"test-{uuid.uuid4().hex[:10]}"
    yield name
    for one in elasticsearch_server.request(f"/{name}*/_alias").json():
        elasticsearch_server.request(f"/{one}", "DELETE")


@pytest.fixture
def open_engine(elasticsearch_server: Elasticsearch, index: str) -> Iterator[Callable[..., ElasticsearchEngine]]:
    """Opens the test's index; `address` where it is not reached directly."""
    opened: list[ElasticsearchEngine] = []

    def open_it(address: str = "", **options: object) -> ElasticsearchEngine:
        addresses = (address,) if address else elasticsearch_server.addresses
        opened.append(ElasticsearchEngine(Place(addresses, index, **options), ()))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()


@pytest.fixture
def engine(open_engine: Callable[..., ElasticsearchEngine]) -> ElasticsearchEngine:
    """An engine without an index."""
    return open_engine()
