"""How long an answer takes: our HTTP API on each engine, and the same requests sent to Elasticsearch without us, in the same order."""

import asyncio
import http.client
import random
import select
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from elastic_transport import AiohttpHttpNode, HttpHeaders
from elastic_transport.client_utils import DEFAULT

from benchmarks.synthetic_articles import LANGUAGES, model
from processing.tags.vocabulary import load_concepts
from search_api.engines.elasticsearch.connection import AsyncConnection, Place
from search_api.engines.elasticsearch.engine import ElasticsearchEngine
from search_api.http.parameters import SearchParameters
from search_api.query.question import Question

CLIENTS = (1, 4, 16)
PERCENTILES = (50, 95, 99)
LONGEST_SECONDS = 120  # for one answer

Times = dict[str, list[float]]
"""Milliseconds that each question took, for each way of asking."""

Asking = dict[str, Any]
"""Parameters of /api/v1/search."""


@dataclass(frozen=True)
class Sent:
    """A request as our engine sent it; `after`: which of the requests before it were answered when it was sent."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None
    after: frozenset[int] = frozenset()


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
    """What our engine sends to Elasticsearch for each question, in the order in which it does."""
    sent: list[Sent] = []
    answered: set[int] = set()

    class Recording(AiohttpHttpNode):
        """Passes every request on, and keeps it."""

        async def perform_request(  # type: ignore[override]  # as its own class does
            self,
            method: str,
            target: str,
            body: bytes | None = None,
            headers: HttpHeaders | None = None,
            request_timeout: Any = DEFAULT,
        ) -> Any:
            number = len(sent)
            sent.append(Sent(method, target, dict(headers or {}), body, frozenset(answered)))
            answer = await super().perform_request(method, target, body, headers, request_timeout)
            answered.add(number)
            return answer

    async def ask() -> list[list[Sent]]:
        engine = ElasticsearchEngine(
            Place(place.addresses, place.index, options={"node_class": Recording}), load_concepts()
        )
        await engine.asearch(Question(text=""))  # whatever is sent only once
        result = []
        for asking in asked:
            sent.clear()
            answered.clear()
            await engine.asearch(SearchParameters.model_validate(asking).question())
            result.append(list(sent))
        await engine.aclose()
        return result

    return asyncio.run(ask())


def api_requests(asked: Sequence[Asking]) -> list[list[Sent]]:
    """The questions as somebody asks our API."""
    return [[Sent("GET", f"/api/v1/search?{urlencode(asking, doseq=True)}", {}, None)] for asking in asked]


Way = Callable[[], AbstractContextManager[Callable[[int], None]]]
"""Opens what one client asks with: a function that asks the question of a number and waits for all of its answer."""


def by_http(address: str, asked: Sequence[Sequence[Sent]]) -> Way:
    """Requests that are ready, with Python's own HTTP client; answers are read and thrown away."""

    @contextmanager
    def opened() -> Iterator[Callable[[int], None]]:
        idle: list[http.client.HTTPConnection] = []
        yield lambda number: send(address, asked[number], idle)
        for connection in idle:
            connection.close()

    return opened


def by_client(place: Place, asked: Sequence[Sequence[Sent]]) -> Way:
    """The same requests with Elasticsearch's client as we set it up: whoever asks a server without us has its answers read from JSON."""

    @contextmanager
    def opened() -> Iterator[Callable[[int], None]]:
        connection = AsyncConnection(place)
        with asyncio.Runner() as runner:
            runner.run(connection.answer("looking who answers", lambda client: client.info()))
            yield lambda number: runner.run(send_by_client(connection, asked[number]))
            runner.run(connection.close())

    return opened


async def send_by_client(connection: AsyncConnection, requests: Sequence[Sent]) -> None:
    """Sends each request as soon as those that it was sent after are answered."""
    answers: list[asyncio.Task[None]] = []

    async def answer(request: Sent) -> None:
        for number in request.after:
            await answers[number]
        await connection.answer(
            "asking",
            lambda client: client.perform_request(
                request.method, request.target, headers=request.headers, body=request.body
            ),
        )

    answers += [asyncio.create_task(answer(request)) for request in requests]
    await asyncio.gather(*answers)


def latencies(ways: Mapping[str, Way], number: int, clients: int) -> Times:
    """The time that each of `number` questions takes in each way, when so many clients ask one after the other.

    One client asks each question in each way before the next, because a machine is not equally fast all the time. Several ask one way
    after the other: they are there to be in each other's way.
    """
    taken: Times = {name: [0.0] * number for name in ways}
    jobs = [[(name, one) for one in range(number)] for name in ways]
    if clients == 1:
        jobs = [[(name, one) for one in range(number) for name in in_turns(list(ways), one)]]
    for job in jobs:
        work(ways, job, clients, taken)
    return taken


def percentiles(taken: Times, clients: int) -> dict[str, float]:
    """The figures of a measurement with so many clients."""
    figures: dict[str, float] = {}
    for name, times in taken.items():
        cut = statistics.quantiles(times, n=100, method="inclusive")
        figures |= {f"{name}_p{percentile}_ms_at_{clients}": cut[percentile - 1] for percentile in PERCENTILES}
    return figures


def added(ours: list[float], theirs: list[float]) -> float:
    """What our way of asking adds, question by question: the median."""
    return statistics.median(one - other for one, other in zip(ours, theirs, strict=True))


def in_turns(names: list[str], number: int) -> list[str]:
    """The names, each the first one in its turn."""
    first = number % len(names)
    return names[first:] + names[:first]


def work(ways: Mapping[str, Way], job: list[tuple[str, int]], clients: int, taken: Times) -> None:
    """So many clients ask the questions of a job, and note what each took."""
    waiting = iter(job)
    lock = threading.Lock()

    def client() -> None:
        with ExitStack() as open_ones:
            asks = {name: open_ones.enter_context(ways[name]()) for name in {name for name, _ in job}}
            while True:
                with lock:
                    name, number = next(waiting, ("", 0))
                if not name:
                    return
                started = time.perf_counter()
                asks[name](number)
                taken[name][number] = (time.perf_counter() - started) * 1000

    with ThreadPoolExecutor(clients) as threads:
        for done in [threads.submit(client) for _ in range(clients)]:
            done.result()


def send(address: str, requests: Sequence[Sent], idle: list[http.client.HTTPConnection]) -> None:
    """Sends each request as soon as those that it was sent after are answered, and reads the answers."""
    waiting = dict(enumerate(requests))
    on_their_way: dict[int, http.client.HTTPConnection] = {}
    answered: set[int] = set()
    while waiting or on_their_way:
        for number, request in list(waiting.items()):
            if request.after <= answered:
                connection = idle.pop() if idle else connected(address)
                connection.request(request.method, request.target, request.body, request.headers)
                on_their_way[number] = connection
                del waiting[number]
        ready, _, _ = select.select([one.sock for one in on_their_way.values()], [], [], LONGEST_SECONDS)
        if not ready:
            raise RuntimeError(f"{address} does not answer")
        for number, connection in list(on_their_way.items()):
            if connection.sock in ready:
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{requests[number].target}: {answer.status} {body[:300]!r}")
                answered.add(number)
                idle.append(connection)
                del on_their_way[number]


def connected(address: str) -> http.client.HTTPConnection:
    """A connection whose small requests are sent at once."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=LONGEST_SECONDS)
    connection.connect()
    return connection
