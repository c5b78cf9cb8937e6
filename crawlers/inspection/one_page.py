"""What would be kept of one page, field by field, and what each was read from."""

import mimetypes
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers import answers, captures, registry
from crawlers.declaration import Declaration
from crawlers.inspection.lists import carried, read_lists
from crawlers.looking import Look, LookError, NoAnswer
from crawlers.scope import Scope
from crawlers.tasks import Task
from crawlers.ways import links
from crawlers.ways.reading import Found, Page
from crawlers.ways.wording import line
from processing.archive.capture import Capture, Hints, RecordPlace
from processing.archive.payload import decoded, header
from processing.catalogue.articles import ReadArticle
from processing.clock import now
from processing.judging import Refusal
from processing.languages.vote import LanguageVote
from processing.reading.reader import Reader
from processing.settings import Settings
from processing.tags.found import TagFound
from processing.tags.tagging import tags_of
from processing.text.layout import SourceReading
from processing.text.metadata import read_metadata
from processing.text.tree import parse

LARGEST_FILE = 20_000_000  # bytes; as much as a crawl takes
LIST_PAGES = 6  # asked at most to learn what lists say of a page
SHOWN = 160  # characters of the text's beginning and end


@dataclass(frozen=True)
class Kept:
    """One field of what would be kept: its value, what it was chosen from, each with where that stood."""

    name: str
    value: str
    candidates: tuple[tuple[str, str], ...] = ()  # (where, what)


@dataclass(frozen=True)
class Trial:
    """One page as the program reads it."""

    address: str
    source: str  # by whose declaration it was read; empty: by none
    answered: str  # status, type, size
    judged: str  # what the declaration says of its address
    ended: str  # kept, or the outcome that it would end in
    why: str = ""
    fields: tuple[Kept, ...] = ()
    notes: tuple[str, ...] = field(default=())


def try_address(settings: Settings, address: str, source: str = "") -> Trial:
    """Asks one page by the rules of its source's crawl, and reads it. Raises `LookError` where there is nothing to read.

    What the source's lists say of the page is looked for on their first pages, as a crawl would know it.
    """
    declaration = _declaration_for(settings, address, source)
    with Look(settings, declaration or undeclared(address)) as look:
        hints, made, notes = _told_by_lists(look, declaration, address) if declaration else (Hints(), None, ())
        if made is not None and declaration is not None:
            return read_capture(settings, made, declaration, notes)
        answer = look.ask(address)
    if isinstance(answer, NoAnswer):
        raise LookError(f"{address} gives nothing to read ({answer.outcome.value}): {answer.why}")
    if not 200 <= answer.status < 300:
        outcome, why = answers.ended(answer.status)
        raise LookError(f"{address} gives nothing to read ({outcome.value}): {why}")
    name = declaration.name if declaration else ""
    return read_capture(settings, captures.of_answer(name, Task(address, "article", hints), answer), declaration, notes)


def try_file(settings: Settings, file: Path, source: str = "", address: str = "") -> Trial:
    """Reads a page that was saved; `address`: where it stood, without it what the page itself says."""
    if file.stat().st_size > LARGEST_FILE:
        raise LookError(f"{file} is larger than {LARGEST_FILE // 1_000_000} MB, which is more than a crawl takes")
    body = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or ""
    address = address or _address_in(body) or file.resolve().as_uri()
    declaration = _declaration_for(settings, address, source)
    capture = Capture(
        declaration.name if declaration else "", address, address, now(), 200, (("Content-Type", kind),), body
    )
    return read_capture(settings, capture, declaration)


def read_capture(
    settings: Settings, capture: Capture, declaration: Declaration | None, notes: tuple[str, ...] = ()
) -> Trial:
    """What the extraction makes of a capture."""
    reading = registry.reading_of(declaration) if declaration else SourceReading("")
    read = Reader(reading, LanguageVote(settings.languages)).read(capture, RecordPlace("", 0, ""))
    refusal = read if isinstance(read, Refusal) else None
    payload = decoded(capture).data
    trial = Trial(
        address=capture.address,
        source=declaration.name if declaration else "",
        answered=f"{capture.status}, {line(header(capture, 'Content-Type')) or 'no type named'}, {len(payload):,} bytes"
        + (f", made of an item of {capture.made_from}" if capture.made_from else ""),
        judged=_judged(declaration, capture.address),
        ended=refusal.outcome.value if refusal else "kept",
        why=refusal.reason if refusal else "",
        notes=notes,
    )
    if isinstance(read, Refusal):
        return trial
    tags = tags_of(read.title, read.text, read.language, reading.country)
    page = Page(payload, capture.address, header(capture, "Content-Type"))
    found = list(links.read(declaration, page).found) if declaration else []
    return replace(trial, fields=(*_fields(read, capture), *_tags(tags), *_links(found, declaration)))


def undeclared(address: str) -> Declaration:
    """The least that must be said of a site to ask it: all else is the defaults."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LookError(f"`{line(address)}` is neither an address (https://…) nor a file that is there")
    site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    said = {
        "name": f"undeclared-{parts.hostname}",
        "file": Path("undeclared"),
        "publisher": {"name": parts.hostname, "kind": "ngo"},
        "site": site,
        "languages": ["en"],
        "ways": {"home": {"way": "feed", "addresses": "/"}},
    }
    return Declaration.model_validate(said)


def _declaration_for(settings: Settings, address: str, source: str) -> Declaration | None:
    """The named source, or the one that counts the address as its own: the one whose site it is on, before others."""
    declarations = registry.load_sources(settings)
    if source:
        return registry.choose(declarations, [source])[0]
    scopes = [(one, Scope(one)) for one in declarations]
    own = [(one, scope) for one, scope in scopes if scope.is_own_host(address)]
    if not own:
        return None

    def fits(pair: tuple[Declaration, Scope]) -> tuple[bool, bool, bool]:
        one, scope = pair
        plain = scope.plain(address)
        return (bool(plain and scope.judge(plain).role), urlsplit(address).netloc == one.host, one.enabled)

    return max(own, key=fits)[0]


def _told_by_lists(look: Look, declaration: Declaration, address: str) -> tuple[Hints, Capture | None, tuple[str, ...]]:
    """What the lists say of a page: hints, the capture of an item that carries its text, and that in words."""
    scope = Scope(declaration)
    wanted = scope.plain(address)
    first_choice = [name for name, way in declaration.ways.items() if not way.in_place_of]
    for asked, one in enumerate(read_lists(look, declaration, first_choice, now(), pages=LIST_PAGES), 1):
        for item in one.articles:
            if scope.plain(item.address) != wanted or not wanted:
                continue
            said = f"named by `{one.page.way}` at {one.address}"
            if (made := carried(look, declaration, one, item)) is not None:
                return made.hints, made, (f"{said}, whose data have its text",)
            return item.hints, None, (said,)
        if asked >= LIST_PAGES:
            break
    return Hints(), None, ("no list's first pages name it, so nothing is known of it but what it says itself",)


def _address_in(body: bytes) -> str:
    tree = parse(body.decode("utf-8", "replace")).tree
    return read_metadata(tree, "").canonical if tree is not None else ""


def _judged(declaration: Declaration | None, address: str) -> str:
    if declaration is None:
        return "no declared source has this host: read without selectors"
    scope = Scope(declaration)
    plain = scope.plain(address)
    if plain is None:
        return "no address of a page"
    judgement = scope.judge(plain)
    return judgement.role or judgement.reason


def _fields(read: ReadArticle, capture: Capture) -> list[Kept]:
    evidence: dict[str, list[dict[str, Any]]] = read.evidence
    hint = capture.hints
    day = read.published.isoformat() if read.published else "no date"
    doubt = ", uncertain" if read.published_uncertain else ""
    precision = f" ({read.published_precision}{doubt})" if read.published else ""
    words = f"{len(read.text):,} characters, {read.text_status}"
    way = "".join(one["where"] for one in evidence.get("text", [])[:1])
    asked = (("asked as", read.asked),) if read.asked != read.address else ()
    versions = ", ".join(f"{language} {address}" for address, language, _ in read.alternates)
    return [
        Kept("address", read.address, asked),
        Kept("title", read.title, _candidates(evidence.get("title", []))),
        Kept("published", f"{day}{precision}", _candidates(evidence.get("published", []))),
        Kept(
            "language",
            read.language + ("" if read.language_sure else ", unsure"),
            _candidates(evidence.get("language", [])),
        ),
        Kept("text", words, (("found by", way), ("begins", read.text[:SHOWN]), ("ends", read.text[-SHOWN:]))),
        Kept("contact", read.contact or "none"),
        Kept("versions", versions or "none named", tuple((way, address) for address, _, way in read.alternates)),
        Kept("kind", hint.kind or read.kind),
    ]


def _candidates(said: list[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Each witness with all that it said."""
    made = []
    for one in said:
        what = [str(value) for name, value in one.items() if name != "where" and value not in ("", None)]
        made.append((str(one.get("where", "")), " · ".join(what)))
    return tuple(made)


def _tags(tags: list[TagFound]) -> list[Kept]:
    made = []
    for kind, name in (("place", "places"), ("organisation", "organisations"), ("concept", "concepts")):
        of_kind = [tag for tag in tags if tag.kind == kind]
        values = ", ".join(f"{tag.value} ({tag.role})" if tag.role else tag.value for tag in of_kind)
        found = tuple((tag.value, f"{tag.rule} “{tag.term}”, {tag.mentions} times: {tag.sentence}") for tag in of_kind)
        made.append(Kept(name, values or "none", found))
    return made


def _links(found: list[Found], declaration: Declaration | None) -> list[Kept]:
    if declaration is None:
        return []
    scope = Scope(declaration)
    files = [
        (item.hints.title, item.address)
        for item in found
        if scope.judge(scope.plain(item.address) or "").role == "file"
    ]
    return [Kept("files", f"{len(files)} linked and captured too" if files else "none", tuple(files))]
