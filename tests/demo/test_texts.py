"""The texts: enough of them, in all languages, and what the checks refuse."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from demo.texts import ARTICLES, DAYS, DemoTextError, Text, load_texts, texts_of


def written(directory: Path, **changes: object) -> Path:
    source = ARTICLES / "observatory" / "melilla-twelve-nights-at-the-fence.en.yml"
    fields = yaml.safe_load(source.read_text("utf-8")) | changes
    file = directory / str(fields["office"]) / f"{fields['slug']}.{fields['language']}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(fields, allow_unicode=True), "utf-8")
    return file


def test_there_are_texts_in_six_languages_from_six_offices(texts: tuple[Text, ...]) -> None:
    assert len(texts) >= 60
    languages = Counter(text.language for text in texts)
    assert set(languages) == {"en", "fr", "es", "ar", "pt", "az"}
    assert min(languages.values()) >= 5
    assert {text.office for text in texts} == {
        "migration",
        "migration-west",
        "childhood",
        "ombudsman",
        "network",
        "observatory",
    }


def test_many_stories_are_told_in_several_languages_or_by_several_offices(texts: tuple[Text, ...]) -> None:
    told = Counter(text.news for text in texts)
    assert sum(1 for count in told.values() if count > 1) >= 15


def test_nothing_is_published_after_the_day_it_appears_on(texts: tuple[Text, ...]) -> None:
    for text in texts:
        assert text.published <= DAYS[text.appears], text.slug
        assert text.appears == 1 or text.published == DAYS[2], text.slug


def test_event_dates_are_no_publication_dates(texts: tuple[Text, ...]) -> None:
    for text in texts:
        assert text.published not in text.event_dates, text.slug


def test_every_office_has_something_new_or_corrected_to_tell_on_the_next_day(texts: tuple[Text, ...]) -> None:
    assert {text.office for text in texts if text.appears == 2 or text.corrected} == {text.office for text in texts}


def test_a_correction_shows_on_the_next_day_and_not_before(texts: tuple[Text, ...]) -> None:
    text = next(text for text in texts if text.slug == "pacaraima-trafficking-screening-at-the-border")
    assert "1,284" in text.on(1).body
    assert "1,248" in text.on(2).body
    assert "1,284" not in text.on(2).body
    assert text.changed(1) == text.published
    assert text.changed(2) == DAYS[2]


def test_an_office_shows_the_texts_it_shares_newest_first(texts: tuple[Text, ...]) -> None:
    shown = texts_of(texts, "migration-west", 1)
    assert "migration" in {text.office for text in shown}
    assert [text.published for text in shown] == sorted((text.published for text in shown), reverse=True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"language": "xx"}, "language"),
        ({"slug": "with space"}, "slug"),
        ({"published": "soon"}, "published"),
        ({"headline": "?"}, "headline"),
        ({"correction": {"replace": [["words that are not there", "x"]]}}, "0 times"),
    ],
)
def test_a_wrong_text_is_refused_with_its_file_and_field(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    file = written(tmp_path, **changes)
    with pytest.raises(DemoTextError) as refused:
        load_texts(tmp_path)
    assert file.name in str(refused.value)
    assert told in str(refused.value)


def test_a_text_in_a_file_of_another_name_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path)
    file.rename(file.with_name("other.en.yml"))
    with pytest.raises(DemoTextError, match="rename the file"):
        load_texts(tmp_path)


def test_two_texts_of_one_office_cannot_share_an_address(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, language="pt")
    with pytest.raises(DemoTextError, match="melilla-twelve-nights-at-the-fence"):
        load_texts(tmp_path)
