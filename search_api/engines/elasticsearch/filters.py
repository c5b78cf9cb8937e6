"""The filters of a question and its facets: each facet is counted without its own filter, so that others can be chosen beside it."""

from typing import Any

from search_api.engines.elasticsearch.compile import Query, days, names
from search_api.engines.facets import DAYS, Choices
from search_api.query.question import Filters

# Values of one facet. Far above the number of sources, countries or organisations, so that counts over several shards are exact too;
# all facets of a question together stay below the 65,536 buckets that a server allows.
ALL_VALUES = 8_000

Part = tuple[str, Query]
"""A clause of a bool query (filter, must_not), and what it asks."""


class CompiledFilters:
    """The filters as parts of a query, by the facet that each belongs to (empty: to none)."""

    def __init__(self, filters: Filters) -> None:
        self.choices = Choices(filters)
        self.parts: dict[str, list[Part]] = {}
        for field in self.choices.names:
            parts = self.parts[field] = []
            if wanted := self.choices.chosen[field]:
                parts.append(("filter", names(field, sorted(wanted))))
            if unwanted := self.choices.excluded[field]:
                parts.append(("must_not", names(field, sorted(unwanted))))
        if filters.published_from or filters.published_to:
            self.parts[DAYS] = [("filter", days(filters.published_from, filters.published_to))]
        self.parts[""] = []
        if filters.date_uncertain is not None:
            self.parts[""].append(("filter", {"term": {"date_uncertain": filters.date_uncertain}}))
        if not filters.withdrawn:
            self.parts[""].append(("must_not", {"term": {"withdrawn": True}}))

    def around(self, query: Query, except_facet: str | None = None) -> Query:
        """`query` within all filters, those of one facet left out if it is named."""
        parts = [part for facet, parts in self.parts.items() if facet != except_facet for part in parts]
        return within(query, parts)


def within(query: Query, parts: list[Part]) -> Query:
    """`query` with further clauses that add nothing to its relevance."""
    if not parts:
        return query
    clauses: dict[str, list[Query]] = {"must": [query]}
    for clause, part in parts:
        clauses.setdefault(clause, []).append(part)
    return {"bool": clauses}


def facet_aggregation(name: str) -> dict[str, Any]:
    """The aggregation that counts a facet."""
    if name == DAYS:
        by_year = {"field": "published", "calendar_interval": "year", "format": "yyyy", "min_doc_count": 1}
        return {"date_histogram": by_year}
    return {"terms": {"field": name, "size": ALL_VALUES}}


def facet_counts(aggregation: dict[str, Any]) -> dict[str, int]:
    """Articles for each value, from the answer to `facet_aggregation`."""
    buckets = aggregation["buckets"]
    if buckets and "key_as_string" in buckets[0]:
        return {str(int(bucket["key_as_string"])): bucket["doc_count"] for bucket in buckets}
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}
