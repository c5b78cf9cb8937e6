"""The operator is told of each change of a source's state once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from processing.catalogue import health
from processing.catalogue.database import Catalogue
from processing.catalogue.health import Judgement
from processing.settings import Settings
from search_api.alerts.channels.mail import MailServerError
from search_api.alerts.operator_mail import OperatorNotToldError, tell_operator

NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)


def judged(catalogue: Catalogue, day: int, **statuses: str) -> None:
    """A night after which sources are doing so."""
    moment = NIGHT + timedelta(days=day)
    with catalogue.session() as session:
        health.judge(
            session,
            [
                Judgement(source, status, f"Words of {status}.", moment, moment, {})
                for source, status in statuses.items()
            ],
        )


@pytest.fixture
def told(mailing: Settings) -> Settings:
    """Settings with a mail server and an operator."""
    return mailing.model_copy(update={"operator_mail": ("operator@office.example",)})


def test_one_mail_tells_all_that_changed_and_tells_it_once(catalogue: Catalogue, told: Settings, mail_box: Any) -> None:
    judged(catalogue, 0, iom="well", aom="blocked", enoc="quiet")
    assert tell_operator(catalogue, told) == 2
    (mail,) = mail_box[0].mails
    assert mail["Subject"] == "2 sources changed: aom blocked, enoc quiet"
    text = mail.get_content().replace("\r\n", "\n")
    assert "aom: blocked since 2026-03-01\n  Words of blocked." in text
    assert "https://news.example/coverage" in text
    judged(catalogue, 1, iom="well", aom="blocked", enoc="quiet")
    assert tell_operator(catalogue, told) == 0
    judged(catalogue, 2, iom="gone", aom="well", enoc="quiet")
    assert tell_operator(catalogue, told) == 2
    assert "aom: well since 2026-03-03 (was blocked)" in mail_box[0].mails[1].get_content()
    assert len(mail_box[0].mails) == 2


def test_a_source_that_changed_and_changed_back_before_anybody_was_told_is_no_news(
    catalogue: Catalogue, told: Settings, mail_box: Any
) -> None:
    judged(catalogue, 0, aom="quiet")
    tell_operator(catalogue, told)
    judged(catalogue, 1, aom="well")
    judged(catalogue, 2, aom="quiet")
    assert tell_operator(catalogue, told) == 0


def test_what_could_not_be_told_is_told_the_next_time(catalogue: Catalogue, told: Settings, mail_box: Any) -> None:
    judged(catalogue, 0, aom="blocked")
    mail_box[0].refused = {"operator@office.example"}
    with pytest.raises(OperatorNotToldError, match="no such reader here"):
        tell_operator(catalogue, told)
    with pytest.raises(MailServerError):
        tell_operator(catalogue, told.model_copy(update={"smtp_host": ""}))
    mail_box[0].refused = set()
    assert tell_operator(catalogue, told) == 1


def test_without_an_operator_nobody_is_told_and_nothing_is_taken_for_told(
    catalogue: Catalogue, mailing: Settings, told: Settings, mail_box: Any
) -> None:
    judged(catalogue, 0, aom="blocked")
    assert tell_operator(catalogue, mailing) == 0
    assert tell_operator(catalogue, told) == 1


def test_words_of_a_site_forge_no_line_of_the_mail(catalogue: Catalogue, told: Settings, mail_box: Any) -> None:
    with catalogue.session() as session:
        health.judge(session, [Judgement("aom", "blocked", "a\r\nBcc: all@x.example\n\nfake", NIGHT, NIGHT, {})])
    tell_operator(catalogue, told)
    (mail,) = mail_box[0].mails
    assert mail["Bcc"] is None
    assert "  a Bcc: all@x.example fake\n" in mail.get_content().replace("\r\n", "\n")
