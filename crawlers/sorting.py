"""What becomes of the addresses that a page named: asked, known, out of scope, or another spelling of one of them."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawlers import due
from crawlers.addresses import TOO_LONG
from crawlers.scope import Judgement, Scope
from crawlers.tasks import Task, richer
from crawlers.ways.reading import Found
from processing.catalogue.tables import Fetch
from processing.catalogue.takedowns import digest_of
from processing.outcomes import Outcome


@dataclass(frozen=True)
class Inputs:
    """What a crawl knows when a page is sorted."""

    scope: Scope
    moment: datetime
    seen: Collection[str]  # addresses that are inputs already
    waiting: Mapping[str, Task]  # the ones of them that were not answered yet
    ledger: Mapping[str, Fetch]  # what the ledger has of the addresses named
    quiet: bool  # a backfill: nobody is told of what it brings
    taken_down: Collection[str] = ()  # of the addresses named, those whose articles were taken out for good


@dataclass(frozen=True)
class Made:
    """An article that a page of JSON carries whole."""

    task: Task
    content: str
    digest: str


@dataclass(frozen=True)
class Ending:
    """An outcome that is clear at once."""

    input: str
    address: str
    outcome: Outcome
    why: str


@dataclass
class Sorted:
    """The addresses of a page, by what becomes of them. Each is in one list, or was in one before."""

    new: list[Task] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    enriched: list[Task] = field(default_factory=list)  # waiting to be asked, and now more is known of them
    ended: list[Ending] = field(default_factory=list)
    in_scope: int = 0
    names_taken_down: bool = False

    @property
    def names_news(self) -> bool:
        """Whether the page named anything that we did not have."""
        return bool(self.new or self.made)


def plain_addresses(found: Sequence[Found], scope: Scope) -> list[str]:
    """The ledger's spelling of every address that has one."""
    return list({plain for item in found if (plain := scope.plain(item.address)) is not None})


def sort(found: Sequence[Found], inputs: Inputs) -> Sorted:
    """Sorts the addresses of one page, in its order."""
    result = Sorted()
    here: dict[str, str] = {}  # plain -> as spelled first on this page
    new: dict[str, Task] = {}
    for item in found:
        plain = inputs.scope.plain(item.address)
        if plain is None:
            result.ended.append(
                Ending(item.address[:TOO_LONG], "", Outcome.OUT_OF_SCOPE, "this is no address of a page")
            )
            continue
        if plain in inputs.taken_down:
            result.names_taken_down = True
            if plain not in here:
                here[plain] = item.address
                result.ended.append(Ending(taken_down_as(plain), "", Outcome.TAKEN_DOWN, ""))
            continue
        judgement = _judge(item, plain, inputs.scope)
        if judgement.role:
            result.in_scope += 1
        if plain in here or plain in inputs.seen:
            _named_again(result, new, item, plain, here, inputs)
            continue
        here[plain] = item.address
        if not judgement.role:
            result.ended.append(Ending(plain, plain, Outcome.OUT_OF_SCOPE, judgement.reason))
        elif item.content:
            _carried(result, item, plain, inputs)
        elif plain in inputs.ledger:
            result.ended.append(Ending(plain, plain, Outcome.NOT_DUE, _when(inputs.ledger[plain])))
        else:
            new[plain] = Task(plain, judgement.role, item.hints, quiet=inputs.quiet)
    result.new = list(new.values())
    return result


def taken_down_as(address: str) -> str:
    """What stands for such an address where outcomes are counted: it may say itself what is not to be told any more."""
    return f"taken down: {digest_of(address)[:16]}"


def _judge(item: Found, plain: str, scope: Scope) -> Judgement:
    judgement = scope.judge(plain)
    if judgement.role and item.hints.found_by == "link" and not scope.speaks(item.hints.language):
        return Judgement("", f"the source is not read in the language {item.hints.language}")
    return judgement


def _named_again(
    result: Sorted, new: dict[str, Task], item: Found, plain: str, here: Mapping[str, str], inputs: Inputs
) -> None:
    if item.address not in (plain, here.get(plain)):
        result.ended.append(
            Ending(item.address[:TOO_LONG], plain, Outcome.DUPLICATE_ADDRESS, f"another spelling of {plain}")
        )
    if plain not in here:
        task = inputs.waiting.get(plain)
        if task is not None and (hints := richer(task.hints, item.hints)) != task.hints:
            result.enriched.append(replace(task, hints=hints))
    elif plain in new:  # a card's picture and its headline have the same link, and only one of them has words
        new[plain] = replace(new[plain], hints=richer(new[plain].hints, item.hints))


def _carried(result: Sorted, item: Found, plain: str, inputs: Inputs) -> None:
    digest = hashlib.sha256(item.content.encode()).hexdigest()
    row = inputs.ledger.get(plain)
    if row is not None and row.digest == digest:
        result.ended.append(Ending(plain, plain, Outcome.UNCHANGED, "the same as at the last capture"))
        return
    first = row.captured_at if row is not None else None
    result.made.append(
        Made(Task(plain, "article", item.hints, quiet=inputs.quiet, first_captured=first), item.content, digest)
    )


def _when(row: Fetch) -> str:
    if row.due_at is not None:
        return f"due {row.due_at:%Y-%m-%d}"
    if row.captured_at is not None:
        return f"looked at for {due.REVISITS[-1].days} days"
    return "given up after failures" if row.failures else "leads to an address that is looked at in its place"
