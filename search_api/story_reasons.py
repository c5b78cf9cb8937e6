"""Why two articles are held to be one story, or are not, in words that a reader can check."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from processing.catalogue.article_details import THROUGH_ANOTHER, Member
from processing.catalogue.stories import COPY, LANGUAGE_VERSION, OPERATOR, SPLIT, UNDECLARED
from search_api.wording import day, language_name

COPIES = {
    "same text": "the same text, word for word",
    "copy": "a copy",
    "shortened": "one is the beginning of the other",
    "rewritten": "one is a rewriting of the other, with the same names and figures",
}
WAYS = {
    "hreflang": "in the head of its page",
    "switcher": "in the page's language switcher",
    "hint": "in the list that led to it",
}
UNDECLARED_WAYS = {"address": "the same address but for the language", "image": "the same picture"}


def member_reason(member: Member, article_id: str) -> str:
    """Why another article is in the story of article `article_id`."""
    if member.reason == THROUGH_ANOTHER:
        by_way = f" (“{member.through.title}”)" if member.through else ""
        return f"linked by way of another article{by_way}"
    return reason(member.reason, member.evidence, article_id, member.article.language)


def reason(kind: str, evidence: Mapping[str, Any], article_id: str = "", language: str = "") -> str:
    """One link in words. `article_id` is the article that is read, `language` the other's, where there are such."""
    if kind == COPY:
        return _copy(evidence)
    if kind == LANGUAGE_VERSION:
        named = f"language version ({language_name(language)})" if language else "language version"
        return f"{named}: {_language_version(evidence, article_id)}"
    if kind == UNDECLARED:
        named = f"language version ({language_name(language)})" if language else "language version"
        return f"{named}, declared by nobody: {_undeclared(evidence)}"
    if kind in (OPERATOR, SPLIT):
        done = "joined" if kind == OPERATOR else "held apart"
        return f"{done} by hand{_on(evidence.get('at'))}"
    return kind


def _copy(evidence: Mapping[str, Any]) -> str:
    kind = str(evidence.get("kind", ""))
    words = COPIES.get(kind, "the same text")
    if kind == "same text" or "containment" not in evidence:
        return words
    return f"{words}: {100 * float(evidence['containment']):.0f} % of the shorter text's wording stands in the other"


def _language_version(evidence: Mapping[str, Any], article_id: str) -> str:
    declared = f"declared {WAYS.get(str(evidence.get('way', '')), 'by one of the two pages')}"
    if evidence.get("answered"):
        return f"{declared}, by both"
    if article_id and "declared by" in evidence:
        return f"{declared}, by {'this one' if evidence['declared by'] == article_id else 'the other one'} alone"
    return declared


def _undeclared(evidence: Mapping[str, Any]) -> str:
    said = [UNDECLARED_WAYS[way]] if (way := str(evidence.get("way", ""))) in UNDECLARED_WAYS else []
    for name in ("figures", "names"):
        if found := evidence.get(name):
            said.append(f"the same {name} ({', '.join(map(str, found))})")
    return "; ".join(said) or "it tells the same"


def _on(moment: object) -> str:
    try:
        return f" on {day(datetime.fromisoformat(str(moment)).date())}"
    except ValueError:
        return ""
