"""Filters include and exclude; facets count beside them."""

from datetime import date

import pytest

from search_api.query.answer import FacetValue
from search_api.query.errors import QueryError


@pytest.fixture(scope="module")
def engine(shared_engine, article):
    """Six articles of three sources in two languages and a half."""
    shared_engine.write(
        [
            article(
                "iom1",
                "boat",
                language="en",
                source="iom",
                published=date(2024, 5, 1),
                countries=("KE", "SO"),
                concepts=("return",),
                located_in=("KE",),
                origin=("SO",),
                locality=("ke-dadaab",),
            ),
            article(
                "iom2",
                "boat",
                language="fr",
                source="iom",
                published=date(2025, 5, 1),
                countries=("KE",),
                kind="pdf",
                destination=("KE",),
                transit=("ET",),
            ),
            article("uni1", "boat", language="en", source="unicef", published=date(2025, 5, 1), organisations=("iom",)),
            article(
                "omb1",
                "boat",
                language="az",
                source="ombudsman",
                publisher_kind="ombudsman",
                published=date(2025, 12, 31),
            ),
            article(
                "omb2",
                "camp",
                language="az",
                source="ombudsman",
                publisher_kind="ombudsman",
                published=None,
                date_uncertain=True,
            ),
            article(
                "omb3",
                "boat",
                language="az",
                source="ombudsman",
                published=date(2025, 1, 1),
                date_uncertain=True,
                withdrawn=True,
            ),
        ],
        [],
        1,
    )
    return shared_engine


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"iom1", "iom2", "uni1", "omb1", "omb2"}),
        ({"language": ("en",)}, {"iom1", "uni1"}),
        ({"language": ("EN",)}, {"iom1", "uni1"}),
        ({"language": ("en", "fr")}, {"iom1", "iom2", "uni1"}),
        ({"language": ("-az",)}, {"iom1", "iom2", "uni1"}),
        ({"language": ("en", "-fr")}, {"iom1", "uni1"}),
        ({"source": ("iom",)}, {"iom1", "iom2"}),
        ({"source": ("-iom", "-unicef")}, {"omb1", "omb2"}),
        ({"source": ("iom",), "language": ("en",)}, {"iom1"}),
        ({"publisher_kind": ("ombudsman",)}, {"omb1", "omb2"}),
        ({"country": ("so",)}, {"iom1"}),
        ({"country": ("KE", "-SO")}, {"iom2"}),
        ({"located_in": ("ke",)}, {"iom1"}),
        ({"origin": ("SO",)}, {"iom1"}),
        ({"destination": ("KE",)}, {"iom2"}),
        ({"destination": ("-KE",), "source": ("iom",)}, {"iom1"}),
        ({"transit": ("ET",), "destination": ("KE",)}, {"iom2"}),
        ({"locality": ("ke-dadaab",)}, {"iom1"}),
        ({"concept": ("return",)}, {"iom1"}),
        ({"organisation": ("iom",)}, {"uni1"}),
        ({"story": ("story of omb1",)}, {"omb1"}),
        ({"kind": ("pdf",)}, {"iom2"}),
        ({"kind": ("-pdf",), "source": ("iom",)}, {"iom1"}),
        ({"published_from": date(2025, 5, 1)}, {"iom2", "uni1", "omb1"}),
        ({"published_to": date(2025, 5, 1)}, {"iom1", "iom2", "uni1"}),
        ({"published_from": date(2025, 5, 2), "published_to": date(2025, 12, 31)}, {"omb1"}),
        ({"date_uncertain": True}, {"omb2"}),
        ({"date_uncertain": False}, {"iom1", "iom2", "uni1", "omb1"}),
        ({"withdrawn": True, "source": ("ombudsman",)}, {"omb1", "omb2", "omb3"}),
        ({"language": ("nosuch",)}, set()),
        ({"source": ("",)}, {"iom1", "iom2", "uni1", "omb1", "omb2"}),
    ],
)
def test_filters_leave_exactly_these_articles(found, filters, expected):
    assert found("", **filters) == expected


def test_filters_and_words_hold_together(found):
    assert found("boat", source=("ombudsman",)) == {"omb1"}
    assert found("boat -source:iom", language=("en",)) == {"uni1"}


def test_the_role_of_a_country_can_be_asked_for_in_words_and_is_counted(found, ask):
    assert found("origin:so") == {"iom1"}
    assert found("destination:KE -origin:SO") == {"iom2"}
    assert found("locality:KE-Dadaab") == {"iom1"}
    assert ask("boat", facets=("origin", "destination", "locality")).facets == {
        "origin": (FacetValue("SO", 1, False, False),),
        "destination": (FacetValue("KE", 1, False, False),),
        "locality": (FacetValue("ke-dadaab", 1, False, False),),
    }


def test_each_facet_ignores_its_own_filter_and_keeps_the_others(ask):
    facets = ask("boat", language=("en",), source=("-unicef",)).facets
    assert facets["language"] == (
        FacetValue("az", 1, False, False),
        FacetValue("en", 1, True, False),
        FacetValue("fr", 1, False, False),
    )
    assert facets["source"] == (
        FacetValue("iom", 1, False, False),
        FacetValue("unicef", 1, False, True),
    )
    assert facets["country"] == (FacetValue("KE", 1, False, False), FacetValue("SO", 1, False, False))
    assert facets["concept"] == (FacetValue("return", 1, False, False),)


def test_years_are_counted_newest_first_whatever_span_is_chosen(ask):
    years = ask("boat", published_from=date(2025, 1, 1), published_to=date(2025, 12, 31)).facets["year"]
    assert years == (FacetValue("2025", 3, True, False), FacetValue("2024", 1, False, False))
    half = ask("boat", published_from=date(2025, 3, 1)).facets["year"]
    assert [(year.value, year.count, year.chosen) for year in half] == [("2025", 3, False), ("2024", 1, False)]


def test_a_chosen_value_that_finds_nothing_can_be_taken_back(ask):
    assert ask("lampedusa", language=("el",)).facets["language"] == (FacetValue("el", 0, True, False),)


def test_articles_taken_down_are_in_no_facet_and_no_total(ask):
    answer = ask("boat", facets=("source",))
    assert answer.articles == 4
    assert FacetValue("ombudsman", 1, False, False) in answer.facets["source"]


def test_only_the_facets_that_were_asked_for_are_counted(ask):
    assert ask("boat", facets=("kind", "publisher_kind", "organisation")).facets == {
        "kind": (FacetValue("html", 3, False, False), FacetValue("pdf", 1, False, False)),
        "publisher_kind": (FacetValue("un-agency", 3, False, False), FacetValue("ombudsman", 1, False, False)),
        "organisation": (FacetValue("iom", 1, False, False),),
    }


def test_a_facet_that_is_none_is_named(ask):
    with pytest.raises(QueryError, match="There is no facet “colour”"):
        ask("boat", facets=("colour",))


def test_a_question_can_be_kept_to_some_articles(found):
    assert found("boat", among=["iom1", "omb2", "nosuch"]) == {"iom1"}
    assert found("boat", among=[]) == set()


def test_all_matching_articles_are_listed_without_a_page(engine, asking):
    assert set(engine.matching(asking("boat", language=("-fr",)), ["iom1", "iom2", "omb1", "omb2", "nosuch"])) == {
        "iom1",
        "omb1",
    }
    assert list(engine.matching(asking("boat"), [])) == []
