"""How long an answer takes: our HTTP API on each engine, and the same requests sent to Elasticsearch without us."""

import http.client
import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from elastic_transport import Urllib3HttpNode

from benchmarks.synthetic_articles import LANGUAGES, model
from search_api.engines.elasticsearch.connection import Place
from search_api.engines.elasticsearch.engine import ElasticsearchEngine
from search_api.http.parameters import SearchParameters

CLIENTS = (1, 4, 16)
PERCENTILES = (50, 95, 99)

Asking = dict[str, Any]
"""Parameters of /api/v1/search."""


@dataclass(frozen=True)
class Sent:
    """A request as our engine sent it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None


def questions(number: int, seed: int = 1) -> list[Asking]:
    """Questions of all kinds, the simple ones more often, in every language."""
    chance = random.Random(seed)
    codes, shares = list(LANGUAGES), [language.share for language in LANGUAGES.values()]

    def word(code: str) -> str:
        return str(model(code).words[int(20 * 250 ** chance.random())])  # from very frequent to rare

    def one() -> Asking:
        (code,) = chance.choices(codes, shares)
        phrase = str(chance.choice(model(code).phrases[:300]))
        kinds: list[tuple[int, Callable[[], Asking]]] = [
            (30, lambda: {"q": word(code)}),
            (20, lambda: {"q": f"{word(code)} {word(code)}"}),
            (10, lambda: {"q": f'"{phrase}"'}),
            (5, lambda: {"q": f"{word(code)} OR {word(code)} OR {word(code)}"}),
            (5, lambda: {"q": f"{word(code)[:4]}*" if len(word(code)) > 4 else word(code)}),
            (5, lambda: {"q": f"{word(code)} -{word(code)}", "sort": "newest"}),
            (10, lambda: {"q": word(code), "language": (code,), "published_from": "2024-06-01"}),
            (10, lambda: {"q": phrase, "country": (f"C{chance.randrange(5)}",), "source": ("-press-1",)}),
            (5, lambda: {"q": "", "source": (f"press-{chance.randrange(20)}",)}),
        ]
        (make,) = chance.choices([make for _, make in kinds], [weight for weight, _ in kinds])
        return make()

    return [one() for _ in range(number)]


def recorded(place: Place, asked: Sequence[Asking]) -> list[list[Sent]]:
    """What our engine sends to Elasticsearch for each question."""
    sent: list[Sent] = []

    class Recording(Urllib3HttpNode):
        """Passes every request on, and keeps it."""

        def perform_request(self, method: str, target: str, *arguments: Any, **options: Any) -> Any:
            sent.append(Sent(method, target, dict(options.get("headers") or {}), options.get("body")))
            return super().perform_request(method, target, *arguments, **options)

    engine = ElasticsearchEngine(Place(place.addresses, place.index, options={"node_class": Recording}), ())
    engine.watermark()
    result = []
    for asking in asked:
        sent.clear()
        engine.search(SearchParameters.model_validate(asking).question())
        result.append(list(sent))
    engine.close()
    return result


def api_requests(asked: Sequence[Asking]) -> list[list[Sent]]:
    """The questions as somebody asks our API."""
    return [[Sent("GET", f"/api/v1/search?{urlencode(asking, doseq=True)}", {}, None)] for asking in asked]


def latencies(address: str, asked: Sequence[Sequence[Sent]], clients: int) -> dict[str, float]:
    """Percentiles, in milliseconds, of the time that each question takes when so many clients ask one after the other."""
    host = address.removeprefix("http://")
    taken: list[float] = []
    waiting = list(enumerate(asked))
    lock = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection(host, timeout=120)
        while True:
            with lock:
                if not waiting:
                    break
                _, requests = waiting.pop()
            started = time.perf_counter()
            for request in requests:
                connection.request(request.method, request.target, request.body, request.headers)
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{request.target}: {answer.status} {body[:300]!r}")
            taken.append((time.perf_counter() - started) * 1000)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) != len(asked):
        raise RuntimeError(f"only {len(taken)} of {len(asked)} questions were answered by {address}")
    cut = statistics.quantiles(taken, n=100, method="inclusive")
    return {f"p{percentile}": cut[percentile - 1] for percentile in PERCENTILES}
