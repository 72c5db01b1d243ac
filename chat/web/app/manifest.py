"""What a phone is told of the site before it puts it among its apps.

https://www.w3.org/TR/appmanifest/
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chat.web.app.icons import MASKABLE, SIDES
from chat.web.brand import TYPES, Brand, for_good
from chat.web.colours import LIGHT
from chat.words import LANGUAGES

# By the names of the files: their sides, and the screens that they are for.
PICTURES = (("phone", "390x844", "narrow"), ("desktop", "1280x800", "wide"))


@require_safe
@for_good
def manifest(request: HttpRequest, language: str) -> JsonResponse:
    """In the language of the page that names it."""
    if language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        words = _said(Brand.here(), language)
    return JsonResponse(words, content_type="application/manifest+json")


def _said(brand: Brand, language: str) -> dict[str, Any]:
    return {
        "name": brand.name,
        "short_name": brand.name,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "lang": language,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "display": "standalone",
        "theme_color": brand.accent,
        "background_color": LIGHT.shade,
        "icons": [*_icons(brand)],
        "screenshots": _screenshots() if brand.is_default else [],
        "shortcuts": [
            {"name": _("All unread"), "url": "/#unread"},
            {"name": _("Search"), "url": "/#search"},
        ],
        # To the worker: static/js/worker/shared.js.
        "share_target": {
            "action": reverse("share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                **{name: name for name in ("title", "text", "url")},
                "files": [{"name": "files", "accept": ["*/*"]}],
            },
        },
    }


def _screenshots() -> list[dict[str, str]]:
    """Of a site that is called and looks as one does by itself."""
    return [
        {
            "src": static(f"pictures/{size}.webp"),
            "sizes": sides,
            "type": TYPES[".webp"],
            "form_factor": form,
        }
        for size, sides, form in PICTURES
    ]


def _icons(brand: Brand) -> list[dict[str, str]]:
    drawn = {"src": brand.address("icon"), "sizes": "any", "type": TYPES[".svg"]}
    pictures = [
        {
            "src": brand.address("icon-picture", purpose, side),
            "sizes": f"{side}x{side}",
            "type": TYPES[".png"],
            "purpose": purpose,
        }
        for purpose in ("any", MASKABLE)
        for side in SIDES
    ]
    return [drawn, *pictures]
