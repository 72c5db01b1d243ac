"""Why something failed, as a part of a sentence for whoever looks after the site."""

from __future__ import annotations


def reason(error: object, *secrets: str | None) -> str:
    """The first line of an error, without its full stop; no secret shows in it."""
    line = str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
    for secret in filter(None, secrets):
        line = line.replace(secret, "***")
    return line
