"""The filters of a question and its facets: each facet is counted without its own filter, so that others can be chosen beside it."""

from collections.abc import Callable, Iterable
from typing import Any

from tantivy import Occur, Query

from search_api.engines.embedded.compile import Compiler, unscored
from search_api.query.answer import FacetValue
from search_api.query.errors import QueryError
from search_api.query.fields import name_value
from search_api.query.question import Filters

FACETS = ("language", "source", "publisher_kind", "country", "concept", "organisation", "kind", "year")
DAYS = "year"  # the facet whose own filter is the span of days
ALL_VALUES = (
    65_000  # tantivy's limit of buckets; far above the number of sources or countries, so that counts are exact
)

Part = tuple[Any, Any]


class CompiledFilters:
    """The filters as parts of a query, by the facet that each belongs to (empty: to none)."""

    def __init__(self, filters: Filters, compiler: Compiler) -> None:
        self.chosen: dict[str, set[str]] = {}
        self.excluded: dict[str, set[str]] = {}
        self.parts: dict[str, list[Part]] = {}
        for field, values in filters:
            if isinstance(values, tuple) and values:
                self._add_names(field, values, compiler)
        if filters.published_from or filters.published_to:
            self.parts[DAYS] = [(Occur.Must, compiler.days(filters.published_from, filters.published_to))]
            self.chosen[DAYS] = years_within(filters)
        general: list[Part] = []
        if filters.date_uncertain is not None:
            general.append((Occur.Must, compiler.truth("date_uncertain", filters.date_uncertain)))
        if not filters.withdrawn:
            general.append((Occur.MustNot, compiler.truth("withdrawn", True)))
        self.parts[""] = general

    def _add_names(self, field: str, values: Iterable[str], compiler: Compiler) -> None:
        wanted = {name_value(field, value) for value in values if not value.startswith("-")} - {""}
        unwanted = {name_value(field, value[1:]) for value in values if value.startswith("-")} - {""}
        parts: list[Part] = []
        if wanted:
            parts.append((Occur.Must, compiler.names(field, sorted(wanted))))
        if unwanted:
            parts.append((Occur.MustNot, compiler.names(field, sorted(unwanted))))
        self.parts[field], self.chosen[field], self.excluded[field] = parts, wanted, unwanted

    def around(self, query: Any, except_facet: str | None = None) -> Any:
        """`query` within all filters, those of one facet left out if it is named."""
        parts = [part for facet, parts in self.parts.items() if facet != except_facet for part in parts]
        return Query.boolean_query([(Occur.Must, query), *parts]) if parts else query


def years_within(filters: Filters) -> set[str]:
    """The years that a span of days covers as a whole, if it has two ends."""
    if not filters.published_from or not filters.published_to:
        return set()
    first = filters.published_from.year + (filters.published_from.timetuple().tm_yday > 1)
    last = filters.published_to.year - ((filters.published_to.month, filters.published_to.day) < (12, 31))
    return {str(year) for year in range(first, last + 1)}


def count_facets(
    searcher: Any, query: Any, filters: CompiledFilters, wanted: Iterable[str]
) -> dict[str, tuple[FacetValue, ...]]:
    """Articles for each value of each facet, largest first (years: newest first). Raises `QueryError` for a facet that is none."""
    names = list(dict.fromkeys(wanted))
    for name in names:
        if name not in FACETS:
            raise QueryError(f"There is no facet “{name}”. There are: {', '.join(FACETS)}.")
    own = [name for name in names if filters.parts.get(name)]
    counted: dict[str, dict[str, int]] = {}
    if shared := [name for name in names if name not in own]:
        counted |= buckets(searcher, filters.around(query), shared)
    for name in own:
        counted |= buckets(searcher, filters.around(query, except_facet=name), [name])
    return {name: facet_values(name, counted[name], filters) for name in names}


def buckets(searcher: Any, query: Any, names: list[str]) -> dict[str, dict[str, int]]:
    """Number of articles for each value of each field."""
    asked = {name: {"terms": {"field": name, "size": ALL_VALUES}} for name in names}
    found = searcher.aggregate(unscored(query), asked)
    return {
        name: {
            str(int(bucket["key"]) if name == DAYS else bucket["key"]): int(bucket["doc_count"])
            for bucket in found[name]["buckets"]
        }
        for name in names
    }


def facet_values(name: str, counts: dict[str, int], filters: CompiledFilters) -> tuple[FacetValue, ...]:
    """The values of one facet; those that the filter names are there even with no article, so that they can be taken back."""
    chosen, excluded = filters.chosen.get(name, set()), filters.excluded.get(name, set())
    counts = dict.fromkeys(chosen | excluded, 0) | counts
    order: Callable[[str], Any] = (lambda v: -int(v)) if name == DAYS else (lambda v: (-counts[v], v))
    return tuple(FacetValue(v, counts[v], v in chosen, v in excluded) for v in sorted(counts, key=order))
