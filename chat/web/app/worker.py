"""The page's service worker, and what it is to have when there is no line.

https://www.w3.org/TR/service-workers/. What it does is in ``static/js/worker``.
"""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from chat import VERSION
from chat.site import Site
from chat.web import panels
from chat.web.brand import Brand
from chat.web.tags import emoji_of_page, words_of_page
from chat.words import ENGLISH, LANGUAGES

# By names that change with what is in them.
FILES = (
    *("js/app.js", "js/dial.js", "js/first_paint.js"),
    *("js/offline/all.js", "js/offline/shell.js"),
    *("css/chat.css", "css/door.css"),
)


def addresses() -> dict[str, str]:
    """Where the page finds what it needs for times without a line; nothing where its
    files are handed out as they lie, for somebody who works at them.
    """
    if not Site.here().files:
        return {}
    language = translation.get_language() or ENGLISH
    return {
        "script": static("js/offline/all.js"),
        "worker": f"{reverse('worker')}?language={language}",
    }


@require_safe
@cache_control(no_cache=True)
def script(request: HttpRequest) -> HttpResponse:
    """The worker: another one, to the browser, whenever the page is made of anything
    else. It stands at the top, as all pages below are its.
    """
    language = request.GET.get("language", "")
    if language not in LANGUAGES or not Site.here().files:
        raise Http404
    with translation.override(language):
        made = json.dumps({"build": Site.here().build, **_made_of(language)})
    run = json.dumps(static("js/worker/worker.js"))
    text = f"self.made = {made};\nimportScripts({run});\n"
    return HttpResponse(text, "text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest, build: str, language: str) -> HttpResponse:
    """What is shown where the site cannot be reached."""
    return panels.kept_page(request, build, language, "offline.html")


@csrf_exempt
@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """What another app shares is the worker's to take: where it comes here there is
    none, and nobody to say where it is to be said. Nothing is done by it.
    """
    return redirect("home")


@require_safe
def shell(request: HttpRequest, build: str, language: str) -> HttpResponse:
    """The page of the chat, with nothing of anybody's in it."""
    return panels.kept_page(request, build, language, "shell.html", _nobodys)


def _nobodys() -> dict[str, object]:
    made_of = {"version": VERSION, "build": Site.here().build}
    start: dict[str, object] = {"app": static("js/app.js"), "made_of": made_of}
    start |= {"panels": panels.addresses(), "offline": addresses()}
    nobody = {"id": "", "name": ""}
    nowhere = {"id": None, "kind": "room", "name": "", "topic": ""}
    # No cookie goes with what all share.
    context = {"you": nobody, "current": nowhere, "boot": start, "csrf_token": ""}
    return {**context, "conversations": [], "messages": [], "online_count": 0}


def _made_of(language: str) -> dict[str, object]:
    brand = Brand.here()
    page, shell = (
        reverse(name, args=[Site.here().build, language])
        for name in ("offline", "shell")
    )
    shown = ["icon", *([] if brand.has_default_accent else ["colours"])]
    shown += ["logo"] if brand.logo else []
    words = [path for path in (words_of_page(), emoji_of_page()) if path]
    own = [*map(static, [*FILES, *words]), *panels.addresses().values()]
    files = [page, shell, *own, *map(brand.address, shown)]
    return {"page": page, "shell": shell, "files": files}
