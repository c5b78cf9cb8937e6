"""Opens the engine that the settings name."""

from processing.settings import Settings
from processing.tags.vocabulary import load_concepts
from search_api.engines.embedded.engine import EmbeddedEngine
from search_api.engines.engine import Engine


def open_engine(settings: Settings) -> Engine:
    """The engine of `settings`. One for each process; close it at the end."""
    return EmbeddedEngine(settings.index_directory, load_concepts())
