"""Hands out files by their own names, from where they lie."""

from __future__ import annotations

import asyncio

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware


class Lying(ServeStaticMiddleware):
    """They are looked for once somebody asks for one, and not while the site starts.

    There are hundreds, with those of the admin panel; what the pages name is laid down
    by other names, and is handed out before.
    """

    _are_unknown = False

    def add_files_from_finders(self) -> None:
        self._are_unknown = True

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._are_unknown and request.path_info.startswith(self.static_prefix):
            await asyncio.to_thread(super().add_files_from_finders)
            self._are_unknown = False
        answer: HttpResponseBase = await super().__call__(request)
        return answer
