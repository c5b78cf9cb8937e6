"""`protection-news serve`: the search page, the API and the feeds, until Ctrl-C."""

import socket
import threading

import click
import uvicorn

from processing.catalogue.database import open_catalogue
from processing.errors import ProtectionNewsError
from processing.settings import Settings
from search_api.engines.engine import EngineError
from search_api.engines.opening import open_engine
from search_api.http.app import create_app


class AddressTakenError(ProtectionNewsError):
    """The address to listen on cannot be had."""


@click.command()
@click.option("--host", help="Address to listen on (PROTECTION_NEWS_HOST; default 127.0.0.1: this machine only).")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port (PROTECTION_NEWS_PORT; default 8000). 0: any free one."
)
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Serves the search page, the API and the feeds until Ctrl-C. Shows each night's news without being started anew."""
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = settings.model_copy(update=given)
    listening = listen(settings)
    with listening:
        settings = settings.model_copy(update={"port": listening.getsockname()[1]})
        open_catalogue(settings).close()  # so that what is wrong with them is said in words, before anything is served
        open_engine(settings).close()
        # No access log: what people look for, and the keys of feeds, are nobody's business.
        config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False, server_header=False)
        # Beside it, because a server that does not answer is waited for; and served all the same, because it may come up later.
        threading.Thread(target=say_what_is_wrong, args=(settings,), daemon=True).start()
        click.echo(f"Search page: http://{_name(settings.host)}:{settings.port}  (Ctrl-C stops it)")
        uvicorn.Server(config).run(sockets=[listening])


def say_what_is_wrong(settings: Settings) -> None:
    """Asks the engine once, and says in words why it cannot be asked: it does not run, refuses us, or is of another version."""
    engine = open_engine(settings)
    try:
        engine.watermark()
    except EngineError as error:
        click.echo(f"Searches cannot be answered now. {error}", err=True)
    finally:
        engine.close()


def listen(settings: Settings) -> socket.socket:
    """A socket that listens at the address of the settings. Raises `AddressTakenError`."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise AddressTakenError(
            f"Port {settings.port} on {settings.host} cannot be had: {error.strerror or error}. "
            "Is the search page running already? Choose another with --port (0: any free one)."
        ) from error
    return listening


def _name(host: str) -> str:
    return f"[{host}]" if ":" in host else host
