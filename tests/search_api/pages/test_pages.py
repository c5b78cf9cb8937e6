"""The pages for people: what they show, escape, and lead to; checked as parsed HTML."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html

from processing.catalogue import health, runs, source_checks
from processing.catalogue.health import Judgement
from processing.catalogue.outcomes import record
from processing.catalogue.tables import Source
from processing.clock import now
from processing.outcomes import Outcome, Step


def page(client: TestClient, address: str, status: int = 200) -> Any:
    """A page as lxml sees it."""
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return html.fromstring(answer.text)


def words(node: Any, selector: str) -> list[str]:
    """The words of what a selector finds."""
    return [" ".join(found.text_content().split()) for found in node.cssselect(selector)]


def link(node: Any, selector: str, text: str) -> str:
    """The address of the first link that a selector finds with this text in it."""
    found = [one for one in node.cssselect(selector) if text in one.text_content()]
    assert found, (text, words(node, selector))
    return str(found[0].get("href"))


def test_the_first_page_teaches_and_shows_the_newest(client: TestClient, news: dict[str, str]) -> None:
    shown = page(client, "/")
    assert "4 stories in 6 articles" in words(shown, ".lead")[0]
    assert len(words(shown, ".examples a")) == 3
    for example in shown.cssselect(".examples a"):
        assert page(client, example.get("href")) is not None
    assert words(shown, "h2#found") == ["Newest stories"]


def test_results_are_one_for_each_story_with_its_languages(client: TestClient, news: dict[str, str]) -> None:
    shown = page(client, "/?q=children+detained")
    assert words(shown, "h2#found") == ["1 story in 2 articles"]
    [hit] = shown.cssselect(".hit")
    assert words(hit, ".about")[0].endswith("2026")
    assert words(hit, "a.chip") == ["French"]
    assert hit.cssselect("a.chip")[0].get("href") == f"/articles/{news['airport-fr']}"
    assert words(hit, ".copies") == ["1 further copy"]
    assert "detained" in words(hit, "mark")
    assert page(client, hit.cssselect("h3 a")[0].get("href")) is not None


def test_a_text_in_arabic_is_written_from_the_right(client: TestClient, news: dict[str, str]) -> None:
    [heading] = page(client, "/?language=ar").cssselect(".hit h3")
    assert (heading.get("lang"), heading.get("dir")) == ("ar", "rtl")
    assert page(client, f"/articles/{news['arabic']}").cssselect("h1")[0].get("dir") == "rtl"


def test_facets_choose_exclude_and_undo(client: TestClient, news: dict[str, str]) -> None:
    shown = page(client, "/?q=children")
    narrowed = page(client, link(shown, ".facet .name", "Fund for Childhood"))
    assert words(narrowed, "h2#found") == ["1 story in 1 article"]
    assert words(narrowed, ".in-force a")[0].startswith("Publisher: Fund for Childhood")
    assert link(narrowed, ".facet .name", "Fund for Childhood") == "/?q=children"
    excluded = page(client, link(shown, ".facet .exclude", "Fund for Childhood"))
    assert words(excluded, "h2#found") == ["2 stories in 3 articles"]
    assert words(excluded, ".facet .excluded .name") == ["− left out: Fund for Childhood (undo)"]


def test_a_year_is_a_filter_on_days(client: TestClient, news: dict[str, str]) -> None:
    address = link(page(client, "/"), ".facet .name", "2026")
    assert parse_qs(urlsplit(address).query) == {"published_from": ["2026-01-01"], "published_to": ["2026-12-31"]}
    narrowed = page(client, address)
    assert words(narrowed, "h2#found") == ["3 stories in 5 articles"]
    assert link(narrowed, ".facet .chosen .name", "2026") == "/"


def test_days_may_be_typed_as_years_and_months(client: TestClient, news: dict[str, str]) -> None:
    shown = page(client, "/?published_from=2026&published_to=2026-03&q=&sort=&utm_source=x")
    assert words(shown, "h2#found") == ["3 stories in 5 articles"]
    assert words(shown, ".in-force a")[1].startswith("until 2026-03-31")


def test_an_uncertain_date_is_marked(client: TestClient, newsroom: Any) -> None:
    newsroom.publish("a", "Perhaps", "A text.", published_precision="month", published_uncertain=True)
    newsroom.index()
    assert words(page(client, "/"), ".about .when") == ["about March 2026 ?"]


def test_a_concept_opens_and_its_terms_can_be_switched_off(client: TestClient, newsroom: Any) -> None:
    newsroom.publish("a", "Unaccompanied children arrive", "Unaccompanied children arrived.")
    newsroom.publish("b", "Des mineurs isolés", "Des mineurs isolés sont arrivés.", language="fr")
    newsroom.index()
    shown = page(client, "/?q=unaccompanied+children")
    assert words(shown, "h2#found") == ["2 stories in 2 articles"]
    terms = shown.cssselect(".opened input[name=kept_term]")
    assert "mineurs isolés" in [term.get("value") for term in terms] or "mineur isolé" in [
        t.get("value") for t in terms
    ]
    kept = [term.get("value") for term in terms if "isolé" not in term.get("value")]
    form = {"q": "unaccompanied children", "kept_term": kept, "shown_term": [term.get("value") for term in terms]}
    answer = client.get("/", params=form)
    assert answer.status_code == 303
    assert "shown_term" not in answer.headers["location"]
    narrowed = page(client, answer.headers["location"])
    assert words(narrowed, "h2#found") == ["1 story in 1 article"]
    unticked = [
        one.get("value") for one in narrowed.cssselect(".opened input[name=kept_term]") if one.get("checked") is None
    ]
    assert unticked
    assert all("isolé" in term for term in unticked)


def test_terms_that_find_nothing_are_folded_away(client: TestClient, newsroom: Any) -> None:
    newsroom.publish("a", "Unaccompanied children arrive", "Unaccompanied children arrived.")
    newsroom.index()
    shown = page(client, "/?q=unaccompanied+children")
    assert len(shown.cssselect(".opened input[name=kept_term]")) == 1
    [silent] = words(shown, ".opened .silent")
    assert "menor no acompañado" in silent or "niño no acompañado" in silent
    assert not shown.cssselect(".opened .silent input")


def test_a_tag_shows_the_words_the_rule_and_the_sentence_it_was_read_from(client: TestClient, newsroom: Any) -> None:
    article = newsroom.publish("a", "A pier", "Two <b>refugees</b> waited.\nThey left.", concepts=("refugee",))
    newsroom.index()
    [tag] = words(page(client, f"/articles/{article}"), ".tags details")
    assert "Two <b>refugees</b> waited." in tag
    assert "read from refugee (term), named 1 time" in tag


def test_pages_follow_each_other_by_cursor(client: TestClient, newsroom: Any) -> None:
    for number in range(45):
        newsroom.publish(f"n{number}", f"Story number {number}", "Children.")
    newsroom.index()
    seen: list[str] = []
    address = "/?q=children"
    while address:
        shown = page(client, address)
        seen += [found.get("href") for found in shown.cssselect(".hit h3 a")]
        following = shown.cssselect("a[rel=next]")
        address = following[0].get("href") if following else ""
    assert len(seen) == len(set(seen)) == 45
    assert shown.cssselect(".pager a")[0].get("href") == "/?q=children"


def test_a_broken_question_is_shown_with_the_place(client: TestClient, news: dict[str, str]) -> None:
    shown = page(client, "/?q=children+AND+(detained", status=400)
    assert words(shown, ".place mark") == ["("]
    assert shown.cssselect("#q")[0].get("value") == "children AND (detained"
    assert "This bracket is not closed." in shown.text_content()


@pytest.mark.parametrize(
    "address", ["/?published_from=yesterday", "/?size=1000", "/?sort=x", "/?cursor=zzz", "/?language=xx%00"]
)
def test_a_filter_that_cannot_be_is_told_in_words(client: TestClient, news: dict[str, str], address: str) -> None:
    assert client.get(address, headers={"Accept": "text/html"}).status_code in (200, 400)


def test_nothing_found_teaches(client: TestClient, news: dict[str, str]) -> None:
    shown = page(client, "/?q=zebra&language=fr")
    assert words(shown, "h2#found") == ["Nothing found"]
    assert len(words(shown, ".nothing .examples a")) == 3
    assert link(shown, ".nothing a", "without filters") == "/?q=zebra"


def test_the_coverage_line_names_what_failed(client: TestClient, newsroom: Any, news: dict[str, str]) -> None:
    run = runs.open_run(newsroom.catalogue, "nightly", now())
    for source, state, reason in (
        ("migration", "finished", ""),
        ("ombudsman", "finished", ""),
        ("childhood", "failed", "answered 503"),
    ):
        runs.source_started(newsroom.catalogue, run, source)
        runs.source_finished(newsroom.catalogue, run, source, state, reason)
    runs.close_run(newsroom.catalogue, run)
    [line] = words(page(client, "/?q=children"), ".rests")
    assert line.startswith("Rests on 2 of 3 sources")
    assert "Fund for Childhood: the last reading failed (answered 503)" in line


def test_coverage_shows_each_source_with_its_sums_and_what_failed_first(
    client: TestClient, newsroom: Any, news: dict[str, str]
) -> None:
    assert "There was no run yet" in page(client, "/coverage").text_content()
    assert client.get("/api/v1/runs/latest").status_code == 404
    run = runs.open_run(newsroom.catalogue, "nightly", now())
    for source, state, reason in (("migration", "finished", ""), ("childhood", "failed", "the site answered 503")):
        runs.source_started(newsroom.catalogue, run, source)
        runs.source_finished(newsroom.catalogue, run, source, state, reason)
    with newsroom.catalogue.session() as session:
        for number, outcome in enumerate((Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.GONE)):
            address = f"https://migration.example/{number}"
            record(session, run, Step.CRAWL, "migration", address, address, outcome)
    runs.close_run(newsroom.catalogue, run)
    shown = page(client, "/coverage")
    assert words(shown, ".look li")[0] == "childhood failed: the site answered 503"
    assert words(shown, ".source.gap h3") == ["Fund for Childhood", "Office of the Ombudsman"]
    assert "3 addresses = 2 unchanged + 1 gone" in words(shown, ".source .sum")
    assert client.get("/api/v1/runs/latest").json()["run_id"] == run


def test_what_is_known_of_a_source_stands_on_the_page_in_the_api_and_in_what_answers_rest_on(
    client: TestClient, newsroom: Any, news: dict[str, str]
) -> None:
    run = runs.open_run(newsroom.catalogue, "nightly", now())
    for source in ("migration", "childhood", "ombudsman"):
        runs.source_finished(newsroom.catalogue, run, source, "finished")
    runs.close_run(newsroom.catalogue, run)
    since = datetime(2026, 5, 3, 2, tzinfo=UTC)
    words_of = {
        "migration": ("well", "3 articles."),
        "childhood": ("quiet", "Silent."),
        "ombudsman": ("blocked", "<b>403"),
    }
    with newsroom.catalogue.session() as session:
        health.judge(session, [Judgement(name, *said, since, since, {"a_week": 3}) for name, said in words_of.items()])
    told = words(page(client, "/coverage"), ".health")
    assert "3 articles." in told
    assert any(line.startswith("quiet since 3 May 2026") and line.endswith("Silent.") for line in told)
    assert any(line.startswith("blocked since") and line.endswith("<b>403") for line in told)
    [line] = words(page(client, "/?q=children"), ".rests")
    assert "Office of the Ombudsman: blocked since 2026-05-03" in line
    assert "Fund for Childhood" not in line, "a silence is no gap"
    shown = {one["name"]: one for one in client.get("/api/v1/sources").json()}
    assert shown["childhood"]["status"] == "quiet"
    assert shown["childhood"]["status_since"].startswith("2026-05-03")
    assert shown["migration"]["figures"] == {"a_week": 3}


def test_coverage_shows_what_sites_told_machines_and_when_that_was_read(
    client: TestClient, newsroom: Any, news: dict[str, str]
) -> None:
    findings = [
        {"what": "robots.txt", "said": "allows us, <b>asks</b> for 5 s between two requests"},
        {"what": "news (listing)", "said": "2 items"},
    ]
    with newsroom.catalogue.session() as session:
        row = session.get_one(Source, "childhood")
        row.permission = [{"of": "terms", "says": "reuse with attribution", "trust": "P", "when": "2026-10"}]
        source_checks.record(session, "childhood", datetime(2026, 11, 2, tzinfo=UTC), True, findings)
        source_checks.record(session, "childhood", datetime(2026, 11, 9, tzinfo=UTC), False, findings)
    told = words(page(client, "/coverage"), ".source .sum")
    assert "terms, read 2026-10: reuse with attribution" in told
    assert "robots.txt, read 2026-11-09: allows us, <b>asks</b> for 5 s between two requests" in told
    assert "checked live on 2026-11-09: not well; last well on 2026-11-02" in told


def test_an_article_reads_well_and_can_be_cited(client: TestClient, newsroom: Any, news: dict[str, str]) -> None:
    newsroom.correct(news["airport"], "Thirteen children detained", "Thirteen children.\nThey were detained.")
    shown = page(client, f"/articles/{news['airport']}")
    assert words(shown, "h1") == ["Thirteen children detained"]
    assert words(shown, ".body p") == ["Thirteen children.", "They were detained."]
    assert shown.cssselect("a.original")[0].get("href") == "https://migration.example/en/airport"
    assert words(shown, ".citation")[0].startswith("World Migration Agency (6 March 2026): Thirteen children detained.")
    assert len(words(shown, "#story li")) == 2
    assert words(shown, ".changes del")[0] == "Twelve children detained"
    assert words(shown, ".changes ins")[0] == "Thirteen children detained"
    older = page(client, link(shown, ".facts a", "Version 1"))
    assert words(older, "h1") == ["Twelve children detained"]
    assert words(older, ".notice")[0].startswith("This is version 1")
    assert page(client, f"/articles/{news['airport']}?version=9", status=404) is not None


def test_how_we_know_the_date_is_shown(client: TestClient, newsroom: Any) -> None:
    said = [
        {"where": "json-ld", "value": "2026-03-06", "precision": "day", "text": "2026-03-06T10:00Z"},
        {"where": "visible", "value": "bad"},
    ]
    article = newsroom.publish("a", "Dated", "A text.", evidence={"published": said, "title": [], "language": []})
    rows = words(page(client, f"/articles/{article}"), "tbody tr")
    assert rows[0] == "6 March 2026the page's structured data 2026-03-06T10:00Z"
    assert rows[1] == "badprinted on the page"


def test_what_a_page_says_stays_words_here(client: TestClient, newsroom: Any) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    article = newsroom.publish("a", f"{evil} children", f"{evil} children\n{evil}", source="childhood")
    newsroom.index()
    for address in (
        f"/?q={evil}+children",
        f"/articles/{article}",
        "/?q=children",
        f"/?source={evil}",
        f"/?language={evil}",
    ):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text


def test_an_address_that_is_no_web_address_is_never_a_link(client: TestClient, newsroom: Any) -> None:
    article = newsroom.publish("a", "Odd", "A text.", address="javascript:alert(1)")
    newsroom.index()
    for address in ("/", f"/articles/{article}"):
        shown = page(client, address)
        assert not [found for found in shown.cssselect("a") if (found.get("href") or "").startswith("javascript")]


def test_what_was_taken_down_shows_its_citation_only(client: TestClient, newsroom: Any, news: dict[str, str]) -> None:
    newsroom.withdraw(news["airport"])
    shown = page(client, f"/articles/{news['airport']}", status=410)
    assert "Twelve children detained" in words(shown, ".citation")[0]
    assert "Luqa" not in shown.text_content()


def test_before_the_first_night_the_page_says_how_to_begin(client: TestClient) -> None:
    shown = page(client, "/", status=503)
    assert "protection-news demo" in words(shown, ".commands code")


def test_what_is_not_there_is_a_page_for_people(client: TestClient) -> None:
    shown = page(client, "/articles/nothing", status=404)
    assert words(shown, "h1") == ["Not found"]
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_pages_can_be_read_without_seeing_them(client: TestClient, news: dict[str, str]) -> None:
    for address in ("/", "/?q=children", f"/articles/{news['airport']}", "/coverage"):
        shown = page(client, address)
        assert shown.get("lang") == "en"
        assert len(shown.cssselect("h1")) == 1
        assert shown.cssselect("a.skip")[0].get("href") == "#main"
        assert not shown.cssselect("script, [onclick], [style]")
        labelled = {label.get("for") for label in shown.cssselect("label[for]")}
        for field in shown.cssselect("input:not([type=hidden])"):
            assert field.get("id") in labelled or field.iterancestors("label").__next__() is not None
        ids = [one.get("id") for one in shown.cssselect("[id]")]
        assert len(ids) == len(set(ids))


def test_similar_news_stands_beside_an_article(client: TestClient, newsroom: Any, news: dict[str, str]) -> None:
    text = "Rescuers sheltered forty teenagers whose boat had capsized off Zarzis."
    first = newsroom.publish("zarzis", "A boat capsized", text)
    again = newsroom.publish("zarzis-again", "A boat <capsized> again", text)
    assert not page(client, f"/articles/{first}").cssselect("#similar")
    newsroom.index()
    shown = page(client, f"/articles/{first}")
    assert link(shown, "#similar a", "A boat <capsized> again") == f"/articles/{again}"
    assert not page(client, f"/articles/{news['arabic']}").cssselect("#similar")


def test_articles_whose_date_is_uncertain_are_one_link_away(client: TestClient, news: dict[str, str]) -> None:
    assert 'href="/?q=children&amp;date_uncertain=true"' in client.get("/?q=children").text
    found = client.get("/?q=children&date_uncertain=true").text
    assert " and the law" in found
    assert "A school for all" not in found
