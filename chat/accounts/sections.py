"""What hangs itself into the pages of accounts, in its ``apps.ready()``.

A section of ``/account/`` posts to an address of its own, ``/account/<part>/…``. When
that is done it goes ``back_to`` its part, with one of Django's messages; where what was
typed is wrong it answers with the page again: ``shown(request, part, form=form)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """A way to log in other than by a password, below that on its page.

    ``context``: what ``template`` is made with for whoever asks; None where there is
    nothing of it for them. ``order``: the least comes first.
    """

    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    order: int

    def body(self, request: HttpRequest, **more: Any) -> str:
        """It, as HTML; "" where there is nothing of it."""
        context = self.context(request)
        if context is None:
            return ""
        return render_to_string(self.template, context | more, request)


@dataclass(frozen=True, kw_only=True)
class Section(WayIn):
    """A part of ``/account/``: ``template`` has what stands below the ``title``."""

    title: str | _StrPromise

    @property
    def part(self) -> str:
        """Where it is on the page: as its template is called, without ``_``."""
        return PurePosixPath(self.template).stem.lstrip("_")


SECTIONS: list[Section] = []
WAYS_IN: list[WayIn] = []


def shown(request: HttpRequest, part: str = "", **refused: Any) -> HttpResponse:
    """The account page; where ``part`` has ``refused`` something it says so, by 422."""
    sections = [
        {"title": each.title, "part": each.part, "body": body}
        for each in sorted(SECTIONS, key=_order)
        if (body := each.body(request, **(refused if each.part == part else {})))
    ]
    status = 422 if refused else 200
    context = {"sections": sections}
    return render(request, "accounts/account.html", context, status=status)


def back_to(part: str) -> HttpResponse:
    """To that part of the account page, when what was to be done there is done."""
    return HttpResponseRedirect(f"{reverse('account')}#{part}")


def ways_in(request: HttpRequest) -> list[str]:
    """The other ways to log in, as HTML."""
    bodies = (each.body(request) for each in sorted(WAYS_IN, key=_order))
    return [body for body in bodies if body]


def _order(each: WayIn) -> int:
    return each.order
