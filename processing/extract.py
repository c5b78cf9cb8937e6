"""The step `extract`: each capture of an archive file becomes an article, a version of one, or ends otherwise, with the reason."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from sqlalchemy.orm import Session

from processing.addresses import canonical
from processing.archive.capture import Capture, RecordPlace
from processing.archive.errors import ArchiveError
from processing.archive.reader import Passed, read_captures
from processing.archive.rewriting import rewrite
from processing.archive.store import is_there, opened
from processing.catalogue import archive_files, articles, attachments, outcomes, runs, takedowns
from processing.catalogue.articles import ReadArticle, article_id_of
from processing.catalogue.database import Catalogue
from processing.catalogue.newcomers import Newcomers
from processing.catalogue.tables import ArchiveFile
from processing.catalogue.tags import add_tags, replace_tags, tags_of_article
from processing.framing import as_known, framed, learnt
from processing.judging import Refusal
from processing.languages.vote import LanguageVote
from processing.outcomes import Outcome, Step
from processing.reading.reader import Reader
from processing.settings import Settings
from processing.tags.found import TagFound
from processing.tags.tagging import tags_of
from processing.text.layout import SourceReading

BATCH = (
    40  # captures; as many as a frame is learnt from, so that those of a source's first file have it from the first on
)
BATCH_BYTES = 20_000_000  # of their bodies, as they came: a batch of long PDFs is smaller
SIGN_EVERY_SECONDS = 30
ATTACHMENT = "attachment"
INPUT_ROLES = frozenset({"article", "file", ATTACHMENT})  # of captures; a listing is kept as evidence and is no input

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """How one capture ended; `article_id` is empty where it became none."""

    outcome: Outcome
    detail: str  # in words
    article_id: str = ""


Input = tuple[Capture, RecordPlace]
Told = Callable[[Capture, Ending], None]


def extract_file(
    catalogue: Catalogue,
    settings: Settings,
    name: str,
    readings: Mapping[str, SourceReading],
    run_id: str,
    told: Told = lambda capture, ending: None,
) -> dict[str, int]:
    """Extracts the archive file `name` and marks it extracted. Returns how many captures ended in each outcome.

    Captures are read in batches, and each batch is written in one short transaction, so that other processes wait little. The file
    of a process that was ended is read again from its start, which gives the same rows. `readings` are the declared sources by
    name; `told` is called after each capture that was written.
    Raises `ArchiveError` when the file is not known, or is no archive.
    """
    source, was_written = _known(catalogue, name)
    if not was_written and not is_there(
        settings, name
    ):  # its writer was ended between the catalogue's row and the first byte
        with catalogue.session() as session:
            archive_files.mark_extracted(session, name)
        return {}
    extraction = _Extraction(catalogue, LanguageVote(settings.languages), readings, source, run_id)
    counts: Counter[str] = Counter()
    passed = Passed()
    captures = 0
    taken_down: set[str] = set()

    def finish(batch: list[Input]) -> None:
        for (capture, place), ending in zip(batch, extraction.take(batch), strict=True):
            counts[ending.outcome.value] += 1
            if ending.outcome is Outcome.TAKEN_DOWN:
                taken_down.add(place.record_id)
            told(capture, ending)

    with opened(settings, name) as path:
        size = path.stat().st_size if path.exists() else 0
        batch: list[Input] = []
        for capture, place in read_captures(path, passed):
            captures += 1
            if capture.role in INPUT_ROLES:
                batch.append((capture, place))
            if len(batch) >= BATCH or sum(len(one.body) for one, _ in batch) >= BATCH_BYTES:
                finish(batch)
                batch = []
        finish(batch)
    for damage in passed.damaged:
        ending = Ending(Outcome.QUARANTINED, f"the record at byte {damage.offset} cannot be read: {damage.reason}")
        counts[ending.outcome.value] += 1
        with catalogue.session() as session:
            extraction.record(session, f"{name}#{damage.offset}", name, ending)
    with catalogue.session() as session:
        if session.get_one(ArchiveFile, name).state == "open":  # its writer was ended before it could say this
            archive_files.close(session, name, captures, size)
        archive_files.mark_extracted(session, name)
    if taken_down:  # they came by an address that was not known to be theirs
        rewrite(catalogue, settings, name, lambda address: False, taken_down)
    return dict(counts)


def _known(catalogue: Catalogue, name: str) -> tuple[str, bool]:
    """The file's source, and whether its writer says that it holds captures."""
    with catalogue.reading() as session:
        row = session.get(ArchiveFile, name)
        if row is None:
            raise ArchiveError(
                f"The catalogue knows no archive file {name}. `protection-news import FILE` takes in files from elsewhere."
            )
        return row.source, row.captures > 0


class _Extraction:
    """The extraction of one file."""

    def __init__(
        self,
        catalogue: Catalogue,
        vote: LanguageVote,
        readings: Mapping[str, SourceReading],
        source: str,
        run_id: str,
    ) -> None:
        self._catalogue = catalogue
        self._reader = Reader(readings.get(source, SourceReading(source)), vote)
        self._run_id = run_id
        self._signed_at = monotonic()
        with catalogue.reading() as session:
            self._taken_down = takedowns.all_digests(session)

    def take(self, batch: list[Input]) -> list[Ending]:
        """Makes what there is to make of some captures, and writes down how each ended."""
        reads = [self._judged(capture, place) for capture, place in batch]
        pages = [
            read
            for (capture, _), read in zip(batch, reads, strict=True)
            if isinstance(read, ReadArticle) and capture.role != ATTACHMENT
        ]
        frames = learnt(self._catalogue, self._reader.source.name, pages)
        reads = [read if isinstance(read, Refusal) else framed(read, frames) for read in reads]
        tags = [[] if isinstance(read, Refusal) else self._tags(read) for read in reads]
        endings: list[Ending] = []
        with self._catalogue.session() as session:
            newcomers = Newcomers(session, pages)
            for (capture, _), read, found in zip(batch, reads, tags, strict=True):
                if isinstance(read, Refusal):
                    endings.append(Ending(read.outcome, read.reason))
                elif capture.role == ATTACHMENT:
                    newcomers.add()
                    endings.append(self._attach(session, capture, read))
                elif newcomers.take(read, found):
                    endings.append(Ending(Outcome.KEPT, "", article_id_of(read.address)))
                else:
                    newcomers.add()
                    endings.append(_keep(session, as_known(session, read, frames), found))
            newcomers.add()
            ended = [
                self._ended(place.record_id, "" if ending.outcome is Outcome.TAKEN_DOWN else capture.address, ending)
                for (capture, place), ending in zip(batch, endings, strict=True)
            ]
            outcomes.record_all(session, self._run_id, ended)
            runs.beat(session, self._run_id)
        return endings

    def record(self, session: Session, what: str, address: str, ending: Ending) -> None:
        """Writes down how one input ended."""
        outcomes.record_all(session, self._run_id, [self._ended(what, address, ending)])

    def _ended(self, what: str, address: str, ending: Ending) -> outcomes.Ended:
        return outcomes.Ended(Step.EXTRACT, self._reader.source.name, what, address, ending.outcome, ending.detail)

    def _judged(self, capture: Capture, place: RecordPlace) -> ReadArticle | Refusal:
        """What a capture holds, and whether it may be kept."""
        self._give_a_sign()
        around = (capture.hints.found_at,) if capture.role == ATTACHMENT else ()
        read = self._of_one_taken_down(capture.address, capture.asked_address, *around) or self._read(capture, place)
        if isinstance(read, Refusal):
            return read
        return self._of_one_taken_down(read.address, read.answered, read.asked) or read

    def _give_a_sign(self) -> None:
        """A batch of large PDFs takes longer than a run may be silent."""
        if monotonic() - self._signed_at > SIGN_EVERY_SECONDS:
            self._signed_at = monotonic()
            with self._catalogue.session() as session:
                runs.beat(session, self._run_id)

    def _attach(self, session: Session, capture: Capture, read: ReadArticle) -> Ending:
        """Gives a file's text to the article whose page links it."""
        page = canonical(capture.hints.found_at, self._reader.source.ignored_parameters)
        article_id = articles.find(session, page)
        if article_id is None:
            return Ending(Outcome.NOT_AN_ARTICLE, f"it is attached to {page}, which is no article")
        changed = attachments.keep(session, article_id, read)
        return Ending(Outcome.ATTACHED if changed else Outcome.SAME_TEXT, "", article_id)

    def _of_one_taken_down(self, *addresses: str) -> Refusal | None:
        """Why a capture is not read, or not kept: its article was taken out for good, under one of these addresses."""
        if not self._taken_down:
            return None
        spelled = {canonical(one, self._reader.source.ignored_parameters) for one in addresses}
        known = self._taken_down & {takedowns.digest_of(one) for one in (*addresses, *spelled)}
        return Refusal(Outcome.TAKEN_DOWN, "its article was taken out for good") if known else None

    def _read(self, capture: Capture, place: RecordPlace) -> ReadArticle | Refusal:
        try:
            return self._reader.read(capture, place)
        except Exception as error:  # the edge of one hostile page: it may not take the others of its file with it
            log.exception("The capture of %s (%s in %s) cannot be read", capture.address, place.record_id, place.file)
            return Refusal(
                Outcome.QUARANTINED, f"reading it failed unexpectedly ({type(error).__name__}: {error})"[:500]
            )

    def _tags(self, read: ReadArticle) -> list[TagFound]:
        return tags_of(read.title, read.text, read.language, self._reader.source.country)


def _keep(session: Session, read: ReadArticle, tags: list[TagFound]) -> Ending:
    kept = articles.keep(session, read)
    if kept.outcome is Outcome.KEPT:  # a new one has no tags yet, and this transaction has just given it its revision
        add_tags(session, kept.article_id, tags)
    elif kept.is_newest and set(tags) != set(tags_of_article(session, kept.article_id)):
        replace_tags(session, kept.article_id, tags)
        articles.touch(session, kept.article_id)
    return Ending(kept.outcome, "", kept.article_id)
