"""Both search engines side by side: how fast they index and answer, what they take of disk and memory.

    python -m benchmarks.search [--documents 200000] [--quick] [--json FILE]

Articles are made up, in eleven languages. Elasticsearch is a node of this machine, started for the measurement. Each figure of ours stands
beside what the library does without us: `streaming_bulk` of ready documents, tantivy with its own analyzers, and the requests that
our engine sends, sent to Elasticsearch directly.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.search_indexing import elasticsearch_rates, tantivy_rates
from benchmarks.search_latency import (
    CLIENTS,
    Asking,
    Way,
    added,
    api_requests,
    by_client,
    by_http,
    latencies,
    percentiles,
    questions,
    recorded,
)
from benchmarks.synthetic_articles import synthetic_articles
from dags.processes import Processes
from processing.settings import Settings
from search_api.engines.elasticsearch.connection import Place
from servers.elasticsearch.server import Elasticsearch, free_port

DOCUMENTS, QUICK_DOCUMENTS = 200_000, 1_000
QUESTIONS, QUICK_QUESTIONS = 600, 30
INDEX = "benchmark"
SERVED_SECONDS = 60

Figures = dict[str, float]


def main() -> None:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--documents", type=int, help=f"articles to make up (default {DOCUMENTS}; {QUICK_DOCUMENTS} with --quick)"
    )
    parser.add_argument("--quick", action="store_true", help="fewer articles and questions: within a minute")
    parser.add_argument("--json", type=Path, help="file for the figures")
    given = parser.parse_args()
    number = given.documents or (QUICK_DOCUMENTS if given.quick else DOCUMENTS)
    figures: Figures = {}
    for found in measured(number, QUICK_QUESTIONS if given.quick else QUESTIONS, given.quick):
        for name, value in found.items():
            print(f"{name:<48}{value:>14,.2f}", flush=True)
        figures |= found
        if given.json:  # each time, so that a long measurement that is ended early has not been for nothing
            given.json.write_text(json.dumps(figures, indent=2) + "\n")


def measured(number: int, asked: int, quick: bool) -> Iterator[Figures]:
    """All figures, as they become known."""
    yield {"documents": number, "processors": os.cpu_count() or 0}
    say(f"making up {number:,} articles")
    articles = list(synthetic_articles(number))
    with tempfile.TemporaryDirectory(prefix="protection-news-benchmark-") as folder:
        settings = Settings(_env_file=None, data=Path(folder) / "data")
        say("indexing with tantivy")
        yield tantivy_rates(settings.data, articles)
        yield {"tantivy_index_megabytes": size_of(settings.index_directory) / 1e6}
        say("starting Elasticsearch")
        with Elasticsearch(heap="512m" if quick else "1g", quick=quick) as server:
            place = Place(server.addresses, INDEX)
            say("indexing with Elasticsearch")
            yield elasticsearch_rates(place, articles)
            yield {"elasticsearch_index_megabytes": stored(server) / 1e6}
            del articles
            answer_anew(server)
            yield from answering(settings, place, asked)
            yield {"elasticsearch_server_memory_megabytes": resident(server_process(server)) / 1e6}


def answering(settings: Settings, place: Place, number: int) -> Iterator[Figures]:
    """How long answers take, of our API on each engine and of Elasticsearch alone."""
    changes = {"engine": "elasticsearch", "elasticsearch_addresses": place.addresses, "elasticsearch_index": INDEX}
    with served(settings) as (embedded, embedded_pid), served(settings.model_copy(update=changes)) as (ours, our_pid):

        def ways_of(asked: Sequence[Asking]) -> dict[str, Way]:
            sent = recorded(place, asked)
            return {
                "embedded": by_http(embedded, api_requests(asked)),
                "elasticsearch": by_http(ours, api_requests(asked)),
                "elasticsearch_direct": by_client(place, sent),
                "elasticsearch_wire": by_http(place.addresses[0], sent),
            }

        ways = ways_of(questions(number))
        say("asking")
        latencies(ways, number, 4)  # what a process and a server do at their first questions is not what is measured
        new = latencies(ways_of(questions(number // 2, seed=2)), number // 2, 1)
        yield {
            "elasticsearch_new_question_p50_ms": statistics.median(new["elasticsearch"]),
            "elasticsearch_new_question_added_ms_p50": added(new["elasticsearch"], new["elasticsearch_direct"]),
        }
        for clients in CLIENTS:
            taken = latencies(ways, number, clients)
            yield percentiles(taken, clients)
            if clients == 1:
                ours_taken = taken["elasticsearch"]
                yield {
                    "elasticsearch_added_ms_p50": added(ours_taken, taken["elasticsearch_direct"]),
                    "elasticsearch_added_to_wire_ms_p50": added(ours_taken, taken["elasticsearch_wire"]),
                }
        yield {
            "embedded_api_memory_megabytes": resident(embedded_pid) / 1e6,
            "elasticsearch_api_memory_megabytes": resident(our_pid) / 1e6,
        }


@contextmanager
def served(settings: Settings) -> Iterator[tuple[str, int]]:
    """Our API in a process of its own: its address, and the process."""
    settings = settings.model_copy(update={"port": free_port()})
    with Processes(settings.data / f"logs-{settings.engine}") as processes:
        command = [str(Path(sys.executable).with_name("protection-news")), "serve"]
        processes.start("serve", command, {**os.environ, **settings.as_environment()})
        until = time.monotonic() + SERVED_SECONDS
        while True:
            processes.check()
            try:
                httpx.get(f"{settings.address}/healthz", trust_env=False)
                break
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        yield settings.address, processes.process_of("serve")


def answer_anew(server: Elasticsearch) -> None:
    """Lets the server count anew each time. It keeps what it counted for a question that comes again, as all do here and few elsewhere."""
    server.request(f"/{INDEX}/_settings", "PUT", {"index.requests.cache.enable": False})


def stored(server: Elasticsearch) -> int:
    """Bytes of our index."""
    stats = server.request(f"/{INDEX}/_stats/store").json()
    return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])


def server_process(server: Elasticsearch) -> int:
    """The process of the (only) node."""
    (node,) = server.request("/_nodes/process").json()["nodes"].values()
    return int(node["process"]["id"])


def resident(process: int) -> int:
    """Bytes of memory that a process holds."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"process {process} has no memory of its own")


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def say(what: str) -> None:
    """What is being done, for whoever waits."""
    print(f"{what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
