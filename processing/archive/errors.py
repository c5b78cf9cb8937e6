"""What the archive raises."""

from processing.errors import ProtectionNewsError


class ArchiveError(ProtectionNewsError):
    """A file of the archive cannot be written or read: which one, and what to do."""
