"""Live checks: what works, what does not and what would help; and what of it is remembered."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawlers.introduction import NoContactError
from crawlers.source_commands import sources
from processing.catalogue import source_checks
from processing.catalogue.database import Catalogue

TEXT = "The Ombudsman asks that every child who arrives alone is given a guardian within two days of arrival. " * 6
DAY = datetime(2026, 10, 1, 2, tzinfo=UTC)


def run(source: Any, *words: str) -> Result:
    return CliRunner().invoke(sources, words, obj=source.settings, catch_exceptions=False)


def test_every_demo_office_is_well(demo: Any) -> None:
    done = demo.run("check", "--live", "--json")
    checked = {one["source"]: one for one in json.loads(done.stdout)}
    assert done.exit_code == 0
    assert len(checked) == 6
    for name, one in checked.items():
        assert one["well"], name
        assert {probe["what"].split(" ")[0] for probe in one["probes"]} >= {"robots.txt", "article", "text-mining"}, (
            name
        )
        assert all(probe["well"] for probe in one["probes"]), name


def test_what_does_not_work_is_told_with_a_cure_and_the_last_success_is_remembered(source: Any, office: Any) -> None:
    feed = '  old-feed: {way: feed, addresses: "/old.xml", in_place_of: news}\narticles'
    source.declare(("\narticles", "\n" + feed))
    office.page("/robots.txt", f"User-agent: *\nSitemap: {office.site}/map.xml\n", content_type="text/plain")
    office.page("/", "<html><head><link rel=alternate type='application/rss+xml' href='/new.xml'></head></html>")
    office.listing("one", "two")
    office.article("one", TEXT)
    well = run(source, "check", "--live")
    assert well.exit_code == 0
    assert "+ news (listing)               2 items, 2 articles" in well.output
    assert "- old-feed (feed, stands in)   answered 404 Not Found" in well.output
    assert f"→ the home page announces the feed {office.site}/new.xml; robots.txt names the sitemap" in well.output
    assert "→ say where its day stands" in well.output
    source.declare(("cards: article", "cards: div.card"))
    broken = run(source, "check", "--live")
    assert broken.exit_code == 1
    assert "- news (listing)               answered, but named nothing" in broken.output
    assert "2 links have an article's form: cards: \"a[href*='/news/']\"" in broken.output
    assert "office: not well; last well: 2" in broken.output
    shown = run(source, "show", "office").output
    assert "not well, last well 2" in shown
    assert "robots.txt: allows us, names a sitemap" in shown


def test_signals_on_robots_and_text_mining_are_read(source: Any, office: Any) -> None:
    robots = "User-agent: protection-news\nDisallow: /news$\nCrawl-delay: 1\nContent-Signal: search=yes, ai-train=no\n"
    office.page("/robots.txt", robots, content_type="text/plain")
    mining = '[{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "/policy.json"}]'
    office.page("/.well-known/tdmrep.json", mining, content_type="application/json")
    (one,) = json.loads(run(source, "check", "--live", "--json").stdout)
    said = {probe["what"]: probe["said"] for probe in one["probes"]}
    assert said["robots.txt"].startswith(f"does not allow {office.site}/news, asks for 1 s between two requests")
    assert "content signal: search=yes, ai-train=no" in said["robots.txt"]
    assert said["news (listing)"] == "robots.txt does not allow it"
    assert said["text-mining"] == "tdmrep.json: /news/* reserved, policy /policy.json"
    assert office.asked_for("/news") == 0


def test_nobody_is_probed_without_a_contact_and_nobody_at_all_without_live(source: Any, office: Any) -> None:
    source.settings = source.settings.model_copy(update={"contact": ""})
    source.declare(("SITE", "https://office.example"))
    with pytest.raises(NoContactError):
        run(source, "check", "--live")
    assert "1 declarations are right" in run(source, "check").output
    assert office.asked == []


def test_what_is_allowed_but_hardly_meant_is_doubted(source: Any) -> None:
    source.declare(("SITE", "https://office.example"), ("'/news/[^/?]+$'", "'/news'"))
    told = run(source, "check").output
    assert "office: the list /news of `news` counts as an article itself" in told
    assert "office: asks every 0 s; a press office should be left 1 s at least" in told
    assert "office: `rests_on` does not say what it rests on" in told


def test_the_last_success_stays_when_a_later_check_fails(each_catalogue: Catalogue) -> None:
    with each_catalogue.session() as session:
        source_checks.record(session, "office", DAY, True, [{"what": "article", "said": "fine"}])
        source_checks.record(session, "office", DAY + timedelta(days=1), False, [])
        source_checks.record(session, "never", DAY, False, [])
    with each_catalogue.reading() as session:
        known = source_checks.last_checks(session)
    assert (known["office"].succeeded_at, known["office"].checked_at) == (DAY, DAY + timedelta(days=1))
    assert not known["office"].well
    assert known["never"].succeeded_at is None
