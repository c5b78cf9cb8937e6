"""Language versions that no page declares, by the step itself."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from processing.catalogue import stories
from processing.catalogue.database import Catalogue, open_catalogue
from processing.settings import Settings
from processing.stories import by_hand
from processing.stories.families import family_of, without_language
from processing.stories.images import image_name
from processing.stories.link import link

EN, FR, ES = "https://iom.example/news/1", "https://iom.example/nouvelles/7", "https://office.iom.example/noticias/9"
DAY = date(2026, 11, 20)


def test_the_same_figures_and_names_of_one_family_near_in_time_are_a_language_version(
    desk: Any, write: Callable[..., str], translated: Callable[[str], str]
) -> None:
    desk.publish(EN, write(1), published=DAY)
    french = desk.publish(FR, translated(write(1)), language="fr", published=date(2026, 11, 24))
    desk.publish(ES, translated(write(1))[::-1][::-1], language="es", published=date(2026, 11, 18))
    desk.publish("https://iom.example/other", translated(write(2)), language="fr", published=DAY)
    desk.publish("https://elsewhere.test/1", translated(write(1)), language="pt", published=DAY)
    link(desk.catalogue)
    assert desk.together(EN, FR, ES)
    assert not desk.together(EN, "https://iom.example/other")
    with desk.catalogue.reading() as session:
        made = [one for one in stories.links_of(session, [french]) if one.reason == stories.UNDECLARED]
    assert made[0].evidence["way"] == "figures"
    assert len(made[0].evidence["figures"]) >= 3


def test_versions_far_apart_in_time_or_without_a_day_are_not_guessed(
    desk: Any, write: Callable[..., str], translated: Callable[[str], str]
) -> None:
    desk.publish(EN, write(1), published=DAY)
    desk.publish(FR, translated(write(1)), language="fr", published=date(2026, 12, 24))
    desk.publish(ES, translated(write(1)), language="es")
    link(desk.catalogue)
    assert not desk.together(EN, FR)
    assert not desk.together(EN, ES)


def test_the_next_report_in_another_language_is_no_version(
    desk: Any, write: Callable[..., str], translated: Callable[[str], str]
) -> None:
    chance = random.Random(1)
    later = " ".join(str(chance.randrange(1000, 9999)) if word[0].isdigit() else word for word in write(1).split())
    desk.publish(EN, write(1), published=DAY)
    desk.publish(FR, translated(later), language="fr", published=date(2026, 11, 25))
    link(desk.catalogue)
    assert not desk.together(EN, FR)


def test_two_texts_that_match_alike_are_both_left_alone(
    desk: Any, write: Callable[..., str], translated: Callable[[str], str]
) -> None:
    frame = " 174 190 1951 3400 Geneva "
    desk.publish(EN, "The office opened a school in the valley yesterday." + frame, published=DAY)
    for number, words in enumerate(("Le bureau a fermé.", "Une mission est partie hier.")):
        desk.publish(f"{FR}{number}", words + frame, language="fr", published=DAY)
    link(desk.catalogue)
    assert len(set(desk.stories().values())) == 3


def test_an_address_that_differs_by_its_language_only_is_a_version(desk: Any, write: Callable[..., str]) -> None:
    desk.publish("https://iom.example/en/news/school-opens-again", "A school opened again in the valley.")
    desk.publish("https://iom.example/fr/news/school-opens-again", "Une école a rouvert dans la vallée.", language="fr")
    desk.publish("https://iom.example/fr/news/17", "Une autre nouvelle de la vallée.", language="fr")
    desk.publish("https://iom.example/en/news/17", "Other news from the valley.")
    link(desk.catalogue)
    assert len(set(desk.stories().values())) == 3


def test_a_picture_that_only_the_two_share_counts(desk: Any) -> None:
    picture = ("https://cdn.example/2026/IMG_20261120-1200x630.jpg",)
    desk.publish(EN, "Karim Haddad and Leila Mansour went to school.", images=picture, published=DAY)
    small = ("https://cdn.example/2026/IMG_20261120-300x200.jpg?v=2",)
    desk.publish(FR, "Hier Karim Haddad et Leila Mansour à l'école.", language="fr", images=small, published=DAY)
    link(desk.catalogue)
    assert desk.together(EN, FR)


def test_a_guessed_version_can_be_split(desk: Any, write: Callable[..., str], translated: Callable[[str], str]) -> None:
    desk.publish(EN, write(1), published=DAY)
    desk.publish(FR, translated(write(1)), language="fr", published=DAY)
    link(desk.catalogue)
    by_hand.split(desk.catalogue, EN, FR, by_hand_at())
    desk.publish(EN, write(1) + " Done.", published=DAY)
    link(desk.catalogue)
    assert not desk.together(EN, FR)


def by_hand_at() -> Any:
    from processing.clock import now

    return now()


@pytest.mark.parametrize(
    ("site", "family"),
    [
        ("iom.int", "iom"),
        ("kenya.iom.int", "iom"),
        ("unicef.org.uk", "unicef"),
        ("ombudsman.gov.az", "ombudsman"),
        ("127.0.0.1:8001", "127.0.0.1:8001"),
        ("localhost:1", "localhost:1"),
    ],
)
def test_a_family_is_named_by_its_domain(site: str, family: str) -> None:
    assert family_of(site) == family


def test_languages_are_taken_out_of_addresses() -> None:
    assert without_language("https://www.iom.int/fr/news/school") == ("iom.int/news/school", "fr")
    assert without_language("https://fr.iom.int/news/school") == ("iom.int/news/school", "fr")
    assert without_language("https://iom.int/news/school?lang=pt-br") == ("iom.int/news/school", "pt")
    assert without_language("https://iom.int/news/school") == ("iom.int/news/school", "")
    assert without_language("http://[bad") == ("http://[bad", "")


def test_pictures_are_known_by_name_whatever_their_size() -> None:
    assert image_name("https://a.example/x/IMG_2026-300x200.jpg") == "img_2026"
    assert image_name("https://a.example/logo.png") == ""
    assert image_name("http://[bad") == ""


def test_any_order_and_batch_and_changed_texts_give_the_same_versions(
    tmp_path: Path,
    desk_at: Callable[[Catalogue], Any],
    write: Callable[..., str],
    translated: Callable[[str], str],
    edited: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from processing.stories import versions

    monkeypatch.setattr(versions, "COMMON", 5)  # so that features become common on the way
    paper: list[dict[str, Any]] = []
    for number in range(6):
        text, day = write(number), date(2026, 11, 2 + 5 * number)
        site = f"https://site{number % 2}.iom.example"
        paper.append({"address": f"{site}/en/{number}", "text": text, "published": day})
        paper.append({"address": f"{site}/fr/{number}", "text": translated(text), "language": "fr", "published": day})
        paper.append({"address": f"https://c.iom.example/{number}", "text": translated(text), "language": "fr"})
        half = edited(translated(text), 0.15 + 0.1 * (number % 3), number)
        paper.append({"address": f"{site}/es/{number}", "text": half, "language": "es", "published": day})
    frame = " 174 190 3400 5600 78 91"
    paper += [
        {"address": f"https://iom.example/{at}", "text": f"{write(40 + at, 30)}{frame}", "published": date(2026, 11, 3)}
        for at in range(7)
    ]
    expected = None
    for seed in range(6):
        chance = random.Random(seed)
        catalogue = open_catalogue(Settings(_env_file=None, data=tmp_path / str(seed)))
        desk = desk_at(catalogue)
        if seed % 2:  # at first, many say something else
            for page in chance.sample(paper, 12):
                desk.publish(**{**page, "text": chance.choice(paper)["text"]})
            link(catalogue, batch=3)
        for page in paper if seed == 0 else chance.sample(paper, len(paper)):
            desk.publish(**page)
            if chance.random() < 0.2:
                link(catalogue, batch=chance.choice([1, 3, 200]))
        link(catalogue, batch=200 if seed == 0 else chance.choice([1, 3]))
        groups: dict[Any, set[str]] = {}
        for address, story in desk.stories().items():
            groups.setdefault(story, set()).add(address)
        found = ({frozenset(group) for group in groups.values()}, desk.links())
        expected = expected or found
        assert found == expected, f"seed {seed}"
        catalogue.close()
    assert expected is not None
    assert sum(reason == stories.UNDECLARED for _, _, reason in expected[1]) >= 6
