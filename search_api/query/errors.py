"""The error that tells somebody why a question cannot be understood, and where."""

from processing.errors import ProtectionNewsError


class QueryError(ProtectionNewsError):
    """A question that cannot be understood. `position` counts letters from 0 in what was typed; None: no one place."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position
