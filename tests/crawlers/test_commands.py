"""The commands, used as from a terminal."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawlers.commands import crawl
from crawlers.source_commands import sources
from processing.errors import ProtectionNewsError

OFF = """\
publisher: {name: Refusing office, kind: ngo}
site: https://refusing.example
languages: [en]
enabled: false
reason: its robots.txt refuses every robot
ways: {feed: {way: feed, addresses: /feed}}
rests_on: [{what: its robots.txt, trust: P, when: 2026-10}]
"""


def run(command: Any, source: Any, *words: str) -> Result:
    return CliRunner().invoke(command, words, obj=source.settings, catch_exceptions=False)


def test_sources_are_listed_with_their_last_success(source: Any, office: Any) -> None:
    source.declare(said=OFF, name="refusing")
    text = run(sources, source, "list").output
    assert "never" in text
    assert "not enabled: its" in text
    office.listing("one")
    office.article("one")
    run(crawl, source, "office")
    listed = {row["name"]: row for row in json.loads(run(sources, source, "list", "--json").output)}
    assert listed["office"]["last_success"].endswith("UTC")
    assert (listed["refusing"]["enabled"], listed["refusing"]["last_success"]) == (False, "")


def test_sources_are_listed_by_kind_country_family_and_state(source: Any) -> None:
    source.declare(said=OFF, name="refusing")

    def names(*words: str) -> list[str]:
        return [row["name"] for row in json.loads(run(sources, source, "list", "--json", *words).output)]

    assert names() == ["office", "refusing"]
    assert names("--kind", "ngo") == ["refusing"]
    assert names("--country", "mt") == ["office"]
    assert names("--country", "world", "--country", "MT") == ["office", "refusing"]
    assert names("--family", "iom") == []
    assert (names("--state", "unread"), names("--state", "disabled")) == (["office"], ["refusing"])
    assert "2 sources, 1 enabled, 0 read before." in run(sources, source, "list").output


def test_one_source_is_shown_with_its_defaults(source: Any) -> None:
    source.declare(said=OFF, name="refusing")
    text = run(sources, source, "show", "refusing").output
    assert "Refusing office (ngo, world)" in text
    assert "not enabled: its robots.txt refuses every robot" in text
    assert "https://refusing.example/feed" in text
    assert "rests on  its robots.txt: seen at the site itself, 2026-10" in text
    assert json.loads(run(sources, source, "show", "refusing", "--json").output)["politeness"]["delay"] == 2


def test_check_counts_what_is_right_and_names_what_is_wrong(source: Any) -> None:
    source.declare(said=OFF, name="refusing")
    told = run(sources, source, "check").output
    assert "2 declarations are right; 1 of them are enabled." in told
    source.declare(("cards", "cardz"))
    with pytest.raises(
        ProtectionNewsError, match=r"office\.yml:5: `ways\.news\.cardz` is unknown, did you mean `cards`"
    ):
        run(sources, source, "check")


def test_a_crawl_tells_what_became_of_the_addresses(source: Any, office: Any) -> None:
    office.listing("one", "gone")
    office.article("one")
    done = run(crawl, source)
    assert done.exit_code == 0
    assert "2 captured, 1 gone" in done.output
    assert "3 addresses, 2 captured. Next: protection-news extract" in done.output


def test_a_crawl_for_another_moment_finds_what_is_due_then(source: Any, office: Any) -> None:
    office.listing("one")
    office.article("one")
    first = json.loads(run(crawl, source, "office", "--moment", "2026-03-01T02:00Z", "--json").output)
    assert (first["moment"], first["sources"][0]["counts"]) == ("2026-03-01T02:00:00+00:00", {"captured": 2})
    second = json.loads(run(crawl, source, "--moment", "2026-03-02T01:58", "--json").output)
    assert second["sources"][0]["counts"] == {"unchanged": 2}


def test_a_source_that_fails_makes_the_exit_status_1_after_the_table(source: Any, office: Any) -> None:
    done = run(crawl, source)
    assert done.exit_code == 1
    assert "office: news: answered 404 Not Found" in done.output
    assert "log: " in done.output


def test_a_crawl_with_a_wrong_name_or_time_is_refused_before_a_run_is_opened(source: Any) -> None:
    with pytest.raises(ProtectionNewsError, match="Did you mean office"):
        run(crawl, source, "offic")
    refused = CliRunner().invoke(crawl, ["--moment", "yesterday"], obj=source.settings)
    assert (refused.exit_code, "write it as 2026-11-24T02:00Z" in refused.output) == (2, True)
    assert not list(source.settings.archive_directory.glob("*"))
