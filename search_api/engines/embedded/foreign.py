"""tantivy's errors in our words: it raises ValueError for nearly everything, and panics that are no `Exception`."""

from collections.abc import Iterator
from contextlib import contextmanager

from search_api.engines.engine import EngineBusyError, EngineError


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Raises `EngineBusyError` or `EngineError` for what leaves tantivy inside the block."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        if "LockBusy" in str(error):
            raise EngineBusyError("Another process writes to the search index; try again in a minute.") from error
        raise trouble(doing, error) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # a Rust panic arrives as pyo3_runtime.PanicException
            raise
        raise trouble(doing, error) from error


def trouble(doing: str, error: BaseException) -> EngineError:
    """What failed, why, and what helps."""
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return EngineError(
        f"The search index failed while {doing}: {reason[:300]}. The index can always be built again from the catalogue: "
        "`protection-news index --rebuild`."
    )
