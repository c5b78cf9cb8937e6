"""Looks at single pages of a source by the rules of its crawls: robots.txt, delay, address guard, our name. Nothing is kept."""

import base64
import contextlib
import os
import select
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from crawlers.declaration import Declaration
from crawlers.introduction import user_agent
from crawlers.look_order import LookOrder, Told, Wanted
from crawlers.order import without_secrets
from crawlers.site_lock import SiteLock
from crawlers.tasks import Answered
from processing.errors import ProtectionNewsError
from processing.outcomes import Outcome
from processing.settings import Settings

MODULE = "crawlers.look_process"
ROOT = Path(__file__).parent.parent
TRIES = 4  # robots.txt and the page, each once more after an error of the server
GRACE_SECONDS = 60.0  # for the process to start on a busy machine, and for delays that the site asks for
LOG_LINES = 3


class LookError(ProtectionNewsError):
    """A page cannot be looked at now. The message says why, and what to do."""


@dataclass(frozen=True)
class NoAnswer:
    """Why an address brought no response."""

    outcome: Outcome
    why: str


class Look:
    """One source's pages, asked one at a time: `with Look(settings, declaration) as look: look.ask(address)`.

    Raises `NoContactError` where the crawler would not say whom to write to, and `LookError` where a crawl of the same site is at
    work, so that two programs of one machine never ask it at the same time.
    """

    def __init__(self, settings: Settings, declaration: Declaration) -> None:
        user_agent(settings, declaration.site)
        self._settings = settings
        self._declaration = declaration
        self._lock = SiteLock(settings, declaration.site)

    def __enter__(self) -> Self:
        if not self._lock.take():
            raise LookError(
                f"{self._lock.name} is being crawled at this moment; it is not asked twice at once. Try later."
            )
        self._log = tempfile.TemporaryFile()  # closed with the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,  # a Ctrl-C at the terminal ends us, and with us its input
            pass_fds=self._lock.inherited,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))},
        )
        self._write(
            LookOrder(settings=without_secrets(self._settings), declaration=self._declaration).model_dump_json()
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(GRACE_SECONDS if kind is None else 1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.close()
        self._lock.give_back()

    def ask(self, address: str, is_list: bool = False, is_rule: bool = False) -> Answered | NoAnswer:
        """What an address answers, redirects followed within the source. Raises `LookError` when the process fails us."""
        self._write(Wanted(address=address, is_list=is_list, is_rule=is_rule).model_dump_json())
        told = Told.model_validate_json(self._line())
        if told.outcome:
            return NoAnswer(Outcome(told.outcome), told.why)
        body, payload = base64.b64decode(told.body), base64.b64decode(told.payload)
        return Answered(told.address, told.status, told.headers, body, payload, told.request_headers)

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it died; the answer that does not come says so
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

    def _line(self) -> bytes:
        allowed = self._declaration.politeness.patience * TRIES + GRACE_SECONDS
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], allowed)
        line = self._process.stdout.readline() if ready else b""
        if line:
            return line
        if ready:
            raise LookError(f"The process that asks {self._declaration.site} ended: {self._last_words()}")
        raise LookError(f"{self._declaration.site} did not answer within {allowed:.0f} seconds. Try later.")

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = [line.strip() for line in self._log.read().decode("utf-8", "replace").splitlines() if line.strip()]
        return " / ".join(lines[-LOG_LINES:]) or "it said nothing"
