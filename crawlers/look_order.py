"""What passes between whoever looks at single pages and the process that asks them: lines of JSON."""

from typing import Any

from pydantic import BaseModel

from crawlers.declaration import Declaration


class LookOrder(BaseModel):
    """By which settings, and as part of which source, pages are asked."""

    settings: dict[str, Any]
    declaration: Declaration


class Wanted(BaseModel):
    """One address to be asked."""

    address: str
    is_list: bool = False  # may lead to hosts where the declaration begins a list
    is_rule: bool = False  # robots.txt itself, which no robots.txt forbids to read


class Told(BaseModel):
    """What became of it: an answer, or the outcome and why."""

    outcome: str = ""
    why: str = ""
    address: str = ""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    request_headers: tuple[tuple[str, str], ...] = ()
    body: str = ""  # base64, as transferred
    payload: str = ""  # base64, decompressed
