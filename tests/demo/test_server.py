"""What all offices' servers do alike."""

import gzip
from collections.abc import Callable

import httpx
import pytest

from demo.server import DAY_ADDRESS, PORTS, DemoOffices, DemoOfficesError
from processing.settings import Settings

Ask = Callable[..., httpx.Response]
ARTICLE = "/network-news/current-news/kenya-ombudsman-age-assessment-young-detainees-nairobi"
CORRECTED = "/network-news/current-news/peru-defensoria-ciudadana-albergue-tumbes-menores-sin-tutor"


def test_each_office_answers_at_its_own_address(offices: DemoOffices, ask: Ask) -> None:
    assert set(offices.addresses) == set(PORTS)
    assert len(set(offices.addresses.values())) == len(PORTS)
    for name in PORTS:
        assert ask(name, "/").status_code == 200
        assert ask(name, "/robots.txt").text.startswith("User-agent: *")
        assert ask(name, "/there-is-nothing-here").status_code == 404


def test_an_article_asked_again_with_its_tag_is_not_modified(ask: Ask) -> None:
    first = ask("network", ARTICLE)
    again = ask("network", ARTICLE, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_an_article_asked_again_with_its_date_is_not_modified(ask: Ask) -> None:
    modified = ask("network", ARTICLE).headers["Last-Modified"]
    assert ask("network", ARTICLE, If_Modified_Since=modified).status_code == 304
    assert ask("network", ARTICLE, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status_code == 200
    assert ask("network", ARTICLE, If_Modified_Since="the other day").status_code == 200


def test_a_tag_counts_more_than_a_date(ask: Ask) -> None:
    modified = ask("network", ARTICLE).headers["Last-Modified"]
    assert ask("network", ARTICLE, If_None_Match='W/"other"', If_Modified_Since=modified).status_code == 200


def test_pages_are_compressed_for_those_who_take_it(offices: DemoOffices) -> None:
    address = offices.addresses["network"] + ARTICLE
    with httpx.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as compressed:
        assert compressed.headers["Content-Encoding"] == "gzip"
        body = gzip.decompress(b"".join(compressed.iter_raw()))
    plain = httpx.get(address, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.content == body


def test_head_gives_headers_alone(ask: Ask) -> None:
    whole, head = ask("network", ARTICLE), ask("network", ARTICLE, "HEAD")
    assert head.content == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_the_next_day_changes_what_was_corrected_and_nothing_else(offices: DemoOffices, ask: Ask) -> None:
    before = {path: ask("network", path).headers["ETag"] for path in (ARTICLE, CORRECTED)}
    offices.day = 2
    assert ask("network", ARTICLE, If_None_Match=before[ARTICLE]).status_code == 304
    corrected = ask("network", CORRECTED, If_None_Match=before[CORRECTED])
    assert corrected.status_code == 200
    assert "hallaron a 37 menores" in corrected.text
    assert corrected.headers["Last-Modified"] == "Sat, 21 Nov 2026 09:00:00 GMT"


def test_the_day_can_be_set_from_another_process(offices: DemoOffices) -> None:
    address = offices.addresses["ombudsman"] + DAY_ADDRESS
    assert httpx.get(address).text == "1\n"
    assert httpx.post(address, content="2").text == "2\n"
    assert offices.day == 2
    for nonsense in ("3", "", "two", "2" * 1000):
        assert httpx.post(address, content=nonsense).status_code == 400
    assert httpx.post(offices.addresses["ombudsman"] + "/", content="2").status_code == 405
    assert offices.day == 2


def test_there_is_no_third_day() -> None:
    with pytest.raises(DemoOfficesError, match="not 3"):
        DemoOffices(day=3)


def test_an_office_that_is_down_refuses_everything_until_it_is_up(offices: DemoOffices, ask: Ask) -> None:
    offices.down.add("network")
    assert ask("network", ARTICLE).status_code == 503
    assert ask("network", "/robots.txt").status_code == 503
    assert ask("childhood", "/").status_code == 200
    offices.down.clear()
    assert ask("network", ARTICLE).status_code == 200


def test_the_log_tells_what_was_asked_and_how(offices: DemoOffices, ask: Ask) -> None:
    tag = ask("network", f"{ARTICLE}?pk_campaign=x").headers["ETag"]
    ask("network", ARTICLE, If_None_Match=tag)
    first, second = offices.requests("network")
    assert (first.method, first.path, first.status, first.conditional) == (
        "GET",
        f"{ARTICLE}?pk_campaign=x",
        200,
        False,
    )
    assert (second.status, second.conditional) == (304, True)
    assert offices.asked("network")[ARTICLE] == 1
    assert offices.requests("childhood") == []


def test_a_port_that_is_taken_is_told_in_words(offices: DemoOffices) -> None:
    taken = int(offices.addresses["network"].rpartition(":")[2])
    with (
        pytest.raises(DemoOfficesError, match=f"network cannot listen on 127.0.0.1:{taken}"),
        DemoOffices({"network": taken}),
    ):
        pass


def test_the_written_declarations_name_the_offices_as_they_are_open(offices: DemoOffices, settings: Settings) -> None:
    from crawlers.declaration_file import load

    folder = offices.write_sources(settings.data / "sources")
    for name, address in offices.addresses.items():
        declaration = load(folder / f"{name}.yml", folder)
        assert (declaration.name, declaration.site) == (name, address)
