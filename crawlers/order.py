"""The order that starts the process of one crawl: one line of JSON."""

from typing import Any

from pydantic import BaseModel, SecretStr

from processing.settings import Settings


class Order(BaseModel):
    """What is to be crawled, and by which settings."""

    settings: dict[str, Any]
    source: str
    run_id: str
    pages: int = 0  # answers after which the crawl is ended; 0: no limit

    @staticmethod
    def of(settings: Settings, source: str, run_id: str, pages: int = 0) -> "Order":
        """The order for one source of a run."""
        return Order(settings=without_secrets(settings), source=source, run_id=run_id, pages=pages)

    def as_line(self) -> bytes:
        """The order as it is written to the process."""
        return self.model_dump_json().encode() + b"\n"

    def its_settings(self) -> Settings:
        """The settings of whoever ordered, not of the process's own surroundings."""
        return settings_of(self.settings)


def without_secrets(settings: Settings) -> dict[str, Any]:
    """Settings as JSON. Secrets stay behind: who asks press offices has no use for them."""
    secret = {name for name in type(settings).model_fields if isinstance(getattr(settings, name), SecretStr)}
    return settings.model_dump(mode="json", exclude=secret)


def settings_of(said: dict[str, Any]) -> Settings:
    """The settings that a process was ordered with."""
    return Settings(_env_file=None, **said)
