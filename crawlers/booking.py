"""What an answer changes: in the archive, in the fetch ledger, in the outcomes; and which pages of lists follow it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crawlers import answers, captures, due, walk
from crawlers.entry import Entry
from crawlers.read_answer import ReadAnswer
from crawlers.sorting import Inputs, Made, Sorted, sort
from crawlers.state import CrawlState
from crawlers.tasks import Answered, Task, as_new, kept
from crawlers.walk import ListPage
from crawlers.ways.reading import Found
from crawlers.ways.wording import line
from processing.catalogue import fetches
from processing.catalogue.fetches import Answer
from processing.catalogue.outcomes import Ended
from processing.catalogue.tables import Fetch
from processing.catalogue.walks import WalkedTo
from processing.outcomes import Outcome, Step


class Booking:
    """Writes answers into entries: nothing is in archive or catalogue before the entries are written."""

    def __init__(self, state: CrawlState) -> None:
        self.state = state

    def answered(self, entry: Entry, read: ReadAnswer, ledger: Mapping[str, Fetch]) -> list[Task]:
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
            self.failed(entry, task, outcome, why, answer.status)
            return []
        if read.trouble:
            self.failed(entry, task, Outcome.FAILED, read.trouble, answer.status)
            return []
        if task.page:
            return self._list_page(entry, read, task.page, ledger)
        self._article(entry, read, ledger)
        return []

    def _article(self, entry: Entry, read: ReadAnswer, ledger: Mapping[str, Fetch]) -> None:
        task, answer = read.task, read.answer
        address = task.address if task.detail else self.state.scope.plain(answer.address) or task.address
        if address in self.state.taken_down:  # it is not asked again
            entry.changes.append(fetches.forget(task.address))
            entry.ended.append(self.state.ended(task.address, Outcome.TAKEN_DOWN, "leads to it"))
            self.state.done(task)
            return
        if address != task.address and self._leads_elsewhere(entry, read, address, ledger):
            return
        named = self._sort(read.reading.found, task, ledger)
        again = due.after_capture(task.first_captured, self.state.moment, task.hints.published_day, task.quiet)
        if read.made:
            told = replace(task, hints=read.hints or task.hints)
            capture = captures.of_item(self.state.source, Made(told, read.made, read.digest), answer)
        else:
            capture = captures.of_answer(self.state.source, task, answer)
        entry.captures.append(capture)
        if address != task.address:  # the address that answers is looked at again, not the one that leads to it
            entry.known.append(replace(as_new(task), address=address))
            entry.changes.append(fetches.unchanged(task.address, Answer(answer.status), None))
            self.state.seen.add(address)
        first = task.first_captured or self.state.moment
        # What says that it is not there is asked for in full again, and must not be taken for the page that it replaces.
        # What was made of an item is nobody's answer, and cannot be the same again.
        record = {} if read.made else captures.record_of(capture)
        booked = Answer(answer.status) if read.says_missing else _answer(answer, read.digest, record)
        entry.changes.append(fetches.captured(address, booked, task.captures + 1, first, again))
        if read.says_missing and self.state.site_answers():
            entry.changes.append(self._missing(task, answer.status, 0))
        entry.ended.append(self.state.ended(task.address, Outcome.CAPTURED, "", address))
        self._book(entry, named)
        self.state.done(task)

    def _leads_elsewhere(self, entry: Entry, read: ReadAnswer, address: str, ledger: Mapping[str, Fetch]) -> bool:
        """Books an address that redirects to one that is an input itself, or that is none of ours."""
        task, status = read.task, read.answer.status
        judgement = self.state.scope.judge(address)
        if not judgement.role:
            why = f"leads to {address}: {judgement.reason}"
            self.failed(entry, task, Outcome.OUT_OF_SCOPE, why, status)
            return True
        if address not in self.state.seen and address not in ledger:
            return False
        entry.changes.append(fetches.unchanged(task.address, Answer(status), None))
        entry.ended.append(self.state.ended(task.address, Outcome.DUPLICATE_ADDRESS, f"leads to {address}", address))
        self.state.done(task)
        return True

    def _list_page(
        self, entry: Entry, read: ReadAnswer, list_page: ListPage, ledger: Mapping[str, Fetch]
    ) -> list[Task]:
        task, answer, reading = read.task, read.answer, read.reading
        named = self._sort(reading.found, task, ledger, list_page.known)
        trouble = walk.trouble_of(list_page, reading, named.in_scope)
        if named.in_scope or reading.passed_over:
            self.state.choice.gave(list_page.way)
        if trouble:
            self._book(entry, named)
            self.failed(entry, task, Outcome.FAILED, trouble, answer.status)
            return []
        for made in named.made:
            entry.captures.append(captures.of_item(self.state.source, made, answer))
        record: dict[str, Any] = {}
        # A list that names an article that was taken out has its title, and often its text.
        if named.names_news and not named.names_taken_down:
            capture = captures.of_answer(self.state.source, task, answer)
            record = captures.record_of(capture)
            entry.captures.append(capture)
        # An index of sitemaps need not change when one of them does: it is read anew each night.
        booked = Answer(answer.status) if reading.parts else _answer(answer, read.digest, record)
        after = walk.following(self.state.declaration, list_page, reading, task.quiet, named.known)
        tasks = self.state.make_due(entry, after, ledger, task.quiet)
        self._book(entry, named)
        self._book_list_page(entry, task, booked, named.names_news)
        self._walked(entry, task, list_page, "" if reading.parts else after[0][0] if after else "")
        self.state.done(task)
        return self.state.take_up(tasks)

    def _book_list_page(self, entry: Entry, task: Task, answer: Answer, names_news: bool) -> None:
        outcome, why = (Outcome.CAPTURED, "") if names_news else (Outcome.UNCHANGED, "named nothing new")
        if names_news:
            first = task.first_captured or self.state.moment
            entry.changes.append(fetches.captured(task.address, answer, task.captures + 1, first, None))
        else:
            entry.changes.append(fetches.unchanged(task.address, answer, None))
        assert task.page is not None
        entry.changes.append(
            fetches.hint(task.address, kept(replace(task, read_as=self.state.fingerprint(task.page.way))))
        )
        entry.ended.append(self.state.ended(task.address, outcome, why))

    def _walked(self, entry: Entry, task: Task, page: ListPage, following: str) -> None:
        if task.quiet:
            entry.walked.append(
                WalkedTo(page.way, page.series, self.state.fingerprint(page.way), page.number, following)
            )

    def _sort(self, found: Sequence[Found], task: Task, ledger: Mapping[str, Fetch], known: int = 0) -> Sorted:
        attach = self.state.declaration.files is not None and self.state.declaration.files.attach
        books = (self.state.seen, self.state.open, self.state.fresh, self.state.in_hand)
        is_new = task.page is not None and not task.read_as
        inputs = Inputs(
            self.state.scope,
            self.state.moment,
            *books,
            ledger,
            task.quiet,
            self.state.taken_down,
            attach,
            known,
            is_new,
        )
        return sort(found, inputs)

    def _book(self, entry: Entry, named: Sorted) -> None:
        for task in named.new:
            entry.notes.append(as_new(task))
            if not task.backfill:  # it may be known already, and wait for the backfill
                entry.changes.append(fetches.make_due(as_new(task), self.state.moment))
            self.state.seen.add(task.address)
            self.state.open.add(task.address)
            self.state.fresh.add(task.address)
        for task in named.enriched:
            entry.changes.append(fetches.hint(task.address, kept(task)))
            if task.address in self.state.in_hand:
                self.state.in_hand[task.address] = task
        for one in named.ended:
            entry.ended.append(Ended(Step.CRAWL, self.state.source, one.input, one.address, one.outcome, one.why))
        for made in named.made:
            task = made.task
            entry.known.append(as_new(task))
            first = task.first_captured or self.state.moment
            answer = Answer(200, digest=made.digest)
            entry.changes.append(fetches.captured(task.address, answer, task.captures + 1, first, None))
            entry.ended.append(self.state.ended(task.address, Outcome.CAPTURED, "its text came with the list"))
            self.state.fresh.add(task.address)
        self.state.seen.update(one.address for one in entry.ended if one.address)

    def failed(self, entry: Entry, task: Task, outcome: Outcome, why: str, status: int | None) -> None:
        """Books an address without a usable answer."""
        is_missing = task.captures > 0 and not task.page and outcome in (Outcome.GONE, Outcome.OUT_OF_SCOPE)
        if is_missing and status is not None and self.state.site_answers():
            entry.changes.append(self._missing(task, status, int(outcome is Outcome.GONE)))
        else:
            # Asking again what robots.txt refuses costs nothing: it is asked once a night anyway.
            failures = 1 if outcome is Outcome.REFUSED_BY_ROBOTS else task.failures + 1
            # A page after a list's last one is asked again when the list leads to it, and not for itself.
            is_past_the_end = outcome is Outcome.GONE and task.page is not None and task.page.number > 1
            # A list that stands in for another is asked when it is needed.
            stands_in = task.page is not None and task.page.way in self.state.choice.stand_in_names
            never = status == 410 or is_past_the_end or stands_in
            due_at = None if never else due.after_failure(failures, self.state.moment)
            entry.changes.append(fetches.failed(task.address, status, failures, due_at))
        entry.ended.append(self.state.ended(task.address, outcome, why))
        self.state.done(task)
        if task.page and task.page.number == 1:
            self.state.trouble[(task.page.way, task.page.series)] = why
        elif task.page and outcome is Outcome.GONE:
            self._walked(entry, task, task.page, "")

    def _missing(self, task: Task, status: int, gone: int) -> fetches.Change:
        """A page that was captured is not there: it is looked for twice more within the week, then it counts as withdrawn."""
        since = task.missing_since or self.state.moment
        times, gone = task.missing + 1, task.gone + gone
        withdrawn = due.is_withdrawn(since, self.state.moment, times, gone)
        again = due.after_missing(since, self.state.moment)
        return fetches.missing(task.address, status, since, times, gone, again, withdrawn)

    def _unchanged(self, entry: Entry, task: Task, answer: Answered, why: str) -> None:
        published, quiet = task.hints.published_day, task.quiet
        again = None if task.page else due.after_capture(task.first_captured, self.state.moment, published, quiet)
        if task.earlier:
            entry.revisits.append((captures.of_answer(self.state.source, task, answer), task.earlier))
        entry.changes.append(fetches.unchanged(task.address, _answer(answer, ""), again))
        entry.ended.append(self.state.ended(task.address, Outcome.UNCHANGED, why))
        if task.page:
            self.state.choice.gave(task.page.way)
            self._walked(entry, task, task.page, "")
        self.state.done(task)


def _answer(answer: Answered, digest: str, record: dict[str, Any] | None = None) -> Answer:
    validators = line(answer.header("etag")), line(answer.header("last-modified"))
    return Answer(answer.status, *validators, digest, record or {})
