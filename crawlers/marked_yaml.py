"""Reads YAML so that every value still knows its file and line, and merges one file over another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from processing.errors import ProtectionNewsError

DEEP = 20  # levels; a declaration has five
Way = tuple[str | int, ...]
"""Where a value stands in a document: ("ways", "news", "addresses", 0)."""


class DeclarationError(ProtectionNewsError):
    """A declaration says something that it may not say. The message has one line for each mistake, with file and line."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a value was written."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Marked:
    """A document as plain data, all its leaves text, and the place of each value in it."""

    data: dict[str, Any]
    places: dict[Way, Place] = field(default_factory=dict)

    def place(self, way: Way) -> Place | None:
        """The place of the value at `way`, or of the nearest one around it."""
        return next((self.places[way[:end]] for end in range(len(way), -1, -1) if way[:end] in self.places), None)


def read(file: Path) -> Marked:
    """Reads one file. All leaves stay text (YAML would read the country code `no` as false): the model gives them meaning.

    Raises `DeclarationError` when the file cannot be read, is no YAML, is no mapping, or says one key twice.
    """
    try:
        root = yaml.compose(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise DeclarationError(f"{file}:{line}: this is not YAML: {error.problem or error.context}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DeclarationError(f"{file}: cannot be read: {error}") from error
    if not isinstance(root, yaml.MappingNode):
        raise DeclarationError(f"{file}:1: a declaration is a mapping (lines of `key: value`), this is none")
    places: dict[Way, Place] = {}
    data = _plain(root, (), file, places)
    assert isinstance(data, dict)
    return Marked(data, places)


def merge(beneath: Marked, above: Marked) -> Marked:
    """`above` over `beneath`: mappings are merged key by key, anything else is replaced as a whole."""
    places = {way: place for way, place in beneath.places.items() if not _replaced(way, beneath.data, above.data)}
    return Marked(_merged(beneath.data, above.data), {**places, **above.places})


def _plain(node: yaml.Node, way: Way, file: Path, places: dict[Way, Place]) -> Any:
    places[way] = Place(file, node.start_mark.line + 1)
    if len(way) > DEEP:
        raise DeclarationError(f"{places[way]}: a value that holds itself, or goes deeper than any declaration")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*way, number), file, places) for number, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    made: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise DeclarationError(f"{file}:{key.start_mark.line + 1}: a key must be a word")
        if key.value in made:
            raise DeclarationError(f"{file}:{key.start_mark.line + 1}: `{key.value}` is said twice")
        made[key.value] = _plain(value, (*way, key.value), file, places)
        places[(*way, key.value)] = Place(file, key.start_mark.line + 1)
    return made


def _merged(beneath: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(beneath)
    for key, value in above.items():
        under = made.get(key)
        both = isinstance(under, dict) and isinstance(value, dict)
        made[key] = _merged(under, value) if both else value  # type: ignore[arg-type]
    return made


def _replaced(way: Way, beneath: Any, above: Any) -> bool:
    for key in way:
        if not isinstance(above, dict) or not isinstance(beneath, dict):
            return True
        if key not in above:
            return False
        beneath, above = beneath[key], above[key]
    return not (isinstance(above, dict) and isinstance(beneath, dict))
