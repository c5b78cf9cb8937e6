"""The order that starts the process of a crawl."""

from pydantic import SecretStr

from crawlers.order import Order
from processing.settings import Settings


def test_the_process_gets_the_settings_of_whoever_ordered(settings: Settings) -> None:
    changed = settings.model_copy(update={"crawl_minutes": 7, "catalogue": "sqlite:///x.db"})
    line = Order.of(changed, "office", "crawl-1").as_line()
    assert line.count(b"\n") == 1
    order = Order.model_validate_json(line)
    assert (order.source, order.run_id) == ("office", "crawl-1")
    assert order.its_settings() == changed


def test_secrets_stay_behind(settings: Settings) -> None:
    secret = settings.model_copy(
        update={"smtp_password": SecretStr("hush"), "elasticsearch_password": SecretStr("hush")}
    )
    line = Order.of(secret, "office", "crawl-1").as_line()
    assert b"hush" not in line
    assert b"password" not in line
