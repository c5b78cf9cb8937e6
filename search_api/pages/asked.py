"""What a page's address asks, read leniently, and the addresses that ask a little more, less or something else."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.datastructures import QueryParams

from search_api.http.parameters import SearchParameters, parameters_in
from search_api.query.errors import QueryError
from search_api.query.fields import PLACE_FIELDS, days
from search_api.query.question import Filters, Question

FACETS = (
    *("concept", "language", "publisher_kind", "source", "country", *PLACE_FIELDS),
    *("organisation", "year"),
)
DATES = ("published_from", "published_to")
OF_ONE_PAGE = ("cursor", "shown_term", "kept_term")  # not kept when the question changes
KNOWN = frozenset(SearchParameters.model_fields)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """The question of a page, as pairs of its address."""

    pairs: Pairs

    def question(self) -> Question:
        """The question. Raises `QueryError` for a value that cannot be."""
        shown = [("facets", facet) for facet in FACETS]
        try:
            asked = parameters_in([*(pair for pair in self.pairs if pair[0] != "facets"), *shown])
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            raise QueryError(f"“{fault['input']}” cannot be asked for: {fault['msg']}.") from error
        return asked.question()

    def values(self, name: str) -> list[str]:
        """All values of one parameter."""
        return [value for known, value in self.pairs if known == name]

    def value(self, name: str) -> str:
        """The last value of one parameter; empty: none."""
        return next(iter(reversed(self.values(name))), "")

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for at all, beyond everything there is."""
        return any(name == "q" or name in Filters.model_fields for name, _ in self.pairs)

    def without(self, *names: str) -> "Asked":
        """The same without these parameters."""
        return Asked(tuple(pair for pair in self.pairs if pair[0] not in names))

    def plus(self, name: str, value: str) -> "Asked":
        """The same with one value more; its opposite (`-value`) goes."""
        opposite = value[1:] if value.startswith("-") else f"-{value}"
        kept = tuple(pair for pair in self.without("cursor").pairs if pair not in ((name, value), (name, opposite)))
        return Asked((*kept, (name, value)))

    def minus(self, name: str, value: str) -> "Asked":
        """The same without one value."""
        return Asked(tuple(pair for pair in self.without("cursor").pairs if pair != (name, value)))

    def with_only(self, name: str, value: str) -> "Asked":
        """The same with one value for this parameter."""
        return Asked((*self.without(name, "cursor").pairs, (name, value)))

    def of_year(self, year: str) -> "Asked":
        """The same, published in one year."""
        kept = self.without(*DATES, "cursor").pairs
        return Asked((*kept, ("published_from", f"{year}-01-01"), ("published_to", f"{year}-12-31")))

    def address(self, path: str = "/") -> str:
        """The address that asks this."""
        return f"{path}?{urlencode(self.pairs)}" if self.pairs else path


def asked_in(parameters: QueryParams) -> Asked:
    """What an address asks: empty fields of a form and parameters that we do not know are left out, dates are completed.

    Terms that were shown but not kept ticked are switched off. Raises `QueryError` for a date that is none.
    """
    pairs: list[tuple[str, str]] = []
    for name, written in parameters.multi_items():
        value = written if name == "q" else written.strip()
        if name not in KNOWN or not value.strip() or (name, value) in pairs:
            continue
        pairs.append((name, whole_day(name, value).isoformat() if name in DATES else value))
    asked = Asked(tuple(pairs))
    shown, kept = parameters.getlist("shown_term"), set(parameters.getlist("kept_term"))
    if shown:
        asked = Asked(tuple(pair for pair in asked.pairs if not (pair[0] == "without_term" and pair[1] in shown)))
        asked = Asked((*asked.pairs, *(("without_term", term) for term in shown if term not in kept)))
    return asked


def whole_day(name: str, value: str) -> date:
    """The first or last day of a year, a month or a day."""
    return days(value, None)[0 if name == "published_from" else 1]
