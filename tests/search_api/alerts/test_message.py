"""Mails are readable, complete, and cannot be forged by what a page says."""

from datetime import UTC, date, datetime
from email.message import EmailMessage

from processing.catalogue.tables import Alert
from search_api.alerts.message import Envelope, entries, mail
from search_api.alerts.telling import Change, LanguageVersion, Telling, one_line

ADDRESS = "https://news.example"
ENVELOPE = Envelope(
    "News <alerts@news.example>", "a@reader.example", "<alerts.1@news.example>", datetime(2026, 3, 7, tzinfo=UTC)
)


def alert(kind: str = "news", **words: object) -> Alert:
    told = {
        "article_id": "a0123456789abcdef",
        "title": "Twelve children freed",
        "address": "https://office.example/en/1",
        "publisher": "Office of the Ombudsman",
        "language": "en",
        "published": date(2026, 3, 6),
        "published_precision": "day",
        "date_uncertain": False,
    } | words
    message = Telling.model_validate(told).model_dump(mode="json")
    return Alert(id=1, kind=kind, article_id="a0123456789abcdef", message=message)


def written(*alerts: Alert, name: str = "detention") -> tuple[EmailMessage, str, str]:
    """The mail, its plain text and its HTML."""
    message = mail(name, entries(alerts, ADDRESS, ()), ENVELOPE, ADDRESS)
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert isinstance(plain, EmailMessage)
    assert isinstance(rich, EmailMessage)
    return message, plain.get_content(), rich.get_content()


def test_each_story_has_title_publisher_date_languages_sentence_and_both_addresses() -> None:
    others = (
        LanguageVersion(article_id="a1", language="fr", address="https://office.example/fr/1", publisher="Office"),
    )
    _, plain, rich = written(alert(sentence="They were <mark>detained</mark> &amp; freed.", others=others))
    for said in (
        "Twelve children freed",
        "Office of the Ombudsman, 6 March 2026, English (also in French)",
        "They were detained & freed.",
        "https://news.example/articles/a0123456789abcdef",
        "https://office.example/en/1",
    ):
        assert said in plain
    assert "They were <mark>detained</mark> &amp; freed." in rich


def test_a_correction_shows_what_it_was_and_what_it_is() -> None:
    message, plain, rich = written(alert("correction", changes=(Change(was="34 children", now="41 children"),)))
    assert message["Subject"] == "1 correction: detention"
    assert "CORRECTED: Twelve children freed" in plain
    assert "Was: 34 children\n   Now: 41 children" in plain
    assert "41 children" in rich


def test_markup_in_a_title_stays_words() -> None:
    _, _, rich = written(
        alert(title="<script>alert(1)</script>", sentence="<img src=x onerror=alert(1)> <mark>x</mark>")
    )
    assert "<script" not in rich
    assert "<img" not in rich
    assert "<mark>x</mark>" in rich


def test_an_address_that_is_no_web_address_is_not_linked() -> None:
    _, plain, rich = written(alert(address="javascript:alert(1)"))
    assert "javascript" not in plain + rich


def test_a_name_with_line_ends_cannot_add_headers() -> None:
    message, _, _ = written(alert(), name="x\r\nBcc: everybody@example.org")
    assert message["Bcc"] is None
    assert message["Subject"] == "1 new story: x Bcc: everybody@example.org"


def test_words_on_one_line_keep_joiners_and_lose_what_could_forge() -> None:
    assert one_line("می\u200cشود\n\u202eevil\u2028x\x00") == "می\u200cشود evil x"


def test_an_uncertain_or_missing_date_is_said_so() -> None:
    assert "about March 2026" in written(alert(published_precision="month", date_uncertain=True))[1]
    assert "no date" in written(alert(published=None))[1]
