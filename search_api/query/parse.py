"""What people type becomes a tree: repaired, parsed by luqum, checked against limits, with errors that name the place."""

import re
from dataclasses import dataclass
from typing import Any

from luqum.exceptions import ParseError

# luqum.parser.parser.parse shares one lexer: under threads it gave wrong trees without an error (89 of 23,520); this one none.
from luqum.thread import parse as luqum_parse

from search_api.query.errors import QueryError
from search_api.query.reading import MAX_DEPTH, Reading
from search_api.query.repair import Typed, repaired
from search_api.query.tree import All, Node

MAX_LENGTH = 2000  # letters
BAD_NUMBER = re.compile(r"[~^](?!\d+(?:\.\d+)?(?![\d.]))[\d.]+")


@dataclass(frozen=True)
class Parsed:
    """The tree of a question, and what was repaired or ignored in it."""

    node: Node
    notices: tuple[str, ...]


def parse(text: str) -> Parsed:
    """The tree of what was typed; an empty question is everything. Raises `QueryError`."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"The question has {len(text)} letters; {MAX_LENGTH} are the most.", MAX_LENGTH)
    if not text.strip():
        return Parsed(All(), ())
    typed = repaired(text)
    if not typed.text.strip():
        raise QueryError("There is no word to look for in this.", 0)
    check_brackets(typed)
    reading = Reading(typed)
    node = reading.node(syntax_of(typed), "", 0)
    if node is None:
        raise QueryError("There is no word to look for in this.", 0)
    return Parsed(node, tuple(dict.fromkeys(typed.notices)))


def check_brackets(typed: Typed) -> None:
    """Reports nesting that is too deep, and brackets that are not closed or not opened, before the parser stumbles."""
    opened: list[int] = []
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|\\.|[()]', typed.text):
        if found.group() == "(":
            opened.append(found.start())
            if len(opened) > MAX_DEPTH:
                raise QueryError(f"Brackets are nested deeper than {MAX_DEPTH}.", typed.origin(found.start()))
        elif found.group() == ")":
            if not opened:
                raise QueryError("This bracket closes, but none was opened.", typed.origin(found.start()))
            opened.pop()
    if opened:
        raise QueryError("This bracket is not closed.", typed.origin(opened[-1]))


def syntax_of(typed: Typed) -> Any:
    """luqum's tree; its exceptions and Python's that leave it (ValueError, decimal's, RecursionError) as `QueryError`."""
    try:
        return luqum_parse(typed.text)
    except ParseError as error:
        place = re.search(r"position (\d+)", str(error))
        position = int(place.group(1)) if place else len(typed.text)
        raise QueryError(complaint(typed, position), typed.origin(position)) from error
    except (ValueError, ArithmeticError, TypeError, AttributeError) as error:
        found = BAD_NUMBER.search(typed.text)
        raise QueryError(
            "A number after ~ or ^ cannot be read. Examples: word~1, “two words”~3, word^2.",
            typed.origin(found.start()) if found else None,
        ) from error
    except RecursionError as error:
        raise QueryError("The question is nested too deeply.") from error


def complaint(typed: Typed, position: int) -> str:
    """What is wrong at a place, in words."""
    if position >= len(typed.text):
        return "The question ends where more was expected: a word after AND, OR, NOT or a colon, or a closing bracket."
    found = re.match(r"\s*(\S{1,20})", typed.text[position:])
    what = f"“{found.group(1)}”" if found else "This"
    return (
        f"{what} cannot stand here. Write words, “words in quotes”, AND, OR, NOT and brackets; "
        "put into quotes what is meant as it is."
    )
