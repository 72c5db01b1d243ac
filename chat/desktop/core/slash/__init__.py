"""The words that begin with ``/``."""
