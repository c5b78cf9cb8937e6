"""Reads a declaration's file: its family merged beneath it, its mistakes told with file, line and what is allowed."""

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from crawlers import marked_yaml
from crawlers.declaration import WAYS, Declaration
from crawlers.marked_yaml import DeclarationError, Marked, Place, Way

OWN_SOURCES = Path(__file__).parent / "sources"
"""The declarations that come with the program."""
PLACE_TO_FILL = re.compile(r"%\{([a-z_]+)\}")
KEPT_OF_BOTH = ("rests_on", "permission")  # of an office and of its family; other lists replace each other
PLACE_FOLDERS = ("global", "region", "country")  # say where a source belongs and are no part of its name


def load(file: Path, folder: Path) -> Declaration:
    """The declaration in `file`, which stands beneath `folder`, its family's file merged beneath it.

    Raises `DeclarationError` with a line for each mistake: file, line, what is wrong, what is allowed.
    """
    said = marked_yaml.read(file)
    family = said.data.get("family")
    if family:
        said = _within(marked_yaml.read(_family_file(str(family), said, folder)), said)
    said = _filled(said, file)
    for key in ("name", "file"):
        if key in said.data:
            raise DeclarationError(f"{said.place((key,))}: `{key}` is not said: it comes from where the file stands")
    try:
        return Declaration.model_validate({**said.data, "name": name_of(file, folder), "file": file})
    except ValidationError as error:
        mistakes = sorted(_in_words(mistake, said, file) for mistake in error.errors(include_url=False))
        raise DeclarationError("\n".join(f"{place}: {what}" for place, what in mistakes)) from error


def name_of(file: Path, folder: Path) -> str:
    """The source's name: `global/iom.yml` is iom, `country/az/ombudsman.yml` az-ombudsman."""
    parts = file.relative_to(folder).with_suffix("").parts
    return "-".join(parts[1:] if parts[0] in PLACE_FOLDERS and len(parts) > 1 else parts)


def _within(family: Marked, office: Marked) -> Marked:
    """The office's file over its family's; what both rest on, and were permitted, is kept of both."""
    merged = marked_yaml.merge(family, office)
    both = {key: [*office.data.get(key, []), *family.data.get(key, [])] for key in KEPT_OF_BOTH if key in merged.data}
    return Marked({**merged.data, **both}, merged.places)


def _filled(said: Marked, file: Path) -> Marked:
    """The declaration with the office's own words in place of `%{name}`."""
    words = said.data.get("fill", {})
    if not isinstance(words, dict):
        return said  # the model says what is wrong with it
    lacking: list[str] = []

    def fill(value: Any, way: Way) -> Any:
        if isinstance(value, dict):
            return {key: fill(inner, (*way, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [fill(inner, (*way, number)) for number, inner in enumerate(value)]
        if not isinstance(value, str):
            return value
        for name in PLACE_TO_FILL.findall(value):
            if name not in words:
                lacking.append(
                    f"{said.place(way) or file}: `%{{{name}}}` stands for nothing: say `fill: {{{name}: …}}`"
                )
        return PLACE_TO_FILL.sub(lambda match: str(words.get(match[1], "")), value)

    data = {key: value if key == "fill" else fill(value, (key,)) for key, value in said.data.items()}
    if lacking:
        raise DeclarationError("\n".join(lacking))
    return Marked(data, said.places)


def _family_file(family: str, said: Marked, folder: Path) -> Path:
    folders = list(dict.fromkeys((folder / "families", OWN_SOURCES / "families")))
    known = {found.stem: found for place in reversed(folders) for found in sorted(place.glob("*.yml"))}
    if family not in known:
        raise DeclarationError(
            f"{said.place(('family',))}: there is no family `{family}`{_nearest(family, known)}; "
            f"families stand in {' and '.join(str(place) for place in folders)}"
        )
    return known[family]


def _in_words(mistake: Any, said: Marked, file: Path) -> tuple[Place, str]:
    way, allowed = _walk(mistake["loc"], said.data)
    place = said.place(way) or Place(file, 1)
    path = ".".join(str(step) for step in way)
    match mistake["type"]:
        case "extra_forbidden":
            near = _nearest(str(way[-1]), allowed)
            return place, f"`{path}` is unknown{near}; allowed here: {', '.join(allowed)}"
        case "missing":
            return place, f"`{path}` is missing"
        case "union_tag_invalid" | "union_tag_not_found":
            given = mistake["ctx"].get("tag")
            what = f"`{given}` is no way in{_nearest(given, WAYS)}" if given else f"`{path}` does not say its `way`"
            return said.place((*way, "way")) or place, f"{what}; allowed: {', '.join(WAYS)}"
        case "string_pattern_mismatch":
            return place, f"`{path}`: `{mistake['input']}` has not the form it must have: {mistake['ctx']['pattern']}"
        case _:
            return place, f"`{path}`: {mistake['msg'].removeprefix('Value error, ')}".replace("``: ", "")


def _walk(loc: Way, data: Any) -> tuple[Way, list[str]]:
    """Where in the document pydantic's `loc` points (it puts the kind of a way between), and the keys allowed there."""
    way: list[str | int] = []
    model: type[BaseModel] | None = Declaration
    allowed: set[str] = set()
    for step in loc:
        if isinstance(data, dict) and isinstance(step, str) and step not in data and data.get("way") == step:
            model = WAYS[step]
            continue
        way.append(step)
        if isinstance(step, str) and model is not None:
            allowed = set(model.model_fields) - ({"name", "file"} if model is Declaration else set())
            found = model.model_fields.get(step)
            model = _model_in(found.annotation) if found is not None else None
        try:
            data = data[step]
        except (LookupError, TypeError):
            data = None
    return tuple(way), sorted(allowed)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [found for part in get_args(annotation) if (found := _model_in(part)) is not None]
    return inner[0] if len(inner) == 1 else None


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f", did you mean `{near[0]}`?" if near else ""
