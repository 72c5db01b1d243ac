"""What a site's answers about a file say."""

from __future__ import annotations

from http.client import HTTPResponse

from chat.desktop.connection.dial import CannotConnect

BLOCK_BYTES = 2**16
ANSWER_BYTES = 4096
# Of these it may be well again in a moment.
PASSING = (408, 425, 429, 500, 502, 503, 504)


class Unwell(Exception):
    """The site cannot do it now."""


def require(response: HTTPResponse, said: str) -> None:
    """Raises:
    Unwell: it is of use to try again.
    CannotConnect: it is not, as its sentence says.
    """
    if response.status in PASSING:
        raise Unwell
    if response.status >= 300:
        raise CannotConnect(said or f"The site has answered {response.status}.")
