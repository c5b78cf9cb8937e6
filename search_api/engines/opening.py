"""Opens the engine that the settings name."""

from processing.settings import Settings
from processing.tags.vocabulary import load_concepts
from search_api.engines.embedded.engine import EmbeddedEngine
from search_api.engines.engine import Engine, EngineError


def open_engine(settings: Settings) -> Engine:
    """The engine of `settings`. One for each process; close it at the end. Raises `EngineError` where its client is not installed."""
    if settings.engine == "embedded":
        return EmbeddedEngine(settings.index_directory, load_concepts())
    try:  # an extra: whoever uses the embedded engine need not install it
        from search_api.engines.elasticsearch.connection import place_of
        from search_api.engines.elasticsearch.engine import ElasticsearchEngine
    except ModuleNotFoundError as error:
        raise EngineError(
            f"PROTECTION_NEWS_ENGINE is elasticsearch, but {error.name} is not installed here: "
            "pip install -c constraints.txt -e '.[elasticsearch]'"
        ) from error
    return ElasticsearchEngine(place_of(settings), load_concepts())
