"""What an answer says, before anything is known of what it names: parsed once, by its way in or as an article's page."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from crawlers import walk
from crawlers.declaration import Declaration, JsonWay
from crawlers.tasks import Answered, Task
from crawlers.ways import json_api, links
from crawlers.ways.reading import Page, Reading, UnreadablePageError
from processing.archive.capture import Hints

NOTHING = Reading()


@dataclass(frozen=True)
class ReadAnswer:
    """An answered task, and what is to be read in it."""

    task: Task
    answer: Answered
    digest: str = ""  # sha256 of the payload; empty where it was not looked at
    is_same: bool = False  # nothing has changed since the last time
    reading: Reading = NOTHING
    hints: Hints | None = None  # of an item of data
    made: str = ""  # the page made of it
    says_missing: bool = False  # a page that was captured before now says that there is none
    trouble: str = ""  # why it cannot be read, in words


def read_answer(declaration: Declaration, task: Task, answer: Answered, moment: datetime) -> ReadAnswer:
    """Reads one answer. What is hostile about it ends as `trouble`, or as an error of ours."""
    if answer.status == 304 and (task.etag or task.last_modified):
        return ReadAnswer(task, answer, is_same=True)
    if not 200 <= answer.status < 300 or not answer.payload:
        return ReadAnswer(task, answer)
    digest = hashlib.sha256(answer.payload).hexdigest()
    if digest == task.digest:
        return ReadAnswer(task, answer, digest, is_same=True)
    page = Page(answer.payload, answer.address, answer.content_type, declaration.site)
    try:
        if task.page:
            reading = walk.read_page(declaration, task.page, page, moment, task.quiet)
            return ReadAnswer(task, answer, digest, reading=reading)
        if task.detail:
            way = declaration.ways[task.way]
            assert isinstance(way, JsonWay)
            hints, made = json_api.read_detail(way, page, task.address, task.hints)
            return ReadAnswer(task, answer, digest, hints=hints, made=made)
    except UnreadablePageError as error:
        return ReadAnswer(task, answer, digest, trouble=str(error))
    if task.role != "article":
        return ReadAnswer(task, answer, digest)
    linked = links.read(declaration, page, may_be_missing=task.captures > 0)
    return ReadAnswer(task, answer, digest, reading=Reading(linked.found), says_missing=linked.says_missing)
