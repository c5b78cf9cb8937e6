"""What filters and facets mean, whichever engine applies and counts them."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from search_api.query.answer import FacetValue
from search_api.query.errors import QueryError
from search_api.query.fields import PLACE_FIELDS, name_value
from search_api.query.question import Filters

FACETS = (
    *("language", "source", "publisher_kind", "country", *PLACE_FIELDS),
    *("concept", "organisation", "kind", "year"),
)
DAYS = "year"  # the facet whose own filter is the span of days


class Choices:
    """The values that filters choose and exclude, by facet (or by a field of names that is no facet)."""

    def __init__(self, filters: Filters) -> None:
        self.chosen: dict[str, set[str]] = {}
        self.excluded: dict[str, set[str]] = {}
        self.names: list[str] = []
        for field, values in filters:
            if isinstance(values, tuple) and values:
                self.names.append(field)
                self.chosen[field] = {name_value(field, value) for value in values if not value.startswith("-")} - {""}
                self.excluded[field] = {name_value(field, value[1:]) for value in values if value.startswith("-")} - {
                    ""
                }
        if filters.published_from or filters.published_to:
            self.chosen[DAYS] = years_within(filters)

    def values(self, facet: str, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
        """The values of one facet, largest first (years: newest first); those that the filter names are there even with no
        article, so that they can be taken back.
        """
        chosen, excluded = self.chosen.get(facet, set()), self.excluded.get(facet, set())
        named = {**dict.fromkeys(chosen | excluded, 0), **counts}
        order = sorted(named.items(), key=by_year) if facet == DAYS else largest_first(named.items())
        return tuple([FacetValue(v, n, v in chosen, v in excluded) for v, n in order])


def largest_first(values: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The values of a facet with their counts, those with the same count by name."""
    return sorted(sorted(values), key=itemgetter(1), reverse=True)


def by_year(value: tuple[str, int]) -> int:
    """Orders years, the newest first."""
    return -int(value[0])


def checked(wanted: Iterable[str]) -> list[str]:
    """The facets to count, each once. Raises `QueryError` for one that is none."""
    names = list(dict.fromkeys(wanted))
    for name in names:
        if name not in FACETS:
            raise QueryError(f"There is no facet “{name}”. There are: {', '.join(FACETS)}.")
    return names


def years_within(filters: Filters) -> set[str]:
    """The years that a span of days covers as a whole, if it has two ends."""
    if not filters.published_from or not filters.published_to:
        return set()
    first = filters.published_from.year + (filters.published_from.timetuple().tm_yday > 1)
    last = filters.published_to.year - ((filters.published_to.month, filters.published_to.day) < (12, 31))
    return {str(year) for year in range(first, last + 1)}
