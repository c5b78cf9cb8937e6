"""Takes in files from elsewhere (WARC, pages, PDF, texts): archives them as captures, extracts and links them, alerts nobody."""

import glob
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from processing.addresses import canonical, is_home
from processing.archive.capture import Capture, Hints
from processing.archive.payload import decoded
from processing.archive.reader import Passed, read_captures
from processing.archive.store import WARC_ENDINGS, bring_in_or_tell
from processing.archive.writer import ArchiveWriter
from processing.catalogue import takedowns
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Article
from processing.clock import now
from processing.errors import ProtectionNewsError
from processing.extract import INPUT_ROLES, Ending, extract_file
from processing.outcomes import MEANING, Outcome
from processing.settings import Settings
from processing.stories.link import link
from processing.text.decoding import decode
from processing.text.kinds import kind_of
from processing.text.layout import SourceReading
from processing.text.metadata import read_metadata
from processing.text.tree import parse

SOURCE = "imported"
NOT_READ = "not read"  # how a file ends that could not be opened, or that holds nothing we read
TYPE_OF_ENDING = {
    **{".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml"},
    **{".pdf": "application/pdf", ".txt": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown"},
}
TYPE_OF_KIND = {"html": "text/html", "pdf": "application/pdf", "text": "text/plain"}
LONGEST_SOURCE = 80  # characters, as the catalogue keeps names
MAX_FILE_BYTES = 200_000_000
EARLIEST_FILE = datetime(1995, 1, 1, tzinfo=UTC)  # files with an older time never had one (archives that keep none)
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{1,2000})")  # browsers write it into saved pages


class ImportFailedError(ProtectionNewsError):
    """Nothing could be imported: what was given, and what can be."""


@dataclass(frozen=True)
class ImportOptions:
    """What the operator says of all files. An empty `source`: what an archive says itself, else "imported"."""

    source: str = ""
    address: str = ""
    published: date | None = None
    language: str = ""


@dataclass(frozen=True)
class Imported:
    """What became of one page, PDF, text, or capture in an archive; `file` is what it came in."""

    file: str
    address: str
    outcome: str
    detail: str = ""  # in words
    article_id: str = ""
    title: str = ""
    language: str = ""
    published: str = ""


@dataclass(frozen=True)
class ImportReport:
    """All of an import, each thing once, and how many came into a story."""

    items: tuple[Imported, ...]
    passed_over: int  # pictures, scripts and the like in archives, other files in folders
    linked: Mapping[str, int]

    def counts(self) -> dict[str, int]:
        """How many ended in each way, articles first."""
        found = Counter(item.outcome for item in self.items)
        return {ending: found[ending] for ending in (*map(str, Outcome), NOT_READ) if ending in found}


Progress = Callable[[int, int], None]


def import_files(
    catalogue: Catalogue,
    settings: Settings,
    files: Sequence[Path],
    options: ImportOptions,
    readings: Mapping[str, SourceReading],
    run_id: str,
    progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Archives, extracts and links `files` (as `files_of` lists them). `progress` is told how many of how many are done."""
    took = _archived(catalogue, settings, files, options, run_id)
    items = list(took.not_read)
    endings: list[tuple[Capture, Ending]] = []

    def told(capture: Capture, ending: Ending) -> None:
        endings.append((capture, ending))
        progress(len(endings), took.captures)

    for name in took.archive_files:
        extract_file(catalogue, settings, name, readings, run_id, told)
    linked = link(catalogue)
    bring_in_or_tell(catalogue, settings, run_id)
    for capture, ending in endings:
        items.append(_item(catalogue, took.came_in.get(capture.record_id, ""), capture, ending))
    return ImportReport(tuple(items), took.passed_over, linked)


def files_of(given: Sequence[str]) -> tuple[list[Path], int]:
    """The files that names, folders and patterns stand for, in order, each once; and how many others the folders hold.

    Raises `ImportFailedError` for a name that stands for nothing.
    """
    found: dict[Path, None] = {}
    others = 0
    for name in given:
        path = Path(name)
        matches = [path] if path.exists() else [Path(match) for match in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207
        if not matches:
            raise ImportFailedError(f"There is no file, folder or match for '{name}'.")
        for match in matches:
            if not match.is_dir():
                found[match] = None
                continue
            inside = sorted(file for file in match.rglob("*") if file.is_file())
            readable = [file for file in inside if _is_warc(file) or _declared_type(file)]
            others += len(inside) - len(readable)
            found.update(dict.fromkeys(readable))
    return list(found), others


@dataclass
class _Took:
    """What was archived of the files."""

    archive_files: list[str]
    came_in: dict[str, str]  # record id -> file
    captures: int
    passed_over: int
    not_read: list[Imported]


def _archived(
    catalogue: Catalogue, settings: Settings, files: Sequence[Path], options: ImportOptions, run_id: str
) -> _Took:
    took = _Took([], {}, 0, 0, [])
    writers: dict[str, ArchiveWriter] = {}
    with ExitStack() as stack:
        with catalogue.reading() as session:
            refused = takedowns.all_digests(session)

        def write(file: Path, capture: Capture) -> None:
            spelled = (
                capture.address,
                capture.asked_address,
                canonical(capture.address),
                canonical(capture.asked_address),
            )
            if refused and refused & set(map(takedowns.digest_of, spelled)):
                outcome = Outcome.TAKEN_DOWN
                took.not_read.append(Imported(str(file), "", outcome.value, MEANING[outcome]))
                return
            if capture.source not in writers:
                writers[capture.source] = stack.enter_context(
                    ArchiveWriter(catalogue, settings, capture.source, run_id)
                )
            place = writers[capture.source].write(capture)
            took.came_in[place.record_id] = str(file)
            took.captures += 1

        for file in files:
            try:
                if _is_warc(file):
                    _archive_warc(file, options, took, write)
                else:
                    write(file, _capture_of(file, options))
            except (OSError, ProtectionNewsError) as error:
                took.not_read.append(Imported(str(file), "", NOT_READ, str(error)))
    took.archive_files = [name for writer in writers.values() for name in writer.files]
    return took


def _archive_warc(file: Path, options: ImportOptions, took: _Took, write: Callable[[Path, Capture], None]) -> None:
    passed = Passed()
    for capture, _ in read_captures(file, passed):
        if capture.role not in INPUT_ROLES:
            passed.others += 1
            continue
        source = options.source or capture.source[:LONGEST_SOURCE] or SOURCE
        hints = capture.hints if capture.hints.found_by else replace(capture.hints, found_by="import")
        write(file, replace(capture, source=source, quiet=True, hints=hints))
    took.passed_over += passed.revisits + passed.others
    for damage in passed.damaged:
        took.not_read.append(
            Imported(str(file), "", NOT_READ, f"the record at byte {damage.offset} cannot be read: {damage.reason}")
        )
    if passed.unfinished:
        took.not_read.append(Imported(str(file), "", NOT_READ, "its last record is incomplete: the file was cut off"))


def _capture_of(file: Path, options: ImportOptions) -> Capture:
    """A page, PDF or text as a capture, made at the time the file was written."""
    size = file.stat().st_size
    if size > MAX_FILE_BYTES:
        raise ImportFailedError(f"{file} has {size:,} bytes; files up to {MAX_FILE_BYTES:,} are read.")
    body = file.read_bytes()
    if file.suffix.lower() == ".gz":
        packed = Capture("", "", "", now(), 200, (("Content-Encoding", "gzip"),), body)
        body = decoded(packed).data
    content_type = _declared_type(file) or TYPE_OF_KIND.get(kind_of(body, ""), "")
    if not content_type:
        raise ImportFailedError(
            f"{file} is nothing that can be read. These are: {', '.join((*WARC_ENDINGS, *TYPE_OF_ENDING))}, and .gz of them."
        )
    address = canonical(options.address) or _address_in(body, content_type) or _address_made(body, file)
    written = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    return Capture(
        source=options.source or SOURCE,
        address=address,
        asked_address=address,
        captured_at=written if EARLIEST_FILE < written <= now() else now(),
        status=200,
        headers=(("Content-Type", content_type),),
        body=body,
        hints=Hints(found_by="import", published_day=options.published, language=options.language),
        role="file" if content_type == "application/pdf" else "article",
        made_from=str(file),
        quiet=True,
    )


def _address_in(body: bytes, content_type: str) -> str:
    """The address that a saved page names as its own; empty where it names none that can be an article's."""
    if "html" not in content_type:
        return ""
    html = decode(body)
    page = parse(html)
    declared = read_metadata(page.tree, "").canonical if page.tree is not None else ""
    saved = SAVED_FROM.search(html[:4_000])
    for address in (declared, saved.group(1) if saved else ""):
        if address and not is_home(canonical(address)):
            return canonical(address)
    return ""


def _address_made(body: bytes, file: Path) -> str:
    name = file.name.removesuffix(".gz")
    return f"import:{hashlib.sha256(body).hexdigest()[:16]}/{'-'.join(name.split())}"


def _is_warc(file: Path) -> bool:
    return file.name.lower().endswith(WARC_ENDINGS)


def _declared_type(file: Path) -> str:
    return TYPE_OF_ENDING.get(Path(file.name.lower().removesuffix(".gz")).suffix, "")


def _item(catalogue: Catalogue, file: str, capture: Capture, ending: Ending) -> Imported:
    outcome = ending.outcome
    detail = ending.detail or MEANING[Outcome(outcome)]
    with catalogue.reading() as session:
        article = session.get(Article, ending.article_id) if ending.article_id else None
    if article is None:
        address = capture.address if outcome is not Outcome.TAKEN_DOWN else ""
        return Imported(file or capture.made_from, address, outcome.value, detail)
    published = (
        article.published.isoformat()[: {"year": 4, "month": 7}.get(article.published_precision, 10)]
        if article.published
        else ""
    )
    return Imported(
        file or capture.made_from,
        article.address,
        outcome.value,
        detail,
        article.id,
        article.title,
        article.language,
        published,
    )
