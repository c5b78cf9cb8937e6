"""Declarations: what they may say, how a family is merged beneath, and mistakes with file, line and cure."""

from pathlib import Path

import pytest

from crawlers.declaration import ListingWay
from crawlers.declaration_file import load, name_of
from crawlers.marked_yaml import DeclarationError

GOOD = """\
publisher: {name: Office, kind: ombudsman, country: NO}
site: https://office.example/base
languages: [no, en]
ways:
  news:
    way: listing
    addresses: /news
    cards: article
  feed: {way: feed, addresses: [feed, "https://other.example/feed"]}
"""
FAMILY = """\
publisher: {name: World office, kind: un-agency}
hosts: ["*.world.example"]
ways:
  news: {way: listing, addresses: "/news?page={page}", cards: article, title: h2}
articles: {are: ['/news/', '/stories/']}
politeness: {delay: 5}
"""


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def mistakes(folder: Path, text: str) -> str:
    file = written(folder, "global/office.yml", text)
    with pytest.raises(DeclarationError) as raised:
        load(file, folder)
    return str(raised.value).replace(str(folder) + "/", "")


def test_a_declaration_says_little_and_means_much(tmp_path: Path) -> None:
    declaration = load(written(tmp_path, "country/no/office.yml", GOOD), tmp_path)
    assert declaration.name == "no-office"
    assert declaration.publisher.country == "NO", "and is not YAML's false"
    assert declaration.languages == ("no", "en")
    assert list(declaration.ways) == ["news", "feed"]
    assert declaration.ways["news"].addresses == ("/news",), "one address may be said without a list"
    assert declaration.absolute("feed") == "https://office.example/base/feed"
    assert declaration.absolute("/feed") == "https://office.example/feed"
    assert declaration.politeness.delay == 2


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("global/iom.yml", "iom"),
        ("country/az/ombudsman.yml", "az-ombudsman"),
        ("region/enoc.yml", "enoc"),
        ("office.yml", "office"),
        ("networks/aom.yml", "networks-aom"),
    ],
)
def test_a_source_is_named_by_where_its_file_stands(file: str, name: str) -> None:
    assert name_of(Path("/x") / file, Path("/x")) == name


def test_a_family_is_merged_beneath(tmp_path: Path) -> None:
    written(tmp_path, "families/world.yml", FAMILY)
    own = """\
family: world
publisher: {country: BR}
site: https://brazil.world.example
languages: [pt]
ways: {news: {addresses: "/noticias?page={page}"}}
articles: {are: /noticias/}
"""
    declaration = load(written(tmp_path, "country/br/world.yml", own), tmp_path)
    assert (declaration.publisher.name, declaration.publisher.country) == ("World office", "BR")
    news = declaration.ways["news"]
    assert isinstance(news, ListingWay)
    assert (news.addresses, news.title) == (("/noticias?page={page}",), "h2"), "mappings are merged"
    assert declaration.articles.are == ("/noticias/",), "lists are replaced"
    assert declaration.politeness.delay == 5


def test_a_mistake_in_a_family_names_the_familys_file(tmp_path: Path) -> None:
    written(tmp_path, "families/world.yml", FAMILY.replace("delay: 5", "delay: soon"))
    said = mistakes(tmp_path, "family: world\nsite: https://a.example\nlanguages: [en]\n")
    assert said.startswith("families/world.yml:6: `politeness.delay`: Input should be a valid number")


def test_an_unknown_family_is_named_with_the_nearest(tmp_path: Path) -> None:
    said = mistakes(tmp_path, "family: uncief\nsite: https://a.example\n")
    assert said.startswith("global/office.yml:1: there is no family `uncief`, did you mean `unicef`?")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "cards: article",
            "cardz: article",
            "8: `ways.news.cardz` is unknown, did you mean `cards`?; allowed here: addresses, cards, date,",
        ),
        ("    cards: article\n", "", "5: `ways.news.cards` is missing"),
        ("cards: article", "cards: 'article['", "8: `ways.news.cards`: this is no CSS selector"),
        (
            "way: listing",
            "way: listng",
            "6: `listng` is no way in, did you mean `listing`?; allowed: listing, feed, sitemap, wordpress, json",
        ),
        ("    way: listing\n", "", "5: `ways.news` does not say its `way`; allowed: listing, feed"),
        (
            "site: https://office.example/base",
            "site: office.example",
            "2: `site`: `office.example` has not the form it must have",
        ),
        ("languages: [no, en]\n", "", "1: `languages` is missing"),
        ("languages: [no, en]", "languages: []", "3: `languages`: Tuple should have at least 1 item"),
        ("languages: [no, en]", "languages: [no, english]", "3: `languages.1`: `english` has not the form"),
        ("kind: ombudsman", "kind: ombudsmann", "1: `publisher.kind`: Input should be 'un-agency', 'ombudsman'"),
        ("languages: [no, en]", "languages: [no, en]\nenabled: no", "a source that is not enabled says why"),
        (
            "languages: [no, en]",
            "languages: [no, en]\narticles: {are: '(['}",
            "4: `articles.are.0`: this is no regular expression",
        ),
        (
            "languages: [no, en]",
            "languages: [no, en]\nname: mine",
            "4: `name` is not said: it comes from where the file stands",
        ),
        ("languages: [no, en]", "languages: [no, en]\nsite: https://b.example", "4: `site` is said twice"),
        ("languages: [no, en]", "languages: [no, en", "this is not YAML"),
        (
            "languages: [no, en]",
            "languages: [no, en]\npoliteness: 5",
            "4: `politeness`: Input should be a valid dictionary",
        ),
        (
            "languages: [no, en]",
            "languages: [no, en]\nlayouts: [{bodi: x}]",
            "4: `layouts.0.bodi` is unknown, did you mean `body`?",
        ),
    ],
)
def test_a_mistake_has_its_line_and_its_cure(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    told = mistakes(tmp_path, GOOD.replace(old, new, 1))
    assert said in told
    assert told.startswith("global/office.yml:")


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    told = mistakes(tmp_path, GOOD.replace("ombudsman", "x").replace("cards", "cardz").replace("[no, en]", "[]"))
    lines = [int(line.split(":")[1]) for line in told.splitlines()]
    assert len(lines) == 4
    assert lines == sorted(lines)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n", "? [a, b]\n: c\n", "a: &x [*x]\n", "\x00"])
def test_a_file_that_is_no_declaration_is_refused_in_words(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text).startswith("global/office.yml")


def test_an_office_fills_the_gaps_of_its_family(tmp_path: Path) -> None:
    family = (
        FAMILY.replace("/news?page", "%{path}/news?page") + "fill: {path: ''}\nrests_on: [{what: its list, trust: T}]\n"
    )
    written(tmp_path, "families/world.yml", family)
    own = "family: world\nsite: https://br.world.example\nlanguages: [pt]\n"
    office = load(written(tmp_path, "country/br/world.yml", own), tmp_path)
    assert office.ways["news"].addresses == ("/news?page={page}",)
    own += "fill: {path: /brasil}\nrests_on: [{what: its path, trust: P}]\n"
    office = load(written(tmp_path, "country/br/world.yml", own), tmp_path)
    assert office.ways["news"].addresses == ("/brasil/news?page={page}",)
    assert [ground.what for ground in office.rests_on] == ["its path", "its list"], "what both rest on is kept"


def test_a_gap_that_nobody_fills_is_a_mistake(tmp_path: Path) -> None:
    said = GOOD.replace("addresses: /news", "addresses: '%{list}'")
    assert mistakes(tmp_path, said) == "global/office.yml:7: `%{list}` stands for nothing: say `fill: {list: …}`"


def test_ways_stand_in_for_ways_that_there_are_and_not_for_each_other(tmp_path: Path) -> None:
    one = GOOD.replace("{way: feed,", "{way: feed, in_place_of: newz,")
    assert "`feed` is to be asked in place of `newz`, and there is no such way" in mistakes(tmp_path, one)
    both = GOOD.replace("{way: feed,", "{way: feed, in_place_of: news,").replace(
        "way: listing", "way: listing\n    in_place_of: feed"
    )
    assert "the ways news, feed stand in for each other" in mistakes(tmp_path, both)


def test_a_permission_says_when_it_was_read(tmp_path: Path) -> None:
    said = GOOD + "permission: [{of: terms, says: all is free, trust: P}]\n"
    assert "`permission.0.when` is missing" in mistakes(tmp_path, said)
