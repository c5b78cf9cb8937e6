"""The error that reaches a user: what happened, to what, and what the reader can do."""


class ProtectionNewsError(Exception):
    """An expected failure. Commands print its message, without a stack trace, and end with `exit_status`."""

    exit_status = 1
