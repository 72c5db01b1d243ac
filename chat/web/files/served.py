"""Hands out what is laid down, before anybody has to wait for a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from servestatic import ServeStaticASGI

from chat.web.files.collected import states


class Served(ServeStaticASGI):
    """What is asked for below ``STATIC_URL`` by a name with a hash, of whatever state.

    They are looked for on the disk: a process of another version may have laid down
    what its pages name since this one has started. What is not there is asked for
    behind it.
    """

    def __init__(self, application: Any, folder: Path) -> None:
        super().__init__(
            application,
            autorefresh=True,
            allow_all_origins=False,
            add_headers_function=_add_headers,
        )
        self._folder = folder

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_ours = scope["type"] == "http" and scope["path"].startswith(_prefix())
        call = super().__call__ if is_ours else self.application
        await call(scope, receive, send)

    def candidate_paths_for_url(self, url: str) -> Iterator[str]:
        name = url.removeprefix(_prefix())
        if self.immutable_file_test(name, url):
            for state in states(self._folder):
                yield str(state / name)


def _prefix() -> str:
    return str(settings.STATIC_URL)


def _add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
