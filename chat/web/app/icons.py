"""The site's mark as pictures, for phones that take no drawing as an app's icon."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chat.web.brand import TYPES, Brand, for_good

if TYPE_CHECKING:
    from PIL.Image import Image

# Of those that manifests are asked for; and what Apple's phones want, who read none.
SIDES, APPLE_SIDE = (192, 512), 180
# It goes to all edges: a phone cuts its own form out of it, and leaves a circle of
# four fifths alone (https://www.w3.org/TR/appmanifest/#icon-masks).
MASKABLE = "maskable"
PURPOSES = ("any", MASKABLE)
# Of the whole side, so that the corners of the mark are within that circle.
SHARE = 0.54
# Drawn so much larger first: Pillow has no smooth edges of its own.
SMOOTH = 4
# The units of templates/chat/_bubble.svg.
UNITS = 32


@require_safe
@for_good
def picture(request: HttpRequest, purpose: str, side: int) -> HttpResponse:
    if purpose not in PURPOSES or side not in (*SIDES, APPLE_SIDE):
        raise Http404
    return HttpResponse(_drawn(Brand.here(), purpose, side), TYPES[".png"])


@lru_cache(maxsize=len(PURPOSES) * (len(SIDES) + 1))
def _drawn(brand: Brand, purpose: str, side: int) -> bytes:
    # Here, because it takes some megabytes, and most processes never draw one.
    from PIL import Image

    is_whole = purpose == MASKABLE
    ground = brand.light["fill"] if is_whole and not brand.logo else "#ffffff"
    whole = Image.new("RGBA", (side, side), ground if is_whole else (0, 0, 0, 0))
    within = round(side * SHARE) if is_whole else side
    mark = _mark(brand, within, is_inverse=is_whole)
    left, top = ((side - length) // 2 for length in mark.size)
    whole.alpha_composite(mark, (left, top))
    file = io.BytesIO()
    whole.save(file, "PNG", optimize=True)
    return file.getvalue()


def _mark(brand: Brand, side: int, *, is_inverse: bool) -> Image:
    """The logo, or where there is none, or one that is a drawing itself, the bubble."""
    from PIL import Image

    try:
        logo = Image.open(io.BytesIO(brand.picture)).convert("RGBA")
    except OSError:
        fill, ink = brand.light["fill"], brand.ink
        colours = (ink, fill) if is_inverse else (fill, ink)
        return _bubble(side, *colours)
    logo.thumbnail((side, side))
    return logo


def _bubble(side: int, fill: str, lines: str) -> Image:
    """As ``templates/chat/_bubble.svg`` has it."""
    from PIL import Image, ImageDraw

    large = side * SMOOTH
    image = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    draw: Any = ImageDraw.Draw(image)

    def at(*numbers: float) -> list[float]:
        return [number * large / UNITS for number in numbers]

    draw.rounded_rectangle(at(2, 3, 30, 24), *at(5), fill=fill)
    tail = at(7.3, 23, 16.6, 23, 15.8, 24, 9.5, 28.9, 8.3, 29.1, 7.4, 28.4, 7.3, 27.8)
    draw.polygon(tail, fill=fill)
    for x, y, end in ((9.5, 11, 22.5), (9.5, 16.5, 17.5)):
        box = at(x - 1.3, y - 1.3, end + 1.3, y + 1.3)
        draw.rounded_rectangle(box, *at(1.3), fill=lines)
    return image.resize((side, side), Image.Resampling.LANCZOS)
