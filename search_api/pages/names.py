"""The names that people read for the values of facets and tags."""

from collections import Counter
from collections.abc import Mapping

from processing.catalogue import sources
from search_api.http.service import Service
from search_api.wording import country_name, language_name, locality_name

FACETS = {
    "concept": "Concept",
    "language": "Language",
    "publisher_kind": "Kind of publisher",
    "source": "Publisher",
    "country": "Country",
    "located_in": "Where it happened",
    "origin": "Country of origin",
    "transit": "Country of transit",
    "destination": "Country of destination",
    "locality": "Place",
    "organisation": "Organisation named",
    "year": "Year of publication",
    "kind": "Kind of document",
    "story": "Story",
}
PUBLISHER_KINDS = {"un-agency": "UN agency", "ombudsman": "Ombudsman institution", "network": "Network"}


class Names:
    """Looks up what a value is called; the value itself where nobody has named it."""

    def __init__(self, service: Service, publishers: Mapping[str, str]) -> None:
        self.service = service
        twice = {publisher for publisher, sources in Counter(publishers.values()).items() if sources > 1}
        self.publishers = {
            source: f"{publisher} ({source})" if publisher in twice else publisher
            for source, publisher in publishers.items()
        }

    def of(self, facet: str, value: str) -> str:
        """What `value` of `facet` is called."""
        match facet:
            case "language":
                return language_name(value)
            case "source":
                return self.publishers.get(value, value)
            case "country" | "located_in" | "origin" | "transit" | "destination":
                return country_name(value)
            case "locality":
                return locality_name(value)
            case "concept":
                known = self.service.concepts.get(value)
                return known.labels.get("en", value) if known else value
            case "organisation":
                organisation = self.service.organisations.get(value)
                return organisation.name if organisation else value
            case "publisher_kind":
                return PUBLISHER_KINDS.get(value, value.replace("-", " ").capitalize())
            case _:
                return value


def names_of(service: Service) -> Names:
    """The names as the catalogue and the vocabulary have them now."""
    with service.catalogue.reading() as session:
        publishers = {known.declared.name: known.declared.publisher for known in sources.listed(session)}
    return Names(service, publishers)
