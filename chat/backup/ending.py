"""A command that is told to end undoes what it has begun."""

import signal
import sys


def end_in_order_on_sigterm() -> None:
    """As by Ctrl-C: what stands in ``finally`` is done; the code is the shell's."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
