"""YAML lists as an analyst wrote them: plain data, and the line on which each part of an entry stands."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from processing.errors import ProtectionNewsError

DEEPEST = 6  # lists within mappings within entries; deeper ones are no vocabulary
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # eight times as fast, where libyaml is installed

Place = tuple[str | int, ...]


class VocabularyError(ProtectionNewsError):
    """A list of concepts, organisations or places says something that cannot be: file, line, entry, and what to change."""


@dataclass(frozen=True)
class Written:
    """One entry of a list."""

    path: Path
    name: str  # its id, or its number
    data: Any
    lines: Mapping[Place, int]  # ("terms", "fr", 2) -> line; (): the entry's first

    def line(self, place: Place = ()) -> int:
        """The line of a part of the entry, or of the smallest part around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def where(self, place: Place = ()) -> str:
        """File, line and entry, as errors begin."""
        return f"{self.path}:{self.line(place)}: {self.name}"


def written_entries(path: Path) -> Iterator[Written]:
    """The entries of a YAML list, in NFC. Raises `VocabularyError` where it is no list, or says a thing twice."""
    try:
        root = yaml.compose(unicodedata.normalize("NFC", path.read_text("utf-8")), Loader=LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path} cannot be read: {error}. It must be a YAML list in UTF-8.") from error
    if not isinstance(root, yaml.SequenceNode):
        raise VocabularyError(f"{path} holds no list. Begin each entry with “- id: …”.")
    for number, node in enumerate(root.value, start=1):
        lines: dict[Place, int] = {}
        data = _plain(node, (), lines, path)
        named = f"entry {number} ({data['id']})" if isinstance(data, dict) and "id" in data else f"entry {number}"
        yield Written(path, named, data, lines)


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], path: Path) -> Any:
    lines[place] = node.start_mark.line + 1
    if len(place) > DEEPEST:
        raise VocabularyError(f"{path}:{lines[place]}: lists stand in lists here. Write a term, or a list of terms.")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*place, number), lines, path) for number, one in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    found: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in found:
            raise VocabularyError(
                f"{path}:{key.start_mark.line + 1}: {key.value} is written twice in one entry. Join the two."
            )
        found[key.value] = _plain(value, (*place, key.value), lines, path)
    return found
