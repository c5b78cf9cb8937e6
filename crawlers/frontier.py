"""The books of one crawl: what is to be asked, what was answered, and in which one outcome each address ended.

Knows no Scrapy: tasks out, answers in. The order is what makes a crawl that is killed at any moment whole again: a capture is in
the archive before the ledger says so, and the addresses that a page names are in the ledger in the same transaction as the page.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from crawlers import addresses, answers, captures, due, walk
from crawlers.choice import Choice, is_silent
from crawlers.declaration import Declaration
from crawlers.scope import Scope
from crawlers.sorting import Inputs, Sorted, plain_addresses, sort
from crawlers.tasks import Answered, Task, kept, of_ledger
from crawlers.walk import ListPage
from crawlers.ways import links
from crawlers.ways.reading import Found, Page, UnreadablePageError
from crawlers.ways.wording import line
from processing.archive.capture import Hints
from processing.archive.writer import ArchiveWriter
from processing.catalogue import fetches, outcomes, takedowns
from processing.catalogue.database import Catalogue
from processing.catalogue.fetches import Answer, NewAddress
from processing.catalogue.outcomes import Ended
from processing.outcomes import Outcome, Step


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
        self.archive = archive
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
        self._waiting: dict[str, Task] = {}  # the ones of them without an outcome

    def begin(self) -> list[Task]:
        """What is due: the first page of each list, then what the ledger says."""
        ended: list[Ended] = []
        with self.catalogue.session() as session:
            self._choose(session)
            self._make_due(session, self.lists, self.backfill)
            for row in fetches.due(session, self.source, due.tonight(self.moment)):
                task = of_ledger(row)
                why = "written in a form that is not read any more" if task is None else self._of_no_use(task)
                if task is None or why:
                    fetches.forget(session, self.source, row.address)
                    ended.append(self._ended(row.address, Outcome.OUT_OF_SCOPE, why))
                    self._seen.add(row.address)
                else:
                    self._take_up([self._as_read_now(task)])
            outcomes.record_all(session, self.run_id, ended)
        order: dict[ListPage | None, int] = {page: number for number, (_, page) in enumerate(self.lists)}
        return sorted(
            self._waiting.values(), key=lambda task: (task.role != "listing", order.get(task.page, len(order)))
        )

    def answered(self, task: Task, answer: Answered) -> list[Task]:
        """Archives and books an answer, and returns what else is to be asked now."""
        task = self._waiting.get(task.address, task)
        return [*self._answered(task, answer), *self._in_its_place(task)]

    def _answered(self, task: Task, answer: Answered) -> list[Task]:
        if answer.status == 304 and (task.etag or task.last_modified):
            self._unchanged(task, answer, "not modified since the last time")
            return []
        if not 200 <= answer.status < 300 or not answer.payload:
            outcome, why = answers.ended(answer.status)
            if task.page and task.page.number > 1 and answer.status in (400, 404):
                outcome, why = Outcome.GONE, f"the list has no such page: {why}"
            self._fail(task, outcome, why, answer.status)
            return []
        digest = hashlib.sha256(answer.payload).hexdigest()
        if digest == task.digest:
            self._unchanged(task, answer, "the same as at the last time")
            return []
        return self._list_page(task, task.page, answer, digest) if task.page else self._article(task, answer, digest)

    def failed(self, task: Task, outcome: Outcome, why: str) -> list[Task]:
        """Books that an address gave no usable answer, and when it is tried again; returns what is to be asked in its place."""
        self._fail(task, outcome, why)
        return self._in_its_place(task)

    def _fail(self, task: Task, outcome: Outcome, why: str, status: int | None = None) -> None:
        with self.catalogue.session() as session:
            self._book_failure(session, task, outcome, why, status)
        self._done(task)

    def end(self, why: str) -> int:
        """Books what was not reached as left over, and returns how many addresses that is."""
        return book_left_over(self.catalogue, self.source, self.run_id, self.moment, why)

    # --- articles and files -------------------------------------------------------------------------------------------

    def _article(self, task: Task, answer: Answered, digest: str) -> list[Task]:
        address = self.scope.plain(answer.address) or task.address
        if self._is_taken_down(task, address):
            return []
        if address != task.address and self._leads_elsewhere(task, address, answer):
            return []
        page = Page(answer.payload, answer.address, answer.content_type)
        named = self._sort(links.read(self.declaration, page) if task.role == "article" else [], task.quiet)
        record = self._archived(task, answer)
        again = due.after_capture(task.first_captured, self.moment)
        with self.catalogue.session() as session:
            if address != task.address:  # the address that answers is looked at again, not the one that leads to it
                fetches.note(session, self.source, [NewAddress(address, task.role, kept(task))], None)
                fetches.unchanged(session, self.source, task.address, Answer(answer.status), None)
                self._seen.add(address)
            fetches.captured(session, self.source, address, _answer(answer, digest, record), self.moment, again)
            outcomes.record_all(session, self.run_id, [self._ended(task.address, Outcome.CAPTURED, "", address)])
            self._book(session, named)
        self._done(task)
        return self._take_up(named.new)

    def _is_taken_down(self, task: Task, address: str) -> bool:
        """Books an address that leads to an article that was taken out for good; it is not asked again."""
        with self.catalogue.reading() as session:
            if not takedowns.of_addresses(session, [address]):
                return False
        with self.catalogue.session() as session:
            fetches.forget(session, self.source, task.address)
            outcomes.record_all(session, self.run_id, [self._ended(task.address, Outcome.TAKEN_DOWN, "leads to it")])
        self._done(task)
        return True

    def _leads_elsewhere(self, task: Task, address: str, answer: Answered) -> bool:
        """Books an address that redirects to one that is an input itself, or that is none of ours."""
        judgement = self.scope.judge(address)
        if not judgement.role:
            self._fail(task, Outcome.OUT_OF_SCOPE, f"leads to {address}: {judgement.reason}", answer.status)
            return True
        with self.catalogue.session() as session:
            if address not in self._seen and not fetches.known(session, self.source, [address]):
                return False
            fetches.unchanged(session, self.source, task.address, Answer(answer.status), None)
            ended = self._ended(task.address, Outcome.DUPLICATE_ADDRESS, f"leads to {address}", address)
            outcomes.record_all(session, self.run_id, [ended])
        self._done(task)
        return True

    # --- pages of lists -----------------------------------------------------------------------------------------------

    def _list_page(self, task: Task, list_page: ListPage, answer: Answered, digest: str) -> list[Task]:
        page = Page(answer.payload, answer.address, answer.content_type, self.declaration.site)
        try:
            reading = walk.read_page(self.declaration, list_page, page, self.moment, task.quiet)
        except UnreadablePageError as error:
            self._fail(task, Outcome.FAILED, str(error), answer.status)
            return []
        named = self._sort(reading.found, task.quiet)
        trouble = walk.trouble_of(list_page, reading, named.in_scope)
        if named.in_scope or reading.passed_over:
            self.choice.gave(list_page.way)
        for made in named.made:
            self.archive.write(captures.of_item(self.source, made, answer))
        # A list that names an article that was taken out has its title, and often its text.
        record = self._archived(task, answer) if named.names_news and not named.names_taken_down else {}
        # An index of sitemaps need not change when one of them does: it is read anew each night.
        booked = Answer(answer.status) if reading.parts else _answer(answer, digest, record)
        goes_on = bool(reading.parts or named.names_news or task.quiet)
        with self.catalogue.session() as session:
            after = walk.following(self.declaration, list_page, reading, task.quiet) if goes_on else []
            pages = self._make_due(session, after, task.quiet)
            self._book(session, named)
            if trouble:
                self._book_failure(session, task, Outcome.FAILED, trouble, answer.status)
            else:
                self._book_list_page(session, task, booked, named.names_news)
        self._done(task)
        return [*self._take_up(pages), *self._take_up(named.new)]

    def _book_list_page(self, session: Session, task: Task, answer: Answer, names_news: bool) -> None:
        outcome, why = (Outcome.CAPTURED, "") if names_news else (Outcome.UNCHANGED, "named nothing new")
        if names_news:
            fetches.captured(session, self.source, task.address, answer, self.moment, None)
        else:
            fetches.unchanged(session, self.source, task.address, answer, None)
        read_as = replace(task, read_as=self._fingerprint(task))
        fetches.hint(session, self.source, task.address, kept(read_as))
        outcomes.record_all(session, self.run_id, [self._ended(task.address, outcome, why)])

    def _choose(self, session: Session) -> None:
        """Asks the ways that stand in for others too, where the source has been silent for suspiciously long."""
        if is_silent(self.declaration, fetches.newest_capture(session, self.source), self.moment):
            before = list(self.choice.asked)
            self.choice = Choice(self.declaration, everything=True)
            self.lists = list(walk.first_pages(self.declaration, self.choice.asked))
            if more := [name for name in self.choice.asked if name not in before]:
                self.notes.append(f"nothing new for long, so {', '.join(more)} was asked too")

    def _in_its_place(self, task: Task) -> list[Task]:
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
        with self.catalogue.session() as session:
            return self._take_up(self._make_due(session, pages, self.backfill))

    def _make_due(self, session: Session, pages: Iterable[tuple[str, ListPage]], quiet: bool) -> list[Task]:
        """Writes pages of lists as due, and returns those that are not inputs yet."""
        wanted = {
            address: page
            for named, page in pages
            if (address := addresses.plain(named)) and self.scope.may_list(address) and address not in self._seen
        }
        known = fetches.known(session, self.source, list(wanted))
        tasks = []
        for address, page in wanted.items():
            before = of_ledger(known[address]) if address in known else None
            tasks.append(
                replace(before or Task(address, "listing"), role="listing", page=page, quiet=quiet, hints=Hints())
            )
        written = [NewAddress(task.address, "listing", kept(task)) for task in tasks]
        fetches.make_due(session, self.source, written, self.moment)
        return [self._as_read_now(task) for task in tasks]

    def _as_read_now(self, task: Task) -> Task:
        """A list is asked in full where the same page now means something else: the declaration changed, or a backfill goes deeper."""
        if task.page is None or (task.read_as == self._fingerprint(task) and not task.quiet):
            return task
        return replace(task, etag="", last_modified="", digest="")

    def _fingerprint(self, task: Task) -> str:
        assert task.page is not None
        return walk.fingerprint(self.declaration, self.declaration.ways[task.page.way])

    # --- books --------------------------------------------------------------------------------------------------------

    def _of_no_use(self, task: Task) -> str:
        """Why the declaration has no use for an address any more; empty where it has."""
        if task.page is None:
            return self.scope.judge(task.address).reason
        way = self.declaration.ways.get(task.page.way)
        return "" if way and task.page.series < len(way.addresses) else "the declaration names no such list any more"

    def _sort(self, found: Sequence[Found], quiet: bool) -> Sorted:
        with self.catalogue.reading() as session:
            named = plain_addresses(found, self.scope)
            ledger = fetches.known(session, self.source, named)
            taken_down = takedowns.of_addresses(session, named)
        return sort(found, Inputs(self.scope, self.moment, self._seen, self._waiting, ledger, quiet, taken_down))

    def _book(self, session: Session, named: Sorted) -> None:
        fetches.note(
            session, self.source, [NewAddress(task.address, task.role, kept(task)) for task in named.new], self.moment
        )
        for task in named.enriched:
            fetches.hint(session, self.source, task.address, kept(task))
            self._waiting[task.address] = task
        ended = [Ended(Step.CRAWL, self.source, one.input, one.address, one.outcome, one.why) for one in named.ended]
        for made in named.made:
            task = made.task
            fetches.note(session, self.source, [NewAddress(task.address, task.role, kept(task))], None)
            fetches.captured(session, self.source, task.address, Answer(200, digest=made.digest), self.moment, None)
            ended.append(self._ended(task.address, Outcome.CAPTURED, "its text came with the list"))
        outcomes.record_all(session, self.run_id, ended)
        self._seen.update(one.address for one in ended if one.address)

    def _book_failure(self, session: Session, task: Task, outcome: Outcome, why: str, status: int | None) -> None:
        # Asking again what robots.txt refuses costs nothing: it is asked once a night anyway.
        failures = 1 if outcome is Outcome.REFUSED_BY_ROBOTS else task.failures + 1
        # A page after a list's last one is asked again when the list leads to it, and not for itself.
        is_past_the_end = outcome is Outcome.GONE and task.page is not None and task.page.number > 1
        # A list that stands in for another is asked when it is needed.
        stands_in = task.page is not None and task.page.way in self.choice.stand_in_names
        due_at = None if status == 410 or is_past_the_end or stands_in else due.after_failure(failures, self.moment)
        fetches.failed(session, self.source, task.address, status, due_at)
        outcomes.record_all(session, self.run_id, [self._ended(task.address, outcome, why)])
        if task.page and task.page.number == 1:
            self.trouble[(task.page.way, task.page.series)] = why

    def _archived(self, task: Task, answer: Answered) -> dict[str, Any]:
        """Archives an answer, and returns what the ledger keeps of its record."""
        capture = captures.of_answer(self.source, task, answer)
        return captures.record_of(capture, self.archive.write(capture))

    def _unchanged(self, task: Task, answer: Answered, why: str) -> None:
        if task.earlier:
            self.archive.write_revisit(captures.of_answer(self.source, task, answer), task.earlier)
        again = None if task.page else due.after_capture(task.first_captured, self.moment)
        if task.page:
            self.choice.gave(task.page.way)
        with self.catalogue.session() as session:
            fetches.unchanged(session, self.source, task.address, _answer(answer, ""), again)
            outcomes.record_all(session, self.run_id, [self._ended(task.address, Outcome.UNCHANGED, why)])
        self._done(task)

    def _take_up(self, tasks: list[Task]) -> list[Task]:
        self._waiting.update((task.address, task) for task in tasks)
        self._seen.update(task.address for task in tasks)
        for task in tasks:
            if task.page:
                self.choice.page_asked(task.page.way)
        return tasks

    def _done(self, task: Task) -> None:
        self._waiting.pop(task.address, None)

    def _ended(self, address: str, outcome: Outcome, why: str, leads_to: str = "") -> Ended:
        return Ended(Step.CRAWL, self.source, address, leads_to or address, outcome, why)


def book_left_over(catalogue: Catalogue, source: str, run_id: str, moment: datetime, why: str) -> int:
    """Books every address of a source that is due and has no outcome in this run as left over; returns how many."""
    with catalogue.session() as session:
        left = fetches.without_outcome(session, source, run_id, due.tonight(moment))
        ended = [Ended(Step.CRAWL, source, address, address, Outcome.LEFT_OVER, why) for address in left]
        outcomes.record_all(session, run_id, ended)
    return len(left)


def _answer(answer: Answered, digest: str, record: dict[str, Any] | None = None) -> Answer:
    return Answer(
        answer.status, line(answer.header("etag")), line(answer.header("last-modified")), digest, record or {}
    )
