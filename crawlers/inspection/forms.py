"""The form that addresses of one kind have in common, as a declaration's `articles.are` says it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

LANGUAGE = re.compile(r"^[a-z]{2}(-[a-z]{2})?$")
NO_ARTICLES = re.compile(
    r"/(tag|tags|category|categories|author|topic|topics|user|users|search|login|feed|rss|page|wp-content|wp-json|wp-admin)(/|$)",
    re.IGNORECASE,
)
FORMS_AT_MOST = 8
FILES = re.compile(r"\.(pdf|docx?|xlsx?|jpe?g|png|gif|mp[34]|zip|css|js|xml)$", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """Where the addresses stand, as a regular expression for each part of the path but the last, and what the last one is."""

    above: tuple[str, ...]
    last: str
    slash: bool

    def expression(self) -> str:
        """The form as a regular expression that is searched in the whole address."""
        path = "".join(f"/{part}" for part in self.above)
        return rf"^https?://[^/]+{path}/{self.last}{'/' if self.slash else ''}(\?[^/]*)?$"


def form_of(address: str) -> Form | None:
    """The form of one address; None for a home page, a file, or what is never an article."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return None
    path = unquote(parts.path)
    segments = [segment for segment in path.split("/") if segment]
    if not segments or FILES.search(path) or NO_ARTICLES.search(path):
        return None
    if len(segments) == 1 and LANGUAGE.match(segments[0]):
        return None  # the home page of a language
    return Form(tuple(_part(one) for one in segments[:-1]), _last(segments[-1]), path.endswith("/"))


def forms_of(addresses: Iterable[str]) -> list[Form]:
    """The forms of many addresses, the most frequent first; the rare ones, which may be anything, are left out."""
    counted = Counter(form for address in addresses if (form := form_of(address)) is not None)
    total = sum(counted.values())
    return [form for form, count in counted.most_common(FORMS_AT_MOST) if count * 20 >= total]


def _part(segment: str) -> str:
    if segment.isdigit():
        return rf"\d{{{len(segment)}}}" if len(segment) in (2, 4) else r"\d+"
    if LANGUAGE.match(segment):
        return "[a-z]{2}(-[a-z]{2})?"
    return re.escape(segment).replace(r"\-", "-")


def _last(segment: str) -> str:
    _, point, ending = segment.rpartition(".")
    if point and ending.lower() in ("html", "htm", "php", "aspx"):
        return rf"[^/?]+\.{ending}"
    return r"\d+" if segment.isdigit() else "[^/?]+"
