"""The frontier of one crawl: what is to be asked, what was answered, and in which one outcome each address ended.

Knows no Scrapy: tasks out, answers in. What waits is in the ledger, not in memory: some two hundred addresses are in hand at a time. The
order is what makes a crawl that is killed at any moment whole again: a capture is in the archive before the ledger says so, and the
addresses that a page names are in the ledger in the same transaction as the page.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from crawlers import addresses, answers, captures, due, walk
from crawlers.choice import Choice, is_silent
from crawlers.declaration import Declaration
from crawlers.entry import Books, Entry
from crawlers.read_answer import ReadAnswer, read_answer
from crawlers.scope import Scope
from crawlers.sorting import Inputs, Made, Sorted, plain_addresses, sort
from crawlers.tasks import Answered, Task, as_new, kept, of_ledger
from crawlers.walk import ListPage
from crawlers.ways.reading import Found
from crawlers.ways.wording import line
from processing.archive.capture import Hints
from processing.archive.writer import ArchiveWriter
from processing.catalogue import fetches, outcomes, takedowns, walks, withdrawals
from processing.catalogue.database import Catalogue
from processing.catalogue.fetches import Answer
from processing.catalogue.outcomes import Ended
from processing.catalogue.tables import Fetch
from processing.catalogue.walks import WalkedTo
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
        self.declaration = declaration
        self.source = declaration.name
        self.run_id = run_id
        self.moment = moment
        self.backfill = backfill
        self.scope = Scope(declaration)
        self.choice = Choice(declaration)
        self.lists = list(walk.first_pages(declaration, self.choice.asked))
        self.notes: list[str] = []  # what else is to be said of how the crawl went, in words
        self.trouble: dict[tuple[str, int], str] = {}  # (way, series) of a list -> why it gave nothing, in words
        self._seen: set[str] = set()  # addresses that are inputs of this crawl
        self._open: set[str] = set()  # the ones of them without an outcome
        self._fresh: set[str] = set()  # the ones of them that no crawl had found before
        self._in_hand: dict[str, Task] = {}
        self._taken_down: set[str] = set()  # of the addresses named last, those whose articles were taken out for good

    def begin(self) -> list[Task]:
        """What is due, or the beginning of it: the first page of each list, then what the ledger says."""
        entry = Entry()
        self._choose()
        first = self._begin_backfill() if self.backfill else self.lists
        lists = self._take_up(self._make_due(entry, first, self._known(first), self.backfill))
        if not self.backfill:
            with self.catalogue.session() as session:
                fetches.ask_again(session, self.source, GOLDEN, self.moment)
        with self.catalogue.reading() as session:
            for row in fetches.due(session, self.source, due.tonight(self.moment), self.backfill):
                if row.address not in self._seen:
                    lists += self._take_from_ledger(entry, row)
        self.books.write([entry])
        order = {(page.way, page.series): number for number, (_, page) in enumerate(self.lists)}
        lists.sort(key=lambda task: order.get((task.page.way, task.page.series), 0) if task.page else 0)
        return [*lists, *self._next()]

    def answered(self, answered: Sequence[tuple[Task, Answered]]) -> list[Task]:
        """Archives and books answers, all at once, and returns what else is to be asked now."""
        reads = [read for task, answer in answered if (read := self._read(task, answer)) is not None]
        named = self._named_in(reads)
        own = [address for one in reads if not one.task.page and (address := self.scope.plain(one.answer.address))]
        with self.catalogue.reading() as session:
            ledger = fetches.known(session, self.source, named)
            self._taken_down = takedowns.of_addresses(session, list({*named, *own}))
        entries: list[Entry] = []
        tasks: list[Task] = []
        for one in reads:
            entry = Entry()
            told = self._in_hand.get(one.task.address, one.task)  # an earlier one may have told more
            read = one if told is one.task else replace(one, task=told)
            try:
                tasks += self._booked(entry, read, ledger)
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
        self._failure(entry, task, outcome, why, status)
        stand_ins = walk.first_pages(self.declaration, self.choice.stand_in_names) if task.page else ()
        tasks = self._in_its_place(entry, task, self._known(stand_ins))
        self.books.write([entry])
        return [*tasks, *self._next()]

    def end(self, why: str) -> int:
        """Books what was not reached as left over, and returns how many addresses that is.

        A backfill's rest is no night's matter: it waits in the ledger for the next one.
        """
        with self.catalogue.session() as session:
            if self._site_answers():
                withdrawals.follow_ledger(session, self.source)
            if self.backfill:
                walked = walks.of_source(session, self.source)
                self.notes += [f"{one.way} is read to page {one.page}" for one in walked if one.following]
                return fetches.waiting_for_backfill(session, self.source)
        return book_left_over(self.catalogue, self.source, self.run_id, self.moment, why)

    # --- what is asked ------------------------------------------------------------------------------------------------

    def _next(self) -> list[Task]:
        """More articles and files out of the ledger, where few are in hand."""
        if len(self._in_hand) >= TAKE_BELOW or len(self._open) == len(self._in_hand):
            return []
        until = due.tonight(self.moment)
        with self.catalogue.reading() as session:
            rows = fetches.following(session, self.source, until, self.backfill, IN_HAND + len(self._in_hand))
        tasks = [of_ledger(row) for row in rows if row.address in self._open and row.address not in self._in_hand]
        return self._take_up([task for task in tasks if task is not None])

    def _take_up(self, tasks: list[Task]) -> list[Task]:
        """They are asked now."""
        for task in tasks:
            self._in_hand[task.address] = task
            self._seen.add(task.address)
            self._open.add(task.address)
            if task.page:
                self.choice.page_asked(task.page.way)
        return tasks

    def _take_from_ledger(self, entry: Entry, row: Fetch) -> list[Task]:
        """A row that is due: pages of lists are asked at once, the others in their turn; what is of no use any more is dropped."""
        task = of_ledger(row)
        why = "written in a form that is not read any more" if task is None else self._of_no_use(task)
        if task is None or why:
            entry.changes.append(fetches.forget(row.address))
            entry.ended.append(self._ended(row.address, Outcome.OUT_OF_SCOPE, why))
            self._seen.add(row.address)
            return []
        self._seen.add(row.address)
        self._open.add(row.address)
        return self._take_up([self._as_read_now(task)]) if task.page else []

    def _choose(self) -> None:
        """Asks the ways that stand in for others too, where the source has been silent for suspiciously long."""
        with self.catalogue.reading() as session:
            newest = fetches.newest_capture(session, self.source)
        if is_silent(self.declaration, newest, self.moment):
            before = list(self.choice.asked)
            self.choice = Choice(self.declaration, everything=True)
            self.lists = list(walk.first_pages(self.declaration, self.choice.asked))
            if more := [name for name in self.choice.asked if name not in before]:
                self.notes.append(f"nothing new for long, so {', '.join(more)} was asked too")

    def _in_its_place(self, entry: Entry, task: Task, ledger: Mapping[str, Fetch]) -> list[Task]:
        """The first pages of ways that stand in for the one whose page has just ended, where that gave nothing."""
        if task.page is None:
            return []
        self.choice.page_ended(task.page.way)
        if not self.choice.is_dry(task.page.way):
            return []
        self.trouble.setdefault((task.page.way, task.page.series), "what it led to named no article")
        asked = self.choice.stand_ins()
        if not asked:
            return []
        self.notes.append(f"{', '.join(asked)} was asked in place of {task.page.way}")
        pages = list(walk.first_pages(self.declaration, asked))
        self.lists += pages
        return self._take_up(self._make_due(entry, pages, ledger, self.backfill))

    def _known(self, pages: Iterable[tuple[str, ListPage]]) -> dict[str, Fetch]:
        """What the ledger has of pages of lists."""
        with self.catalogue.reading() as session:
            return fetches.known(session, self.source, [plain for named, _ in pages if (plain := _plain(named))])

    def _begin_backfill(self) -> list[tuple[str, ListPage]]:
        """Where each list is to be gone on with; from their beginnings, where all were walked to their ends."""
        with self.catalogue.session() as session:
            walked = {(one.way, one.series): one for one in walks.of_source(session, self.source)}
            walked = {key: one for key, one in walked.items() if one.read_as == self._fingerprint(one.way)}
            is_waiting = fetches.waiting_for_backfill(session, self.source) > 0
            unfinished = any(one.following for one in walked.values()) or len(walked) < len(self.lists)
            if not unfinished and not is_waiting:
                walks.begin_anew(session, self.source)
                walked = {}
        pages = []
        for address, page in self.lists:
            one = walked.get((page.way, page.series))
            if one is None:
                pages.append((address, page))
            elif one.following:
                pages.append((one.following, replace(page, number=one.page + 1)))
        return pages

    def _make_due(
        self, entry: Entry, pages: Iterable[tuple[str, ListPage]], known: Mapping[str, Fetch], quiet: bool
    ) -> list[Task]:
        """Writes pages of lists as due, and returns those that are not inputs yet."""
        tasks = []
        for named, page in pages:
            address = _plain(named)
            if not address or not self.scope.may_list(address) or address in self._seen:
                continue
            before = of_ledger(known[address]) if address in known else None
            task = replace(before or Task(address, "listing"), role="listing", page=page, quiet=quiet, hints=Hints())
            task = replace(task, backfill=quiet)
            entry.notes.append(as_new(task))
            entry.changes.append(fetches.make_due(as_new(task), self.moment))
            tasks.append(self._as_read_now(task))
        return tasks

    def _as_read_now(self, task: Task) -> Task:
        """A list is asked in full where the same page now means something else: the declaration changed, or a backfill goes deeper."""
        if task.page is None or (task.read_as == self._fingerprint(task.page.way) and not task.quiet):
            return task
        return replace(task, etag="", last_modified="", digest="")

    def _fingerprint(self, way: str) -> str:
        return walk.fingerprint(self.declaration, self.declaration.ways[way]) if way in self.declaration.ways else ""

    def _of_no_use(self, task: Task) -> str:
        """Why the declaration has no use for an address any more; empty where it has."""
        if task.page is None:
            if task.detail and task.way not in self.declaration.ways:
                return "the declaration names no such list any more"
            return self.scope.judge(task.address).reason
        way = self.declaration.ways.get(task.page.way)
        return "" if way and task.page.series < len(way.addresses) else "the declaration names no such list any more"

    # --- what was answered --------------------------------------------------------------------------------------------

    def _read(self, task: Task, answer: Answered) -> ReadAnswer | None:
        task = self._in_hand.get(task.address, task)
        try:
            return read_answer(self.declaration, task, answer, self.moment)
        except Exception as error:  # the edge, as above
            log.exception("Cannot read the answer of %s", task.address)
            self.books.write([self._stumbled(task, error)])
            return None

    def _stumbled(self, task: Task, error: Exception) -> Entry:
        entry = Entry()
        said = line(f"{type(error).__name__}: {error}", at_most=300)
        self._failure(entry, task, Outcome.FAILED, f"an error of our own: {said}", None)
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
                named.update((address, None) for one, _ in pages if (address := _plain(one)))
                stand_ins = walk.first_pages(self.declaration, self.choice.stand_in_names)
                named.update((address, None) for one, _ in stand_ins if (address := _plain(one)))
            elif (leads_to := self.scope.plain(read.answer.address)) and leads_to != own:
                named[leads_to] = None
        return list(named)

    def _booked(self, entry: Entry, read: ReadAnswer, ledger: Mapping[str, Fetch]) -> list[Task]:
        """Writes one answer into its entry, and returns the pages of lists that follow."""
        task, answer = read.task, read.answer
        if read.is_same:
            why = "not modified since the last time" if answer.status == 304 else "the same as at the last time"
            self._unchanged(entry, task, answer, why)
            return []
        if not read.digest:
            outcome, why = answers.ended(answer.status)
            if task.page and task.page.number > 1 and answer.status in (400, 404):
                outcome, why = Outcome.GONE, f"the list has no such page: {why}"
            self._failure(entry, task, outcome, why, answer.status)
            return []
        if read.trouble:
            self._failure(entry, task, Outcome.FAILED, read.trouble, answer.status)
            return []
        if task.page:
            return self._list_page(entry, read, task.page, ledger)
        self._article(entry, read, ledger)
        return []

    def _article(self, entry: Entry, read: ReadAnswer, ledger: Mapping[str, Fetch]) -> None:
        task, answer = read.task, read.answer
        address = task.address if task.detail else self.scope.plain(answer.address) or task.address
        if address in self._taken_down:  # it is not asked again
            entry.changes.append(fetches.forget(task.address))
            entry.ended.append(self._ended(task.address, Outcome.TAKEN_DOWN, "leads to it"))
            self._done(task)
            return
        if address != task.address and self._leads_elsewhere(entry, read, address, ledger):
            return
        named = self._sort(read.reading.found, task, ledger)
        again = due.after_capture(task.first_captured, self.moment, task.hints.published_day, task.quiet)
        if read.made:
            told = replace(task, hints=read.hints or task.hints)
            capture = captures.of_item(self.source, Made(told, read.made, read.digest), answer)
        else:
            capture = captures.of_answer(self.source, task, answer)
        entry.captures.append(capture)
        if address != task.address:  # the address that answers is looked at again, not the one that leads to it
            entry.known.append(replace(as_new(task), address=address))
            entry.changes.append(fetches.unchanged(task.address, Answer(answer.status), None))
            self._seen.add(address)
        first = task.first_captured or self.moment
        # What says that it is not there is asked for in full again, and must not be taken for the page that it replaces.
        record = (
            {} if read.made else captures.record_of(capture)
        )  # what was made is nobody's answer, to be the same again
        booked = Answer(answer.status) if read.says_missing else _answer(answer, read.digest, record)
        entry.changes.append(fetches.captured(address, booked, task.captures + 1, first, again))
        if read.says_missing and self._site_answers():
            entry.changes.append(self._missing(task, answer.status, 0))
        entry.ended.append(self._ended(task.address, Outcome.CAPTURED, "", address))
        self._book(entry, named)
        self._done(task)

    def _leads_elsewhere(self, entry: Entry, read: ReadAnswer, address: str, ledger: Mapping[str, Fetch]) -> bool:
        """Books an address that redirects to one that is an input itself, or that is none of ours."""
        task, status = read.task, read.answer.status
        judgement = self.scope.judge(address)
        if not judgement.role:
            why = f"leads to {address}: {judgement.reason}"
            self._failure(entry, task, Outcome.OUT_OF_SCOPE, why, status)
            return True
        if address not in self._seen and address not in ledger:
            return False
        entry.changes.append(fetches.unchanged(task.address, Answer(status), None))
        entry.ended.append(self._ended(task.address, Outcome.DUPLICATE_ADDRESS, f"leads to {address}", address))
        self._done(task)
        return True

    def _list_page(
        self, entry: Entry, read: ReadAnswer, list_page: ListPage, ledger: Mapping[str, Fetch]
    ) -> list[Task]:
        task, answer, reading = read.task, read.answer, read.reading
        named = self._sort(reading.found, task, ledger, list_page.known)
        trouble = walk.trouble_of(list_page, reading, named.in_scope)
        if named.in_scope or reading.passed_over:
            self.choice.gave(list_page.way)
        if trouble:
            self._book(entry, named)
            self._failure(entry, task, Outcome.FAILED, trouble, answer.status)
            return []
        for made in named.made:
            entry.captures.append(captures.of_item(self.source, made, answer))
        record: dict[str, Any] = {}
        # A list that names an article that was taken out has its title, and often its text.
        if named.names_news and not named.names_taken_down:
            capture = captures.of_answer(self.source, task, answer)
            record = captures.record_of(capture)
            entry.captures.append(capture)
        # An index of sitemaps need not change when one of them does: it is read anew each night.
        booked = Answer(answer.status) if reading.parts else _answer(answer, read.digest, record)
        after = walk.following(self.declaration, list_page, reading, task.quiet, named.known)
        tasks = self._make_due(entry, after, ledger, task.quiet)
        self._book(entry, named)
        self._book_list_page(entry, task, booked, named.names_news)
        self._walked(entry, task, list_page, "" if reading.parts else after[0][0] if after else "")
        self._done(task)
        return self._take_up(tasks)

    def _book_list_page(self, entry: Entry, task: Task, answer: Answer, names_news: bool) -> None:
        outcome, why = (Outcome.CAPTURED, "") if names_news else (Outcome.UNCHANGED, "named nothing new")
        if names_news:
            first = task.first_captured or self.moment
            entry.changes.append(fetches.captured(task.address, answer, task.captures + 1, first, None))
        else:
            entry.changes.append(fetches.unchanged(task.address, answer, None))
        assert task.page is not None
        entry.changes.append(fetches.hint(task.address, kept(replace(task, read_as=self._fingerprint(task.page.way)))))
        entry.ended.append(self._ended(task.address, outcome, why))

    def _walked(self, entry: Entry, task: Task, page: ListPage, following: str) -> None:
        if task.quiet:
            entry.walked.append(WalkedTo(page.way, page.series, self._fingerprint(page.way), page.number, following))

    # --- books --------------------------------------------------------------------------------------------------------

    def _sort(self, found: Sequence[Found], task: Task, ledger: Mapping[str, Fetch], known: int = 0) -> Sorted:
        attach = self.declaration.files is not None and self.declaration.files.attach
        books = (self._seen, self._open, self._fresh, self._in_hand)
        is_new = task.page is not None and not task.read_as
        inputs = Inputs(self.scope, self.moment, *books, ledger, task.quiet, self._taken_down, attach, known, is_new)
        return sort(found, inputs)

    def _book(self, entry: Entry, named: Sorted) -> None:
        for task in named.new:
            entry.notes.append(as_new(task))
            if not task.backfill:  # it may be known already, and wait for the backfill
                entry.changes.append(fetches.make_due(as_new(task), self.moment))
            self._seen.add(task.address)
            self._open.add(task.address)
            self._fresh.add(task.address)
        for task in named.enriched:
            entry.changes.append(fetches.hint(task.address, kept(task)))
            if task.address in self._in_hand:
                self._in_hand[task.address] = task
        for one in named.ended:
            entry.ended.append(Ended(Step.CRAWL, self.source, one.input, one.address, one.outcome, one.why))
        for made in named.made:
            task = made.task
            entry.known.append(as_new(task))
            first = task.first_captured or self.moment
            answer = Answer(200, digest=made.digest)
            entry.changes.append(fetches.captured(task.address, answer, task.captures + 1, first, None))
            entry.ended.append(self._ended(task.address, Outcome.CAPTURED, "its text came with the list"))
            self._fresh.add(task.address)
        self._seen.update(one.address for one in entry.ended if one.address)

    def _failure(self, entry: Entry, task: Task, outcome: Outcome, why: str, status: int | None) -> None:
        """Books an address without a usable answer."""
        is_missing = task.captures > 0 and not task.page and outcome in (Outcome.GONE, Outcome.OUT_OF_SCOPE)
        if is_missing and status is not None and self._site_answers():
            entry.changes.append(self._missing(task, status, int(outcome is Outcome.GONE)))
        else:
            # Asking again what robots.txt refuses costs nothing: it is asked once a night anyway.
            failures = 1 if outcome is Outcome.REFUSED_BY_ROBOTS else task.failures + 1
            # A page after a list's last one is asked again when the list leads to it, and not for itself.
            is_past_the_end = outcome is Outcome.GONE and task.page is not None and task.page.number > 1
            # A list that stands in for another is asked when it is needed.
            stands_in = task.page is not None and task.page.way in self.choice.stand_in_names
            never = status == 410 or is_past_the_end or stands_in
            due_at = None if never else due.after_failure(failures, self.moment)
            entry.changes.append(fetches.failed(task.address, status, failures, due_at))
        entry.ended.append(self._ended(task.address, outcome, why))
        self._done(task)
        if task.page and task.page.number == 1:
            self.trouble[(task.page.way, task.page.series)] = why
        elif task.page and outcome is Outcome.GONE:
            self._walked(entry, task, task.page, "")

    def _site_answers(self) -> bool:
        """Whether a list was read: a site that answers nothing has withdrawn nothing."""
        return len(self.trouble) < len(self.lists)

    def _missing(self, task: Task, status: int, gone: int) -> fetches.Change:
        """A page that was captured is not there: it is looked for twice more within the week, then it counts as withdrawn."""
        since = task.missing_since or self.moment
        times, gone = task.missing + 1, task.gone + gone
        withdrawn = due.is_withdrawn(since, self.moment, times, gone)
        again = due.after_missing(since, self.moment)
        return fetches.missing(task.address, status, since, times, gone, again, withdrawn)

    def _unchanged(self, entry: Entry, task: Task, answer: Answered, why: str) -> None:
        published, quiet = task.hints.published_day, task.quiet
        again = None if task.page else due.after_capture(task.first_captured, self.moment, published, quiet)
        if task.earlier:
            entry.revisits.append((captures.of_answer(self.source, task, answer), task.earlier))
        entry.changes.append(fetches.unchanged(task.address, _answer(answer, ""), again))
        entry.ended.append(self._ended(task.address, Outcome.UNCHANGED, why))
        if task.page:
            self.choice.gave(task.page.way)
            self._walked(entry, task, task.page, "")
        self._done(task)

    def _done(self, task: Task) -> None:
        self._in_hand.pop(task.address, None)
        self._open.discard(task.address)

    def _ended(self, address: str, outcome: Outcome, why: str, leads_to: str = "") -> Ended:
        return Ended(Step.CRAWL, self.source, address, leads_to or address, outcome, why)


def book_left_over(catalogue: Catalogue, source: str, run_id: str, moment: datetime, why: str) -> int:
    """Books every address of a source that is due and has no outcome in this run as left over; returns how many."""
    with catalogue.session() as session:
        left = fetches.without_outcome(session, source, run_id, due.tonight(moment))
        ended = [Ended(Step.CRAWL, source, address, address, Outcome.LEFT_OVER, why) for address in left]
        outcomes.record_all(session, run_id, ended)
    return len(left)


def _plain(address: str) -> str:
    return addresses.plain(address) or ""


def _answer(answer: Answered, digest: str, record: dict[str, Any] | None = None) -> Answer:
    validators = line(answer.header("etag")), line(answer.header("last-modified"))
    return Answer(answer.status, *validators, digest, record or {})
