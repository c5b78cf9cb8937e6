"""`python -m servers.elasticsearch`: Elasticsearch on this machine until Ctrl-C, for whoever wants to try it."""

import signal
import sys
import time
from pathlib import Path

import click

from processing.errors import ProtectionNewsError
from servers.elasticsearch.distribution import VERSION
from servers.elasticsearch.server import Elasticsearch


@click.command()
@click.option("--port", default=9200, show_default=True, help="Port of the first node; further nodes take free ones.")
@click.option("--nodes", type=click.IntRange(1, 5), default=1, show_default=True, help="Nodes of the cluster.")
@click.option("--heap", default="512m", show_default=True, help="Memory of each node; it takes about 250 MB beside it.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/elasticsearch"),
    show_default=True,
    help="Folder where the index is kept between starts.",
)
def run(port: int, nodes: int, heap: str, data: Path) -> None:
    """Runs Elasticsearch on the loopback, without security, until Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    click.echo(f"Starting Elasticsearch {VERSION} (it is fetched the first time) …")
    with Elasticsearch(data.resolve(), nodes, heap, port) as server:
        addresses = ", ".join(f'"{address}"' for address in server.addresses)
        click.echo(f"It answers at {' '.join(server.addresses)}. In another terminal:")
        click.echo("  export PROTECTION_NEWS_ENGINE=elasticsearch")
        click.echo(f"  export PROTECTION_NEWS_ELASTICSEARCH_ADDRESSES='[{addresses}]'")
        click.echo("  protection-news index --rebuild")
        click.echo(f"The index is kept in {data}. Ctrl-C ends it.")
        while True:
            server.check()
            time.sleep(1)


def interrupt(_number: int, _frame: object) -> None:
    """SIGTERM ends us as Ctrl-C does; both also where a shell in the background had them ignored."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        run(standalone_mode=False)
    except ProtectionNewsError as error:
        sys.exit(str(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
