"""What the page fetches when a panel is first opened: see ``static/js/panels.js``."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from chat.site import Site
from chat.web.brand import KEPT_SECONDS
from chat.words import ENGLISH, LANGUAGES

# A page that is handed out as its files lie.
CHANGING = "now"


def addresses() -> dict[str, str]:
    """Where they are, in the language of the page that is made."""
    language = translation.get_language() or ENGLISH
    return {
        "script": static("js/panels/all.js"),
        "style": static("css/panels.css"),
        "markup": reverse("panels", args=[_build(), language]),
    }


@require_safe
def markup(request: HttpRequest, build: str, language: str) -> HttpResponse:
    """What panels are made of."""
    return kept_page(request, build, language, "chat/panels.html")


def kept_page(
    request: HttpRequest,
    build: str,
    language: str,
    template: str,
    context: Callable[[], dict[str, Any]] = dict,
) -> HttpResponse:
    """A page that browsers keep; nothing in it, nor in its ``context()``, is anybody's
    own.

    A page of another build is told that there is nothing for it any more.
    """
    if build != _build() or language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        page = render(request, template, context())
    if build != CHANGING:
        patch_cache_control(page, public=True, max_age=KEPT_SECONDS, immutable=True)
    return page


def _build() -> str:
    here = Site.here()
    return here.build if here.files else CHANGING
