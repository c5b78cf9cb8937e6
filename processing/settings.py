"""The settings of the whole program: one frozen object, read once at the edge and passed down."""

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LANGUAGES = tuple(
    "en fr es pt ar it de el ru tr az sq mk sr hr bs mt so sw am ti fa ur ps ku ckb uk ro bg nl sv pl hy ka ht is".split()  # noqa: SIM905
)


def _listed(written: object) -> object:
    """A list as people write it, `en fr` or `one,two`, or as JSON."""
    if not isinstance(written, str):
        return written
    return json.loads(written) if written.lstrip().startswith("[") else written.replace(",", " ").split()


class Settings(BaseSettings):
    """What an operator can set, by `PROTECTION_NEWS_<NAME>` in the environment or in a `.env` file.

    Everything has a default that keeps the whole system in one directory, so a new user needs to set nothing.
    """

    model_config = SettingsConfigDict(
        env_prefix="PROTECTION_NEWS_", env_file=".env", env_file_encoding="utf-8", frozen=True, extra="ignore"
    )

    data: Path = Field(Path("data"), description="Directory where everything is kept.")
    catalogue: str = Field(
        "",
        description="SQLAlchemy address of the catalogue. Empty: SQLite in the data directory. PostgreSQL: postgresql+psycopg://…",
    )
    archive: str = Field(
        "",
        description="Where WARC files are kept: a folder, or an object store that all machines share, as s3://bucket/folder. "
        "Empty: the data directory.",
    )
    archive_options: SecretStr = Field(
        SecretStr(""),
        description='What the object store\'s driver is told, as JSON: {"endpoint_url": "https://…", "key": "…", "secret": "…"}. '
        "Empty: what it finds in its own surroundings.",
    )
    sources: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_listed)] = Field(
        (), description="Folders of source declarations. Empty: the ones that come with the program."
    )
    chromium: Path = Field(
        Path("/usr/bin/chromium"), description="Browser for sources whose pages are empty without their script."
    )
    contact: str = Field(
        "",
        description="Mail address or page that the crawler names to press offices. Needed to crawl anything that is not on this machine.",
    )
    crawls_at_once: int = Field(
        4, ge=1, le=64, description="Sources crawled at the same time by `nightly` and by Airflow."
    )
    extracts_at_once: int = Field(
        0, ge=0, le=64, description="Processes that extract archive files at the same time. 0: one for each processor."
    )
    crawl_minutes: int = Field(
        90, ge=1, description="Minutes after which the crawl of one source is ended; what it has by then is kept."
    )
    schedule: str = Field(
        "0 2 * * *", description="When Airflow starts a night: a cron expression, in UTC. Empty: only by hand."
    )
    engine: Literal["embedded", "elasticsearch"] = Field(
        "embedded", description="Search engine: embedded (one machine, nothing to install) or elasticsearch."
    )
    elasticsearch_addresses: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = Field(
        ("http://127.0.0.1:9200",), min_length=1, description="Addresses of Elasticsearch's nodes."
    )
    elasticsearch_index: str = Field(
        "protection-news",
        pattern=r"^[a-z0-9][a-z0-9_-]{0,80}$",
        description="Name of the index in Elasticsearch; everything that belongs to it has a name that begins so.",
    )
    elasticsearch_api_key: SecretStr = Field(
        SecretStr(""), description="API key for Elasticsearch, as it gives it out."
    )
    elasticsearch_user: str = Field("", description="User at Elasticsearch. Empty: API key, or no log-in.")
    elasticsearch_password: SecretStr = Field(SecretStr(""), description="Password of that user.")
    elasticsearch_ca_file: str = Field(
        "", description="File with the certificate of the authority that Elasticsearch's are from. Empty: the system's."
    )
    elasticsearch_seconds: float = Field(
        30, gt=0, description="Seconds that Elasticsearch has for a question before we give up and say so."
    )
    elasticsearch_shards: int = Field(1, ge=1, le=100, description="Parts of the index; takes effect at a rebuild.")
    elasticsearch_replicas: str = Field(
        "0-1",
        pattern=r"^(\d+)-(\d+|all)$",
        description="Fewest and most copies of each part, as many as there are nodes for; takes effect at a rebuild.",
    )
    elasticsearch_refresh_seconds: int = Field(
        0,
        ge=0,
        description="Seconds after which articles of a batch that is still being written can be found. 0: when it is whole.",
    )
    languages: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = Field(
        LANGUAGES, description="Languages an article may be in (ISO 639 codes)."
    )
    host: str = Field("127.0.0.1", description="Address that the search page listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the search page listens on.")
    airflow_port: int = Field(8080, ge=1, le=65535, description="Port that Airflow's page listens on.")
    public_address: str = Field(
        "", description="Address of the search page as readers of alerts reach it. Empty: http://host:port."
    )
    smtp_host: str = Field("", description="Mail server for alerts. Empty: no mail is sent, feeds still work.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection to the mail server is protected."
    )
    smtp_user: str = Field("", description="User name at the mail server. Empty: no log-in.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the mail server.")
    operator_mail: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = Field(
        (), description="Addresses that are told when the state of a source changes, once for each change."
    )
    mail_from: str = Field("", description="Sender of alert mails. Needed when smtp_host is set.")

    @property
    def catalogue_address(self) -> str:
        """SQLAlchemy address of the catalogue, the default filled in."""
        return self.catalogue or f"sqlite:///{(self.data / 'catalogue.db').resolve()}"

    @property
    def archive_directory(self) -> Path:
        """Where WARC files are written on this machine, and kept unless there is an object store."""
        return self.data / "archive" if self.archive_is_elsewhere or not self.archive else Path(self.archive)

    @property
    def archive_is_elsewhere(self) -> bool:
        """Whether WARC files are kept in an object store, and are on this machine only while they are written."""
        return "://" in self.archive

    @property
    def index_directory(self) -> Path:
        """Where the embedded engine keeps its index."""
        return self.data / "index"

    @property
    def address(self) -> str:
        """Address of the search page as readers reach it, without a slash at its end."""
        return (self.public_address or f"http://{self.host}:{self.port}").rstrip("/")

    def as_environment(self) -> dict[str, str]:
        """The settings as `PROTECTION_NEWS_*` variables for a program that we start; paths are made absolute."""
        absolute = {"data": self.data.resolve()}
        if self.archive and not self.archive_is_elsewhere:
            absolute["archive"] = self.archive_directory.resolve()
        values = self.model_copy(update=absolute).model_dump(mode="json")
        for name, value in self:
            if isinstance(value, SecretStr):
                values[name] = value.get_secret_value()
        return {
            f"PROTECTION_NEWS_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }
