"""The filters of a question and its facets: each facet is counted without its own filter, so that others can be chosen beside it."""

from collections.abc import Iterable
from typing import Any

from tantivy import Occur, Query

from search_api.engines.embedded.compile import Compiler, unscored
from search_api.engines.facets import DAYS, Choices, checked
from search_api.query.answer import FacetValue
from search_api.query.question import Filters

ALL_VALUES = (
    65_000  # tantivy's limit of buckets; far above the number of sources or countries, so that counts are exact
)

Part = tuple[Any, Any]


class CompiledFilters:
    """The filters as parts of a query, by the facet that each belongs to (empty: to none)."""

    def __init__(self, filters: Filters, compiler: Compiler) -> None:
        self.choices = Choices(filters)
        self.parts: dict[str, list[Part]] = {}
        for field in self.choices.names:
            parts = self.parts[field] = []
            if wanted := self.choices.chosen[field]:
                parts.append((Occur.Must, compiler.names(field, sorted(wanted))))
            if unwanted := self.choices.excluded[field]:
                parts.append((Occur.MustNot, compiler.names(field, sorted(unwanted))))
        if filters.published_from or filters.published_to:
            self.parts[DAYS] = [(Occur.Must, compiler.days(filters.published_from, filters.published_to))]
        general: list[Part] = []
        if filters.date_uncertain is not None:
            general.append((Occur.Must, compiler.truth("date_uncertain", filters.date_uncertain)))
        if not filters.withdrawn:
            general.append((Occur.MustNot, compiler.truth("withdrawn", True)))
        self.parts[""] = general

    def around(self, query: Any, except_facet: str | None = None) -> Any:
        """`query` within all filters, those of one facet left out if it is named."""
        parts = [part for facet, parts in self.parts.items() if facet != except_facet for part in parts]
        return Query.boolean_query([(Occur.Must, query), *parts]) if parts else query


def count_facets(
    searcher: Any, query: Any, filters: CompiledFilters, wanted: Iterable[str]
) -> dict[str, tuple[FacetValue, ...]]:
    """Articles for each value of each facet, largest first (years: newest first). Raises `QueryError` for a facet that is none."""
    names = checked(wanted)
    own = [name for name in names if filters.parts.get(name)]
    counted: dict[str, dict[str, int]] = {}
    if shared := [name for name in names if name not in own]:
        counted |= buckets(searcher, filters.around(query), shared)
    for name in own:
        counted |= buckets(searcher, filters.around(query, except_facet=name), [name])
    return {name: filters.choices.values(name, counted[name]) for name in names}


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
