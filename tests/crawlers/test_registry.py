"""All declarations together, and the ones that come with the program."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawlers import registry
from crawlers.declaration_file import OWN_SOURCES
from crawlers.marked_yaml import DeclarationError
from crawlers.registry import UnknownSourceError
from processing.catalogue import sources
from processing.catalogue.database import Catalogue
from processing.settings import Settings

SAID = """\
publisher: {name: Office, kind: ngo, country: MT}
site: https://office.example
languages: [en]
ways: {feed: {way: feed, addresses: /feed}}
articles: {are: /news/, are_not: /news/old, ignored_parameters: [from]}
layouts: [{body: main, title_suffixes: " | Office", valid_from: 2020-01-01}]
"""
OFF = SAID + "enabled: false\nreason: its robots.txt refuses us\n"


@pytest.fixture
def declared(settings: Settings, tmp_path: Path) -> Any:
    """Settings with a folder of declarations; files are written by calling it."""
    folder = tmp_path / "sources"
    changed = settings.model_copy(update={"sources": (folder,)})

    def write(**files: str) -> Settings:
        for name, text in files.items():
            file = folder / f"{name.replace('__', '/')}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return changed

    return write


def test_the_world_comes_first_then_regions_then_countries(declared: Any) -> None:
    found = registry.load_sources(
        declared(country__mt__office=SAID, global__world=SAID, region__med=SAID, other=SAID, families__kin="x: y")
    )
    assert [one.name for one in found] == ["world", "med", "mt-office", "other"]


def test_mistakes_of_all_files_are_told_together(declared: Any) -> None:
    with pytest.raises(DeclarationError) as raised:
        registry.load_sources(declared(a="sit: x", b="{", good=SAID))
    assert {"a.yml", "b.yml"} == {line.split(":")[0].rsplit("/", 1)[1] for line in str(raised.value).splitlines()}


def test_two_files_cannot_have_one_name(declared: Any) -> None:
    with pytest.raises(DeclarationError, match=r"the name `office` is taken by .*global/office\.yml"):
        registry.load_sources(declared(global__office=SAID, region__office=SAID))


def test_a_folder_that_is_not_there_is_an_error(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="PROTECTION_NEWS_SOURCES"):
        registry.load_sources(settings.model_copy(update={"sources": (tmp_path / "nowhere",)}))


def test_all_enabled_sources_are_chosen_or_those_that_are_named(declared: Any) -> None:
    found = registry.load_sources(declared(on=SAID, off=OFF))
    assert [one.name for one in registry.choose(found, [])] == ["on"]
    assert [one.name for one in registry.choose(found, ["off", "on", "off"])] == ["off", "on"]
    with pytest.raises(UnknownSourceError, match=r"There is no source `of`. Did you mean off"):
        registry.choose(found, ["of"])


def test_extraction_is_told_what_the_declaration_says(declared: Any) -> None:
    reading = registry.readings(declared(office=SAID))["office"]
    assert (reading.languages, reading.country) == (("en",), "MT")
    assert reading.article_patterns == ("/news/",)
    assert reading.not_article_patterns == ("/news/old",)
    assert reading.ignored_parameters == ("from",)
    (layout,) = reading.layouts
    assert (layout.body, layout.title_suffixes, layout.valid_from.year) == (("main",), (" | Office",), 2020)


def test_the_catalogue_learns_what_is_declared(declared: Any, each_catalogue: Catalogue) -> None:
    registry.sync(each_catalogue, registry.load_sources(declared(on=SAID, off=OFF)))
    with each_catalogue.reading() as session:
        listed = {known.declared.name: known.declared for known in sources.listed(session)}
    assert listed["on"].enabled
    assert listed["off"].reason == "its robots.txt refuses us"
    assert (listed["on"].kind, listed["on"].country, listed["on"].languages) == ("ngo", "MT", ("en",))


def test_every_declaration_that_comes_with_the_program_is_right_and_says_what_it_rests_on(settings: Settings) -> None:
    found = registry.load_sources(settings)
    assert {"iom", "ma-iom", "unicef", "br-unicef", "aom", "aomf", "ioi", "enoc", "az-ombudsman"} <= {
        one.name for one in found
    }
    assert len([one for one in found if one.enabled]) >= 50
    for one in found:
        assert one.rests_on, one.name
        assert one.articles.are or not one.enabled, one.name
        assert one.politeness.delay >= (5 if one.family == "iom" else 2), one.name
        assert one.politeness.at_once == 1, one.name
        assert one.file.read_text("utf-8").count("\n") < 60, one.name


def test_the_declarations_are_part_of_the_installed_program() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["crawlers"]
    shipped = {file for pattern in patterns for file in OWN_SOURCES.parent.glob(pattern)}
    assert shipped == {file for file in OWN_SOURCES.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("name", "address", "role"),
    [
        ("iom", "https://www.iom.int/news/iom-calls-protection", "article"),
        ("iom", "https://www.iom.int/es/news/la-oim", "article"),
        ("iom", "https://costarica.iom.int/pt-br/news/x", "article"),
        ("iom", "https://rosanjose.iom.int/site/es/noticia/x", "article"),
        ("iom", "https://morocco.iom.int/sites/g/files/tmzbdl936/files/pdf/press.pdf", "file"),
        ("iom", "https://www.iom.int/search?page=1", ""),
        ("iom", "https://www.iom.int/news", ""),
        ("unicef", "https://www.unicef.org/press-releases/nearly-37-million-children", "article"),
        ("unicef", "https://www.unicef.org/fr/communiqu%C3%A9s-de-presse/x", "article"),
        ("unicef", "https://www.unicef.org/press-releases?page=1", ""),
        ("unicef", "https://www.unicef.org/brazil/comunicados-de-imprensa/x", ""),
        ("br-unicef", "https://www.unicef.org/brazil/comunicados-de-imprensa/x", "article"),
        ("tr-unicef", "https://www.unicef.org/turkey/press-releases/x", "article"),
        ("aom", "https://www.ombudsman-med.org/training-rabat/?lang=en", "article"),
        ("aom", "https://www.ombudsman-med.org/fr/formation-rabat/", "article"),
        ("aom", "https://www.ombudsman-med.org/fr/", ""),
        ("aom", "https://www.ombudsman-med.org/category/news/", ""),
        ("aomf", "https://www.aomf-ombudsmans-francophonie.org/2016/11/28/formation/", "article"),
        ("ioi", "https://www.theioi.org/ioi-news/current-news/peru-defensoria", "article"),
        ("ioi", "https://www.theioi.org/ioi-news/current-news", ""),
        ("enoc", "https://enoc.eu/?p=123", "article"),
        ("az-ombudsman", "https://ombudsman.az/en/news/1234", "article"),
        ("eca-unicef", "https://www.unicef.org/eca/ru/press-releases/x", "article"),
        ("eca-unicef", "https://www.unicef.org/eca/press-releases", ""),
        ("az-unicef", "https://www.unicef.org/azerbaijan/az/mətbuat-relizləri/x", "article"),
        ("az-unicef", "https://www.unicef.org/eca/press-releases/x", ""),
        ("ua-unicef", "https://www.unicef.org/ukraine/en/press-releases/x", "article"),
        ("data-unicef", "https://data.unicef.org/resources/child-migration-report/", "article"),
        ("data-unicef", "https://data.unicef.org/resources/resource-type/publications/page/2/", ""),
        ("ennhri", "https://ennhri.org/news-and-blog/borders-and-rights/", "article"),
        ("ennhri", "https://ennhri.org/news-and-blog/", ""),
        ("eu-ombudsman", "https://www.ombudsman.europa.eu/en/news-document/en/200123", "article"),
        (
            "fr-defenseur-des-droits",
            "https://www.defenseurdesdroits.fr/communique-de-presse/2024/10/mineurs",
            "article",
        ),
        ("fr-defenseur-des-droits", "https://www.defenseurdesdroits.fr/fr/rapports/2022/02/mineurs", "article"),
        ("ma-cndh", "https://www.cndh.ma/ar/article/بلاغ-صحفي", "article"),
        ("ma-cndh", "https://www.cndh.ma/fr/node/4711", "article"),
        ("ma-mediateur", "https://www.mediateur.ma/fr/le-mediateur-recoit-une-delegation", "article"),
        ("ma-mediateur", "https://www.mediateur.ma/fr/contact", ""),
        ("tr-kdk", "https://www.ombudsman.gov.tr/cocuk-haklari-toplantisi.html", "article"),
        (
            "al-avokati-i-popullit",
            "https://www.avokatipopullit.gov.al/sq/articles-layout-1/media/news/vizite-12/",
            "article",
        ),
        ("xk-ombudsperson", "https://oik-rks.org/2021/03/04/avokati/", "article"),
        ("gr-ombudsman", "https://www.synigoros.gr/el/post/anakoinosi", "article"),
        ("es-defensor-del-pueblo", "https://www.defensordelpueblo.es/noticias/menores/", "article"),
        ("es-defensor-del-pueblo", "https://www.defensordelpueblo.es/noticias/page/2/", ""),
        ("mt-ombudsman", "https://ombudsman.org.mt/visit-to-detention/?lang=mt", "article"),
        ("it-garante-infanzia", "https://www.garanteinfanzia.org/news/minori-stranieri", "article"),
        ("ie-oco", "https://www.oco.ie/news/direct-provision/", "article"),
        ("is-umbodsmadur-barna", "https://www.barn.is/frettir/born-a-flotta", "article"),
        ("pe-defensoria", "https://www.defensoria.gob.pe/defensoria-pide-atender-a-ninos/", "article"),
        ("pe-defensoria", "https://www.defensoria.gob.pe/noticias/", ""),
        ("co-defensoria", "https://www.defensoria.gov.co/es/web/guest/-/alerta?redirect=%2Fes%2Fnoticias", "article"),
        ("bo-defensoria", "https://www.defensoria.gob.bo/noticias/ninez-migrante", "article"),
        ("cl-indh", "https://www.indh.cl/noticias/ninez-migrante", "article"),
        ("pa-defensoria", "https://www.defensoria.gob.pa/noticias/darien", "article"),
        ("fra", "https://fra.europa.eu/en/news/2026/children-borders", "article"),
        ("un-news", "https://news.un.org/fr/story/2026/03/1154321", "article"),
        ("az-ombudsman", "https://ombudsman.az/az/view/pages/59", "article"),
    ],
)
def test_real_addresses_are_what_the_declarations_say(settings: Settings, name: str, address: str, role: str) -> None:
    from crawlers.scope import Scope

    (declaration,) = registry.choose(registry.load_sources(settings), [name])
    scope = Scope(declaration)
    plain = scope.plain(address)
    assert plain is not None
    assert scope.judge(plain).role == role
