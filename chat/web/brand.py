"""What the site is called, its logo and its accent, as the settings say: everywhere.

An administrator may have chosen another name, and uploaded another logo: capabilities
say which.

What is made of them has an address with a digest of them, and is kept by browsers.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chat.site import Site
from chat.web.colours import DARK, LIGHT, roles

KEPT_SECONDS = 31_536_000
# What an icon can count; there is no room for two digits.
NUMBERS = {*"123456789", "9+"}
TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
}
# Somebody may open the logo's own address: what an SVG would run there is not run.
HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
for_good = cache_control(public=True, max_age=KEPT_SECONDS, immutable=True)


class Logo(NamedTuple):
    """A picture, and its media type."""

    content: bytes
    media: str


@dataclass(frozen=True)
class Brand:
    """``logo``: None for the site's own drawing.

    ``uploaded``: what counts in the place of the settings' one, as far as this process
    knows.
    """

    uploaded: ClassVar[Logo | None] = None

    name: str
    accent: str
    logo: Logo | None

    @classmethod
    def here(cls) -> Brand:
        """This site's."""
        logo = cls.uploaded or _in_file(settings.CHAT_LOGO)
        return _brand(Site.here().name, settings.CHAT_ACCENT, logo)

    @property
    def has_default_accent(self) -> bool:
        return self.accent == settings.CHAT_DEFAULT_ACCENT

    @property
    def is_default(self) -> bool:
        """Whether the site is called and looks as one does by itself."""
        is_named_so = self.name == settings.CHAT_DEFAULT_SITE_NAME
        return is_named_so and self.has_default_accent and self.logo is None

    @property
    def picture(self) -> bytes:
        return self.logo.content if self.logo else b""

    @property
    def picture_type(self) -> str:
        return self.logo.media if self.logo else ""

    @property
    def picture_data(self) -> str:
        """The logo within an address, for an icon that may ask for nothing else."""
        if not self.logo:
            return ""
        return (
            f"data:{self.picture_type};base64,{base64.b64encode(self.picture).decode()}"
        )

    @cached_property
    def light(self) -> dict[str, str]:
        return roles(self.accent, LIGHT)

    @cached_property
    def dark(self) -> dict[str, str]:
        return roles(self.accent, DARK)

    @property
    def ink(self) -> str:
        """What is drawn on the accent."""
        return self.light["on-fill"]

    @cached_property
    def digest(self) -> str:
        build = Site.here().build  # templates, too, say what is made of it
        said = f"{build} {self.name} {self.accent} {self.picture_type} ".encode()
        return hashlib.sha256(said + self.picture).hexdigest()[:8]

    def address(self, view: str, *args: str | int) -> str:
        return f"{reverse(view, args=args)}?{self.digest}"


@cache
def _brand(name: str, accent: str, logo: Logo | None) -> Brand:
    return Brand(name, accent, logo)


@cache
def _in_file(path: Path | None) -> Logo | None:
    return Logo(path.read_bytes(), TYPES[path.suffix.lower()]) if path else None


@require_safe
@for_good
def colours(request: HttpRequest) -> HttpResponse:
    """The accent's roles, where it is not the one that ``colours.css`` has."""
    brand = Brand.here()
    light, dark = (
        "".join(f"--{role}:{colour};" for role, colour in theme.items())
        for theme in (brand.light, brand.dark)
    )
    only_dark = f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"
    # Where the system forces its own, base.css has said which.
    sheet = f"@media(forced-colors:none){{:root{{{light}}}{only_dark}}}\n"
    return HttpResponse(sheet, "text/css; charset=utf-8")


@require_safe
@for_good
def icon(request: HttpRequest, sign: str = "") -> HttpResponse:
    """The tab's: with a dot while there is chatter, with the ``number`` of words while
    some are for this person alone (as the page before this one asks: a bare mark).
    """
    number = request.GET.get("number", "") if sign == "words" else ""
    said = {"sign": sign, "number": number if number in NUMBERS else ""}
    drawn = render_to_string("icon.svg", {"brand": Brand.here(), **said})
    return HttpResponse(drawn, TYPES[".svg"])


@require_safe
@for_good
def logo(request: HttpRequest) -> HttpResponse:
    brand = Brand.here()
    if not brand.logo:
        raise Http404
    headers = {"Content-Security-Policy": HARMLESS}
    return HttpResponse(brand.picture, brand.picture_type, headers=headers)
