"""Writes a declaration of what was seen of a site, each part with a comment on what it rests on."""

import json
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers.declaration_file import load
from crawlers.inspection.forms import forms_of
from crawlers.inspection.new_site import FoundWay, NewSite
from crawlers.looking import LookError
from crawlers.marked_yaml import DeclarationError
from crawlers.ways.wording import line

GUESSED_KIND = (
    ("network", re.compile(r"network|association|réseau|red de", re.IGNORECASE)),
    (
        "ombudsman",
        re.compile(
            r"ombuds|defensor|défenseur|mediateur|médiateur|avokat|garante|provedor|commissioner", re.IGNORECASE
        ),
    ),
    ("human-rights-institution", re.compile(r"human rights|derechos humanos|droits de l.homme", re.IGNORECASE)),
    ("un-agency", re.compile(r"united nations|\bUN\b|unicef|unhcr|\biom\b", re.IGNORECASE)),
)


def declaration_text(seen: NewSite, today: date) -> str:
    """The declaration as a file. It passes `sources check`; what was guessed is marked with a question mark.

    Raises `LookError` when nothing of the site can be read by a program.
    """
    if not seen.ways:
        told = "".join(f" ({note})" for note in seen.notes)
        raise LookError(
            f"{seen.site} gives no way in that a program can read: no feed, no sitemap, no list of headlines{told}. "
            "Give the address of the site's news page in a declaration of your own (docs/source-declarations.md)."
        )
    title = line(seen.title, 120) or urlsplit(seen.site).hostname or seen.site
    kind = next((name for name, mark in GUESSED_KIND if mark.search(f"{title} {seen.site}")), "ngo")
    country = _country(seen.site)
    lines = [
        f"# {_comment(title)}, as a program saw it on {today}: what is marked ? is a guess, to be looked at.",
        *(f"# {_comment(note)}" for note in seen.notes),
        f"# Built with: {_comment(seen.built_with) or 'not known'}.",
        "publisher:",
        f"  name: {_text(title)} # ? the home page's title",
        f"  kind: {kind} # ? un-agency, ombudsman, network, childrens-fund, human-rights-institution, eu-agency, ngo",
    ]
    if country:
        lines.append(f"  country: {country} # ? by the site's name; leave it out for the whole world")
    lines += [
        f"site: {_text(seen.site)}",
        f"languages: [{', '.join(seen.languages or ('en',))}] # as its pages and lists declare them",
    ]
    if not seen.languages:
        lines[-1] = "languages: [en] # ? no page declares one"
    lines += ["ways:", *_ways(seen.ways)]
    expressions = [form.expression() for form in forms_of(seen.article_addresses)]
    lines += ["articles:", f"  are: # the forms of {len(seen.article_addresses)} addresses that its ways named"]
    lines += [f"    - {_single(expression)}" for expression in expressions]
    if seen.has_hreflang:
        lines.append("language_versions: {hreflang: true} # its pages name their other languages")
    lines += ["politeness: {delay: 2, at_once: 1}", *_expected(seen.ways)]
    lines += [
        "rests_on:",
        f'  - {{what: "ways in, forms of addresses: as they answered a program", trust: P, when: {today}}}',
        "permission:",
    ]
    for what, said in (("robots.txt", seen.rules.said), ("text-mining", seen.mining)):
        lines.append(f"  - {{of: {what}, says: {_text(said)}, trust: P, when: {today}}}")
    return "\n".join(lines) + "\n"


def written(text: str, folder: Path, name: str) -> Path:
    """Writes a declaration's file as `folder`/`name`.yml, after a look whether it is a right one. Raises `DeclarationError`."""
    is_right(text)
    file = folder / f"{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise DeclarationError(
            f"{file} is there already; it is not overwritten. Name another place (--name)."
        ) from error
    return file


def is_right(text: str) -> None:
    """Raises `DeclarationError` where a text is no right declaration."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "new.yml"
        file.write_text(text, "utf-8")
        load(file, Path(folder))


def _ways(ways: tuple[FoundWay, ...]) -> list[str]:
    lines = []
    first_kind = ways[0].said["way"]
    first = [way.name for way in ways if way.said["way"] == first_kind]
    for way in ways:
        days = way.days
        told = f"{len(way.found)} items" + (f", the newest of {max(days)}" if days else "")
        lines.append(f"  {way.name}: # {told}")
        if way.name not in first:
            lines.append(f"    in_place_of: [{', '.join(first)}]")
        lines += [f"    {name}: {_value(value)}" for name, value in way.said.items()]
    return lines


def _expected(ways: tuple[FoundWay, ...]) -> list[str]:
    """How much it publishes, by the days that its ways told; half to four times of it is taken for normal."""
    days = max((sorted(way.days) for way in ways), key=len, default=[])
    if len(days) < 3 or days[0] == days[-1]:
        return ["expected_a_week: {min: 0, max: 30} # ? its lists tell too few days"]
    a_week = len(days) / max((days[-1] - days[0]).days / 7, 1)
    return [
        f"expected_a_week: {{min: {int(a_week / 2)}, max: {max(5, round(a_week * 4))}}} # {a_week:.1f} a week on its lists"
    ]


def _country(site: str) -> str:
    ending = (urlsplit(site).hostname or "").rpartition(".")[2].upper()
    code = {"UK": "GB", "EU": ""}.get(ending, ending)
    return code if re.fullmatch(r"[A-Z]{2}", code) else ""


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_text(one) for one in value)}]"
    return str(value) if isinstance(value, int) or re.fullmatch(r"[a-z][a-z0-9_]*", str(value)) else _text(str(value))


def _text(text: str) -> str:
    """A value in double quotes, as JSON and YAML both have it: nothing that a page says can end it."""
    return json.dumps(line(text), ensure_ascii=False).replace("\u2028", " ").replace("\u2029", " ")


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _comment(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in line(text, 200))
