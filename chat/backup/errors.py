"""Why there is no backup, or none was restored."""


class BackupError(Exception):
    """The text is one sentence for the operator; nothing is left half-made."""


class Broken(BackupError):
    """A file that is no backup, or not the one that was made."""
