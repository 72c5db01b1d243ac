"""The words that begin with ``/``, and how their answers read."""
