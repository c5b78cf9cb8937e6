"""Finds the JSON behind a page that is empty without its scripts: the address that a script reads, and what an item is made of."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawlers.looking import Look
from crawlers.tasks import Answered
from crawlers.ways import markup

SCRIPTS_AT_MOST = 3  # of the site's own that are read
ADDRESSES_AT_MOST = 4  # of interfaces that are asked
SCRIPT_SIZE = 3_000_000  # bytes
INTERFACE = re.compile(r"""["'`](/(?:[\w.-]+/)*(?:api|rest|json|data)/[\w./-]*(?:\?[^"'`\s]{0,200})?)["'`]""")
COUNTED = re.compile(r"((?:page|p|pageNumber)=)(?:\$\{[^}]*\}|\d+|$)")
TEMPLATE = re.compile(r"`((?:/[^`/\s]{0,80}){1,6})`")
VALUE = re.compile(r"\$\{(?:[\w$]+\.)?([\w$]+)\}")
NAMES = {  # what is looked for in an item, and what sites call it
    "title": ("title", "headline", "name", "titulo", "titre"),
    "date": (
        "date",
        "published",
        "published_at",
        "publishedAt",
        "publication_date",
        "documentDate",
        "created_at",
        "created",
    ),
    "item_language": ("lang", "language", "locale", "langcode"),
    "item_kind": ("type", "kind", "category"),
    "summary": ("summary", "excerpt", "abstract", "teaser", "description"),
    "content": ("content", "body", "html", "text"),
}
LINKS = ("url", "link", "href", "permalink", "path")


@dataclass(frozen=True)
class Interface:
    """An interface whose list a declaration's `json` way can read."""

    said: dict[str, Any]  # as the declaration says it
    answer: Answered
    has_address: bool  # whether an item's public address was found out


def interface_of(look: Look, site: str, home: Answered) -> Interface | None:
    """The first interface that the home page's scripts read and that gives a list of items; None for none."""
    sources = _scripts(look, home)
    asked: list[str] = []
    for source in sources:
        for found in INTERFACE.findall(source):
            template = COUNTED.sub(r"\1{page}", found).split("${")[0].rstrip("?&")
            if template not in asked and len(asked) < ADDRESSES_AT_MOST:
                asked.append(template)
                answer = look.ask(site + template.replace("{page}", "1"), is_list=True)
                if isinstance(answer, Answered) and answer.status == 200 and (said := _read(answer.payload, sources)):
                    return Interface({"way": "json", "addresses": template, **said}, answer, "address" in said)
    return None


def _scripts(look: Look, home: Answered) -> list[str]:
    """The texts of the page's own scripts, those within it first."""
    root = markup.parse(home.payload, home.content_type)
    base = markup.base_of(root, home.address)
    host = urlsplit(home.address).netloc
    texts = [script.text for script in markup.select(root, "script:not([src])") if script.text]
    own = [markup.join(base, script.get("src")) for script in markup.select(root, "script[src]")]
    for address in [one for one in own if urlsplit(one).netloc == host][:SCRIPTS_AT_MOST]:
        answer = look.ask(address)
        if isinstance(answer, Answered) and answer.status == 200:
            texts.append(answer.payload[:SCRIPT_SIZE].decode("utf-8", "replace"))
    return texts


def _read(payload: bytes, scripts: list[str]) -> dict[str, Any]:
    """What a declaration says of an answer that holds a list of items; empty where it holds none."""
    try:
        document = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    path, items = _list_in(document)
    item = next((one for one in items if isinstance(one, dict)), None)
    if item is None:
        return {}
    said: dict[str, Any] = {"items": path} if path else {}
    for name, candidates in NAMES.items():
        key = next((one for one in candidates if isinstance(item.get(one), str) and item[one]), "")
        if key:
            said[name] = key
    address = _address(item, scripts)
    return ({**said, "address": address} if address else said) if "title" in said else {}


def _list_in(document: Any) -> tuple[str, list[Any]]:
    """The longest list of a document or of its first two levels, and the path to it."""
    if isinstance(document, list):
        return "", document
    found: list[tuple[str, list[Any]]] = []
    level = [("", document)]
    for _ in range(2):
        inner = [
            (f"{path}.{key}".lstrip("."), value)
            for path, one in level
            if isinstance(one, dict)
            for key, value in one.items()
            if re.fullmatch(r"[^.\s]+", key)
        ]
        found += [(path, value) for path, value in inner if isinstance(value, list) and value]
        level = inner
    return max(found, key=lambda one: len(one[1]), default=("", []))


def _address(item: dict[str, Any], scripts: list[str]) -> str:
    """The public address of an item: a value of it, or a template that a script fills with its values."""
    for key in LINKS:
        value = item.get(key)
        if isinstance(value, str) and value.startswith(("/", "http")):
            return f"{{{key}}}"
    for script in scripts:
        for template in TEMPLATE.findall(script):
            keys = VALUE.findall(template)
            if keys and all(key in item for key in keys) and not VALUE.sub("", template).count("$"):
                return VALUE.sub(lambda match: f"{{{match[1]}}}", template)
    return ""
