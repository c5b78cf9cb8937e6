"""The demo press offices' texts: read from `demo/articles/`, checked, and as they stand on the first or the next day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from processing.errors import ProtectionNewsError

ARTICLES = Path(__file__).parent / "articles"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # all texts in 0.04 s where it has its C library, else in 0.4 s
DAYS = {1: date(2026, 11, 20), 2: date(2026, 11, 21)}  # the demo's days, and what the offices' calendars say on them

OfficeName = Literal["migration", "migration-west", "childhood", "ombudsman", "network", "observatory"]
Language = Literal["en", "fr", "es", "ar", "pt", "az"]
Kind = Literal["press-release", "story", "statement", "report", "blog"]


class DemoTextError(ProtectionNewsError):
    """A text file does not say what `demo/articles/README.md` asks for."""


class Correction(BaseModel):
    """What a text says differently from the next day on. Empty: nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str = ""
    replace: tuple[tuple[str, str], ...] = ()
    why: str = ""


class Text(BaseModel):
    """One published text, fields as `demo/articles/README.md` describes them."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    news: str = Field(min_length=1)
    office: OfficeName
    language: Language
    slug: str = Field(pattern=r"^[^\s/?#%.]+$")
    kind: Kind
    title: str = Field(min_length=1)
    published: date
    country: str = Field(pattern=r"^([A-Z]{2})?$")
    place: str
    summary: str
    body: str = Field(min_length=1)
    contact: str
    also_on: tuple[OfficeName, ...] = ()
    pdf: bool = False
    event_dates: tuple[date, ...] = ()
    appears: Literal[1, 2] = 1
    correction: Annotated[Correction, BeforeValidator(lambda value: value or {})] = Correction()

    @model_validator(mode="after")
    def correction_applies(self) -> Self:
        """Refuses a correction whose old words the body does not have exactly once: the next day would not differ as meant."""
        for old, _new in self.correction.replace:
            if self.body.count(old) != 1:
                raise ValueError(
                    f"the correction's old words “{old}” are {self.body.count(old)} times in the body, not once"
                )
        return self

    @property
    def corrected(self) -> bool:
        """Whether it is different from the next day on."""
        return bool(self.correction.title or self.correction.replace)

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs; `## ` begins a sub-heading, `- ` each line of a list."""
        return [block.strip() for block in self.body.split("\n\n") if block.strip()]

    def on(self, day: int) -> "Text":
        """The text as it stands on that day: with its correction from the next day on."""
        if day < 2 or not self.corrected:
            return self
        body = self.body
        for old, new in self.correction.replace:
            body = body.replace(old, new)
        return self.model_copy(update={"title": self.correction.title or self.title, "body": body})

    def changed(self, day: int) -> date:
        """The day of its last change, as seen on that day."""
        return DAYS[2] if day >= 2 and self.corrected else self.published


def load_texts(directory: Path = ARTICLES) -> tuple[Text, ...]:
    """All texts, newest first. Raises `DemoTextError` naming the file and what to change in it."""
    texts = tuple(read_texts(directory))
    seen: set[tuple[str, str]] = set()
    for text in texts:
        for office in (text.office, *text.also_on):
            if (office, text.slug) in seen:
                raise DemoTextError(f"Two texts of {office} have the slug {text.slug}; give one of them another.")
            seen.add((office, text.slug))
    return tuple(sorted(texts, key=lambda text: (-text.published.toordinal(), text.office, text.slug)))


def texts_of(texts: tuple[Text, ...], office: str, day: int) -> tuple[Text, ...]:
    """What an office shows on that day, its own and the texts it shares, as they stand then; newest first."""
    return tuple(text.on(day) for text in texts if office in (text.office, *text.also_on) and text.appears <= day)


def read_texts(directory: Path) -> Iterator[Text]:
    """Each file of the folder as a text, checked against its own name."""
    for file in sorted(directory.glob("*/*.yml")):
        try:
            text = Text.model_validate(yaml.load(file.read_text("utf-8"), LOADER))  # noqa: S506 - both loaders are safe
        except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
            raise DemoTextError(f"{file} is not a text as demo/articles/README.md describes it: {error}") from error
        named = f"{text.office}/{text.slug}.{text.language}.yml"
        if f"{file.parent.name}/{file.name}" != named:
            raise DemoTextError(
                f"{file} holds a text that belongs into {named}; rename the file or correct its fields."
            )
        yield text
