"""Why something cannot be moved."""


class MovingError(Exception):
    """The text is one sentence for the operator."""


class Broken(MovingError):
    """What was exported is not there any more as it was."""
