"""The frontier of one crawl: what is to be asked, what was answered, and in which one outcome each address ended.

Knows no Scrapy: tasks out, answers in. What waits is in the ledger, not in memory: some two hundred addresses are in hand at a time. The
order is what makes a crawl that is killed at any moment whole again: a capture is in the archive before the ledger says so, and the
addresses that a page names are in the ledger in the same transaction as the page.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from crawlers import addresses, due, walk
from crawlers.booking import Booking
from crawlers.choice import Choice, is_silent
from crawlers.declaration import Declaration
from crawlers.entry import Books, Entry
from crawlers.read_answer import ReadAnswer, read_answer
from crawlers.sorting import plain_addresses
from crawlers.state import CrawlState
from crawlers.tasks import Answered, Task, of_ledger
from crawlers.walk import ListPage
from crawlers.ways.wording import line
from processing.archive.writer import ArchiveWriter
from processing.catalogue import fetches, outcomes, takedowns, walks, withdrawals
from processing.catalogue.database import Catalogue
from processing.catalogue.outcomes import Ended
from processing.catalogue.tables import Fetch
from processing.outcomes import Outcome, Step

GOLDEN = 2  # articles whose revisits are over that are asked each night, so that a new layout of theirs is seen (crawlers.health)
IN_HAND = 200  # addresses that are taken from the ledger at a time
TAKE_BELOW = 80  # the next are taken when so few are left: more than the answers that are booked at a time

log = logging.getLogger(__name__)


class Frontier:
    """What one crawl of one source has to ask, and what became of it. Not shared between processes."""

    def __init__(
        self,
        catalogue: Catalogue,
        archive: ArchiveWriter,
        declaration: Declaration,
        run_id: str,
        moment: datetime,
        backfill: bool = False,
    ) -> None:
        self.catalogue = catalogue
        self.books = Books(catalogue, archive, declaration.name, run_id, moment)
        self.state = CrawlState(declaration, moment)
        self.booking = Booking(self.state)
        self.declaration = declaration
        self.source = declaration.name
        self.scope = self.state.scope
        self.run_id = run_id
        self.moment = moment
        self.backfill = backfill
        self.lists = self.state.lists
        self.trouble = self.state.trouble
        self.notes: list[str] = []  # what else is to be said of how the crawl went, in words

    def begin(self) -> list[Task]:
        """What is due, or the beginning of it: the first page of each list, then what the ledger says."""
        entry = Entry()
        self._choose()
        first = self._begin_backfill() if self.backfill else self.state.lists
        lists = self.state.take_up(self.state.make_due(entry, first, self._known(first), self.backfill))
        if not self.backfill:
            with self.catalogue.session() as session:
                fetches.ask_again(session, self.source, GOLDEN, self.moment)
        with self.catalogue.reading() as session:
            for row in fetches.due(session, self.source, due.tonight(self.moment), self.backfill):
                if row.address not in self.state.seen:
                    lists += self._take_from_ledger(entry, row)
        self.books.write([entry])
        order = {(page.way, page.series): number for number, (_, page) in enumerate(self.state.lists)}
        lists.sort(key=lambda task: order.get((task.page.way, task.page.series), 0) if task.page else 0)
        return [*lists, *self._next()]

    def answered(self, answered: Sequence[tuple[Task, Answered]]) -> list[Task]:
        """Archives and books answers, all at once, and returns what else is to be asked now."""
        reads = [read for task, answer in answered if (read := self._read(task, answer)) is not None]
        named = self._named_in(reads)
        own = [address for one in reads if not one.task.page and (address := self.scope.plain(one.answer.address))]
        with self.catalogue.reading() as session:
            ledger = fetches.known(session, self.source, named)
            self.state.taken_down = takedowns.of_addresses(session, list({*named, *own}))
        entries: list[Entry] = []
        tasks: list[Task] = []
        for one in reads:
            entry = Entry()
            told = self.state.in_hand.get(one.task.address, one.task)  # an earlier one may have told more
            read = one if told is one.task else replace(one, task=told)
            try:
                tasks += self.booking.answered(entry, read, ledger)
                tasks += self._in_its_place(entry, read.task, ledger)
            except Exception as error:  # the edge: no page of the world may end the crawl of the others
                log.exception("Cannot book the answer of %s", read.task.address)
                entry = self._stumbled(read.task, error)
            entries.append(entry)
        self.books.write(entries)
        return [*tasks, *self._next()]

    def failed(self, task: Task, outcome: Outcome, why: str, status: int | None = None) -> list[Task]:
        """Books that an address gave no usable answer, and when it is tried again; returns what else is to be asked now."""
        entry = Entry()
        self.booking.failed(entry, task, outcome, why, status)
        stand_ins = walk.first_pages(self.declaration, self.state.choice.stand_in_names) if task.page else ()
        tasks = self._in_its_place(entry, task, self._known(stand_ins))
        self.books.write([entry])
        return [*tasks, *self._next()]

    def end(self, why: str) -> int:
        """Books what was not reached as left over, and returns how many addresses that is.

        A backfill's rest is no night's matter: it waits in the ledger for the next one.
        """
        with self.catalogue.session() as session:
            if self.state.site_answers():
                withdrawals.follow_ledger(session, self.source)
            if self.backfill:
                walked = walks.of_source(session, self.source)
                self.notes += [f"{one.way} is read to page {one.page}" for one in walked if one.following]
                return fetches.waiting_for_backfill(session, self.source)
        return book_left_over(self.catalogue, self.source, self.run_id, self.moment, why)

    def _next(self) -> list[Task]:
        """More articles and files out of the ledger, where few are in hand."""
        if len(self.state.in_hand) >= TAKE_BELOW or len(self.state.open) == len(self.state.in_hand):
            return []
        until = due.tonight(self.moment)
        with self.catalogue.reading() as session:
            rows = fetches.following(session, self.source, until, self.backfill, IN_HAND + len(self.state.in_hand))
        tasks = [
            of_ledger(row) for row in rows if row.address in self.state.open and row.address not in self.state.in_hand
        ]
        return self.state.take_up([task for task in tasks if task is not None])

    def _take_from_ledger(self, entry: Entry, row: Fetch) -> list[Task]:
        """A row that is due: pages of lists are asked at once, the others in their turn; what is of no use any more is dropped."""
        task = of_ledger(row)
        why = "written in a form that is not read any more" if task is None else self._of_no_use(task)
        if task is None or why:
            entry.changes.append(fetches.forget(row.address))
            entry.ended.append(self.state.ended(row.address, Outcome.OUT_OF_SCOPE, why))
            self.state.seen.add(row.address)
            return []
        self.state.seen.add(row.address)
        self.state.open.add(row.address)
        return self.state.take_up([self.state.as_read_now(task)]) if task.page else []

    def _choose(self) -> None:
        """Asks the ways that stand in for others too, where the source has been silent for suspiciously long."""
        with self.catalogue.reading() as session:
            newest = fetches.newest_capture(session, self.source)
        if is_silent(self.declaration, newest, self.moment):
            before = list(self.state.choice.asked)
            self.state.choice = Choice(self.declaration, everything=True)
            self.state.lists[:] = walk.first_pages(self.declaration, self.state.choice.asked)
            if more := [name for name in self.state.choice.asked if name not in before]:
                self.notes.append(f"nothing new for long, so {', '.join(more)} was asked too")

    def _in_its_place(self, entry: Entry, task: Task, ledger: Mapping[str, Fetch]) -> list[Task]:
        """The first pages of ways that stand in for the one whose page has just ended, where that gave nothing."""
        if task.page is None:
            return []
        self.state.choice.page_ended(task.page.way)
        if not self.state.choice.is_dry(task.page.way):
            return []
        self.state.trouble.setdefault((task.page.way, task.page.series), "what it led to named no article")
        asked = self.state.choice.stand_ins()
        if not asked:
            return []
        self.notes.append(f"{', '.join(asked)} was asked in place of {task.page.way}")
        pages = list(walk.first_pages(self.declaration, asked))
        self.state.lists += pages
        return self.state.take_up(self.state.make_due(entry, pages, ledger, self.backfill))

    def _known(self, pages: Iterable[tuple[str, ListPage]]) -> dict[str, Fetch]:
        """What the ledger has of pages of lists."""
        with self.catalogue.reading() as session:
            return fetches.known(
                session, self.source, [plain for named, _ in pages if (plain := addresses.plain(named))]
            )

    def _begin_backfill(self) -> list[tuple[str, ListPage]]:
        """Where each list is to be gone on with; from their beginnings, where all were walked to their ends."""
        with self.catalogue.session() as session:
            walked = {(one.way, one.series): one for one in walks.of_source(session, self.source)}
            walked = {key: one for key, one in walked.items() if one.read_as == self.state.fingerprint(one.way)}
            is_waiting = fetches.waiting_for_backfill(session, self.source) > 0
            unfinished = any(one.following for one in walked.values()) or len(walked) < len(self.state.lists)
            if not unfinished and not is_waiting:
                walks.begin_anew(session, self.source)
                walked = {}
        pages = []
        for address, page in self.state.lists:
            one = walked.get((page.way, page.series))
            if one is None:
                pages.append((address, page))
            elif one.following:
                pages.append((one.following, replace(page, number=one.page + 1)))
        return pages

    def _of_no_use(self, task: Task) -> str:
        """Why the declaration has no use for an address any more; empty where it has."""
        if task.page is None:
            if task.detail and task.way not in self.declaration.ways:
                return "the declaration names no such list any more"
            return self.scope.judge(task.address).reason
        way = self.declaration.ways.get(task.page.way)
        return "" if way and task.page.series < len(way.addresses) else "the declaration names no such list any more"

    def _read(self, task: Task, answer: Answered) -> ReadAnswer | None:
        task = self.state.in_hand.get(task.address, task)
        try:
            return read_answer(self.declaration, task, answer, self.moment)
        except Exception as error:  # the edge, as above
            log.exception("Cannot read the answer of %s", task.address)
            self.books.write([self._stumbled(task, error)])
            return None

    def _stumbled(self, task: Task, error: Exception) -> Entry:
        entry = Entry()
        said = line(f"{type(error).__name__}: {error}", at_most=300)
        self.booking.failed(entry, task, Outcome.FAILED, f"an error of our own: {said}", None)
        return entry

    def _named_in(self, reads: Sequence[ReadAnswer]) -> list[str]:
        """The addresses that answers name or lead to and the ledger may know, each once; what is in hand itself is known."""
        named: dict[str, None] = {}
        for read in reads:
            own = "" if read.task.page else read.task.address
            found = plain_addresses(read.reading.found, self.scope)
            named.update((address, None) for address in found if address != own)
            if read.task.page:
                pages = walk.following(self.declaration, read.task.page, read.reading, read.task.quiet)
                named.update((address, None) for one, _ in pages if (address := addresses.plain(one)))
                stand_ins = walk.first_pages(self.declaration, self.state.choice.stand_in_names)
                named.update((address, None) for one, _ in stand_ins if (address := addresses.plain(one)))
            elif (leads_to := self.scope.plain(read.answer.address)) and leads_to != own:
                named[leads_to] = None
        return list(named)


def book_left_over(catalogue: Catalogue, source: str, run_id: str, moment: datetime, why: str) -> int:
    """Books every address of a source that is due and has no outcome in this run as left over; returns how many."""
    with catalogue.session() as session:
        left = fetches.without_outcome(session, source, run_id, due.tonight(moment))
        ended = [Ended(Step.CRAWL, source, address, address, Outcome.LEFT_OVER, why) for address in left]
        outcomes.record_all(session, run_id, ended)
    return len(left)
