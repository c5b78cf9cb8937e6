"""What a page, its address and the way to it state as the day of publication."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from processing.archive.capture import Hints
from processing.dates.candidates import hint_candidates, text_candidates
from processing.dates.evidence import ChosenDate
from processing.text.layout import PageLayout

Dated = Callable[..., ChosenDate]
DAY = date(2026, 5, 14)


def ld(*things: dict[str, object]) -> str:
    """JSON-LD of the head."""
    return f'<script type="application/ld+json">{json.dumps(list(things))}</script>'


@pytest.mark.parametrize(
    ("where", "page"),
    [
        ("json-ld", {"head": ld({"@type": "NewsArticle", "datePublished": "2026-05-14T10:00:00+02:00"})}),
        ("json-ld", {"head": ld({"@graph": [{"@type": ["WebPage"], "datePublished": "2026-05-14"}]})}),
        ("meta", {"head": '<meta property="article:published_time" content="2026-05-14T10:00:00Z">'}),
        ("meta", {"head": '<meta name="dcterms.issued" content="14/05/2026">'}),
        ("meta", {"head": '<meta itemprop="datePublished" content="20260514">'}),
        ("time", {"below": '<p><time datetime="2026-05-14">a week ago</time></p>'}),
        ("time", {"above": '<time class="entry-date published updated" datetime="2026-05-14T08:00">14.5.</time>'}),
        ("address", {"address": "https://aomf.example/2026/05/14/visite/"}),
        ("address", {"address": "https://weisser-ring.example/meldungen/14-05-2026"}),
        ("visible", {"below": "<p>14 May 2026</p>"}),
        ("visible", {"above": "<div class='news-date'>14.05.2026</div>"}),
        ("visible", {"below": "<h3>Forty children have no guardian</h3><p>Photo: J. Doe</p><p>14 May 2026</p>"}),
        ("visible", {"below": "<ul><li>Published on</li><li>14 May 2026</li></ul>"}),
        ("visible", {"below": "<p class='byline'>By the press office of the institution | 14 May 2026 | 3 min read</p>"}),
        ("visible", {"below": "<p>14.05.26 - 10:11 | Jane Doe, Press office, Baku</p>"}),
        ("elsewhere", {"after": "<div><p>Published: 14 May 2026</p></div>"}),
        ("meta-date", {"head": '<meta name="date" content="2026-05-14">'}),
    ],
)  # fmt: skip
def test_a_date_is_found_wherever_a_page_states_it(dated: Dated, where: str, page: dict[str, str]) -> None:
    chosen = dated(**page)
    assert chosen.candidates[0].where == where
    assert (chosen.published, chosen.precision) == (DAY, "day")
    assert chosen.uncertain == (where in ("elsewhere", "meta-date"))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Publié le 14 mai 2026"),
        ("es", "Publicado: 14 de mayo de 2026"),
        ("pt", "Publicado em 14 de maio de 2026"),
        ("ar", "تاريخ النشر: ١٤ أيار/مايو ٢٠٢٦"),
        ("ar", "14 ماي 2026"),
        ("az", "Dərc olunub: 14 may 2026"),
        ("az", "2026-cı il 14 may"),
        ("tr", "Yayın Tarihi: 14 Mayıs 2026"),
        ("el", "Ημερομηνία δημοσίευσης: 14 Μαΐου 2026"),
        ("sq", "14 Maj 2026"),
        ("it", "Pubblicato il 14 maggio 2026"),
        ("de", "Veröffentlicht am 14. Mai 2026"),
        ("ru", "Дата публикации: 14 мая 2026 г."),
        ("sr", "Објављено: 14. мај 2026."),
        ("ro", "Publicat la 14 mai 2026"),
        ("ka", "14 მაისი, 2026"),
    ],
)
def test_a_date_line_is_read_in_the_articles_language(dated: Dated, language: str, line: str) -> None:
    assert dated(f"<p>{line}</p>", language=language).published == DAY


@pytest.mark.parametrize(
    "page",
    [
        {},
        {"after": "<footer><p>Last updated: 14 May 2026</p></footer>"},
        {"below": "<p>Copyright 14 May 2026</p>"},
        {"below": "<p>Accessed 14 May 2026</p>"},
        {"below": "<p>Deadline: 14 May 2026</p>"},
        {"below": "<p>14–16 May 2026, Baku</p>"},
        {"below": '<p><time class="event-start" datetime="2026-05-14">14 May</time></p>'},
        {"below": "<p>Born 14 May 1961</p>"},
        {"below": "<blockquote>We are shocked. <a>14 May 2026</a></blockquote>"},
        {"head": '<meta property="article:modified_time" content="2026-05-14">'},
        {"head": '<meta property="og:updated_time" content="2026-05-14">'},
        {"head": ld({"@type": "NewsArticle", "dateModified": "2026-05-14"})},
        {"head": ld({"@type": "Event", "startDate": "2026-05-14"})},
        {"after": "<aside class='related-news'><p>Other visit</p><p>14 May 2026</p><p>Third</p><p>9 May 2026</p></aside>"},
        {"after": "<section class='events-calendar'><p>14 May 2026</p><p>16 May 2026</p></section>"},
        {"after": "<div class='teaser'><time datetime='2026-05-14'>14 May</time><time datetime='2026-05-09'>9 May</time></div>"},
        {"after": "<div><p>Older news</p><p>14 May 2026</p><p>Oldest news</p><p>9 May 2026</p></div>"},
    ],
)  # fmt: skip
def test_other_dates_of_a_page_are_not_its_publication(dated: Dated, page: dict[str, str]) -> None:
    assert dated(**page).published is None


@pytest.mark.parametrize(
    "below",
    [
        "<p>Last updated: 14 May 2026</p>",
        "<p>Dernière mise à jour : 14/05/2026</p>",
        "<p>Son güncelleme 14.05.2026</p>",
        "<p>آخر تحديث: 14 أيار 2026</p>",
        "<p>Stand: 14.05.2026, 11:05 Uhr</p>",
        '<p><time class="updated" datetime="2026-05-14">14 May</time></p>',
    ],
)
def test_the_day_of_the_last_change_is_the_last_resort_and_uncertain(dated: Dated, below: str) -> None:
    chosen = dated(below)
    assert [found.where for found in chosen.candidates] == ["changed"]
    assert (chosen.published, chosen.uncertain) == (DAY, True)
    better = dated(f"{below}<p>Published: 11 May 2026</p>")
    assert (better.published, [found.where for found in better.candidates]) == (date(2026, 5, 11), ["visible"])


@pytest.mark.parametrize(
    ("where", "page"),
    [
        ("elsewhere", {"after": f"<p>Dieser Beitrag wurde am Donnerstag, 14. Mai 2026 um 9 Uhr veröffentlicht und unter {'Kinder ' * 20}abgelegt.</p>"}),
        ("elsewhere", {"below": "<div class='card-info'><span class='date'>14 May 2026</span> Jane Doe</div>"}),
        ("visible", {"below": "<p>14 Thursday May 2026</p>"}),
        ("visible", {"below": "<p>von Klara Anna Muster-Beispiel, 14.5.26</p>"}),
        ("visible", {"below": "<p>9 May 2026</p><p class='meta'>by Jane Doe | 14 May 2026 | Reports, Children</p>"}),
        ("dateline", {"text": "14.05.2026 Der Ausschuss hat beraten.\nEs folgt mehr."}),
        ("elsewhere", {"head": '<meta name="date" content="2026-05-15">', "after": "<p>Published: 14 May 2026</p>"}),
        ("elsewhere", {"address": "https://blog.example/2026/05/visit.html", "below": "<p>Edition: 3 April 2026</p>", "after": "<p>14 May 2026</p>"}),
    ],
)  # fmt: skip
def test_a_date_is_found_where_it_stands_less_plainly(dated: Dated, where: str, page: dict[str, str]) -> None:
    chosen = dated(**page)
    assert (chosen.published, where in [found.where for found in chosen.candidates]) == (DAY, True)


def test_a_heading_may_begin_with_its_date(dated: Dated) -> None:
    assert dated(dateline="<time>14 May 2026</time> ").published == DAY


def test_a_sentence_that_begins_with_a_day_is_no_dateline(dated: Dated) -> None:
    assert dated(text="14.05.2026 fand die Sitzung statt.").published is None


def test_the_day_of_an_event_yields_to_a_date_of_publication(dated: Dated) -> None:
    page = "<p>Published 11 May 2026</p><div class='event-date'>14 May 2026</div>"
    chosen = dated(page, head=ld({"@type": "Event", "startDate": "2026-05-14"}))
    assert [found.day for found in chosen.candidates] == [date(2026, 5, 11)]


def test_objects_about_other_works_are_not_heard(dated: Dated) -> None:
    head = ld({"@type": "WebPage", "hasPart": [{"@type": "Article", "datePublished": "2026-05-14"}]})
    assert "json-ld" not in [found.where for found in dated(head=head).candidates]


def test_dates_in_the_running_text_are_no_candidates_but_the_dateline_is(dated: Dated) -> None:
    text = (
        "BAKU, 14 May 2026 – The Ombudsman visited the centre on 2 May 2026 and will return on 3 October 2026 with the minister.\n"
        "On 12 March 2024 the institution had asked for guardians."
    )
    chosen = dated(text=text)
    assert [(found.where, found.day) for found in chosen.candidates] == [("dateline", DAY)]
    assert dated(text=text.replace("BAKU, 14 May 2026 – T", "On 14 May 2026, t")).published is None


def test_the_declared_selector_is_heard_first_and_may_name_an_attribute(dated: Dated) -> None:
    page = "<p class='stamp' data-day='2026-05-14'>04/05/2026</p>"
    head = '<meta property="article:published_time" content="2026-05-01">'
    by_text = dated(page, head=head, layout=PageLayout(date=("p.missing", "p.stamp"), day_first=False))
    assert (by_text.published, by_text.candidates[0].where) == (date(2026, 4, 5), "selector")
    by_attribute = dated(page, head=head, layout=PageLayout(date=("p.stamp@data-day",)))
    assert (by_attribute.published, by_attribute.candidates[0].where) == (DAY, "selector")


def test_what_the_way_in_said_is_heard_before_the_page(dated: Dated) -> None:
    head = '<meta property="article:published_time" content="2026-05-16">'
    chosen = dated(head=head, hints=Hints(found_by="listing", published="14 May 2026"))
    assert (chosen.published, chosen.candidates[0].where, chosen.uncertain) == (DAY, "card", False)


@pytest.mark.parametrize(
    ("hints", "day_first", "where", "day"),
    [
        (Hints(found_by="listing", published="04/10/2019"), True, "card", "2019-10-04"),
        (Hints(found_by="listing", published="04/10/2019"), False, "card", "2019-04-10"),
        (Hints(found_by="listing", published="04.10.19"), True, "card", "2019-10-04"),
        (Hints(found_by="feed", published="Tue, 03 Mar 2026 23:30:00 +0200"), True, "feed", "2026-03-03"),
        (Hints(found_by="json", published="1772524800"), True, "feed", "2026-03-03"),
        (Hints(found_by="wordpress", published="2026-03-03T10:00:00"), True, "feed", "2026-03-03"),
        (Hints(found_by="sitemap", published="2026-03-03"), True, "sitemap", "2026-03-03"),
        (Hints(found_by="import", published="3 March 2026"), True, "given", "2026-03-03"),
        (Hints(found_by="listing", published="odd", published_day=date(2026, 3, 3)), True, "card", "2026-03-03"),
    ],
)
def test_hints_are_read_as_the_source_writes_dates(hints: Hints, day_first: bool, where: str, day: str) -> None:
    (found,) = hint_candidates(hints, "en", day_first)
    assert (found.where, found.day.isoformat()) == (where, day)


def test_hints_without_a_date_say_nothing() -> None:
    assert hint_candidates(Hints(found_by="listing", published="yesterday"), "en") == []
    assert hint_candidates(Hints(), "en") == []


def test_of_several_objects_the_one_about_this_page_counts(dated: Dated) -> None:
    head = ld(
        {"@type": "WebPage", "datePublished": "2020-01-01"},
        {"@type": "Article", "headline": "Another visit altogether", "datePublished": "2021-01-01"},
        {"@type": "Article", "url": "https://ombudsman.example/news/visit/", "datePublished": "2026-05-14"},
    )
    assert dated(head=head).published == DAY


@pytest.mark.parametrize(
    "script",
    [
        '//<![CDATA[\n{"@type": "Article", "datePublished": "2026-05-14"}\n//]]>',
        '{"@type": "Article", "datePublished": "2026-05-14",}',
        '{"@type": "Article", "headline": "a "quoted" word", "datePublished": "2026-05-14"}',
        '{"@type": "Article", "description": "two\nlines", "datePublished": "2026-05-14"};',
    ],
)
def test_json_ld_is_read_though_it_is_broken(dated: Dated, script: str) -> None:
    chosen = dated(head=f'<script type="application/ld+json">{script}</script>')
    assert (chosen.published, chosen.candidates[0].where) == (DAY, "json-ld")


def test_a_page_builders_boxes_are_part_of_the_article(dated: Dated) -> None:
    page = "<div class='elementor-widget-container'><ul class='elementor-post-info'><li>14 May 2026</li></ul></div>"
    assert dated(page).published == DAY


def test_the_title_is_not_mistaken_for_the_sites_name(dated: Dated) -> None:
    page = "<p>14 May 2026</p>"
    chosen = dated(page, above="<h1>Ombudsman</h1>" + "<p>Our work</p>" * 20)
    assert (chosen.published, chosen.candidates[0].where) == (DAY, "visible")


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "PRESS RELEASE\n\n**26 June 2014-** The mission, in partnership with the ministry, held a training.", "2014-06-26"),
        ("en", "Regional Guidelines\n25 January, 2017\n\nThe mission welcomes the guidelines.", "2017-01-25"),
        ("en", "NEW YORK, 15 February 2018 – Children on the move need protection.", "2018-02-15"),
        ("en", "Geneva (15 February 2018) - Children on the move need protection.", "2018-02-15"),
        ("es", "Noticia\nDate Publish: 04/10/2019\nLa oficina celebra un taller.", "2019-10-04"),
        ("sq", "29 Shtator 2022\nAvokati i Popullit viziton qendrën.", "2022-09-29"),
        ("fr", "Abidjan, le 30 octobre 2025 – Du 22 septembre au 24 octobre, deux mille enfants ont obtenu un acte.", "2025-10-30"),
        ("ar", "الرباط، 15 فبراير 2018 - نظمت المنظمة دورة تدريبية", "2018-02-15"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["dateline", "pdf-text"])
def test_a_text_without_mark_up_is_dated_by_its_first_lines(language: str, text: str, day: str, where: str) -> None:
    (found,) = text_candidates(text, language, where)  # type: ignore[arg-type]
    assert (found.day.isoformat(), found.where) == (day, where)


@pytest.mark.parametrize(
    "text",
    [
        "Mombasa - The training took place from 4 to 7 March 2024 in Kenya.",
        "On 22 November 2016, the two associations opened their first joint training.",
        "— Jane Doe (@jane) 3 May 2026",
        "8 August 2009: the first meeting. 9 August 2010: the second meeting of all the members, in Rabat.",
        "Last updated 3 May 2026",
        "The training was held with the Ombudsman on 3 May 2026",
        "",
    ],
)
def test_days_that_a_text_tells_of_are_not_its_date(text: str) -> None:
    assert text_candidates(text, "en", "dateline") == []


def test_the_last_resort_leaves_a_list_of_other_news_alone(dated: Dated) -> None:
    card = "<div class='card'><h3>Older news</h3><div class='date'>{}</div></div>"
    cards = "".join(card.format(day) for day in ("3 March 2026", "2 February 2026", "1 January 2026"))
    assert dated(after=cards).published is None


@pytest.mark.parametrize(
    "page",
    [
        "<div class='date'>" * 2_000 + "14 May 2026",
        "<p>" + "May 14 2026 May June 3 " * 40_000,
        "<p class='" + "date-" * 100_000 + "'>14 May 2026</p>",
        "<p>" + "<time datetime='" + "9" * 100_000 + "'>x</time>",
        "<p>" + "٢" * 50_000,
        "<p><b>14</b>" + "<i> </i>" * 50_000 + "May 2026",
        '<script type="application/ld+json">' + '{"a":[' * 50_000 + "</script>",
        '<script type="application/ld+json">{"@type": {"a": 1}, "datePublished": [[]], "url": 3, "headline": {}}</script>',
        '<script type="application/ld+json">{"@type": "Article", "url": "http://[", "datePublished": 1e999}</script>',
        "<meta name='date' content='99999999999999999999'><meta name='pubdate' content='0000-00-00'>",
    ],
)
def test_a_hostile_page_ends_without_an_error(dated: Dated, page: str) -> None:
    dated(
        page, head=page, address="http://[bad/2026/99/99/", text=page, layout=PageLayout(date=("p:::", "time@@", "@"))
    )
