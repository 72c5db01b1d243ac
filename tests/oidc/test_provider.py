"""Against a provider that others have made: npm's oidc-provider, which is certified."""

import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import pytest

from chat.models import User
from chat.oidc.provider import PROVIDER
from tests.oidc.conftest import Browser
from tests.support import npm
from tests.support.tools import need

pytestmark = [pytest.mark.django_db, pytest.mark.processes, pytest.mark.long]
BACK = "http://testserver/login/oidc/back/"
SCRIPT = Path(__file__).parents[1] / "support/oidc_provider.mjs"


@pytest.fixture
def issuer(settings):
    what = [need("node"), SCRIPT, npm.need("oidc-provider"), "chat", "x" * 32, BACK]
    with subprocess.Popen(what, stdout=subprocess.PIPE, text=True) as running:
        settings.CHAT_OIDC_ISSUER = running.stdout.readline().strip()
        settings.CHAT_OIDC_CLIENT_ID, settings.CHAT_OIDC_CLIENT_SECRET = (
            "chat",
            "x" * 32,
        )
        settings.CHAT_OIDC_ALLOW_SIGN_UP = True
        settings.CHAT_OIDC_DOMAINS = ["house.test"]
        PROVIDER.forget()
        yield settings.CHAT_OIDC_ISSUER
        running.kill()


class There:
    """Somebody's browser at the provider."""

    def __init__(self):
        jar = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        cookies = urllib.request.HTTPCookieProcessor(jar)
        self._opener = urllib.request.build_opener(cookies, _Staying)

    def log_in(self, address, name):
        """Say who one is, and that the site may know it; what one is sent back with."""
        page = self._open(address)
        page = self._fill_in(page, prompt="login", login=name, password="any")
        back = self._fill_in(page, prompt="consent").headers["Location"]
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query))

    def _fill_in(self, page, **form):
        action = re.search(r'action="([^"]+)"', page.read().decode())[1]
        there = urllib.parse.urljoin(page.url, action)
        return self._open(there, urllib.parse.urlencode(form).encode())

    def _open(self, *where):
        try:
            return self._opener.open(*where, timeout=20)
        except urllib.error.HTTPError as led:
            if not led.headers.get("Location", "").startswith(BACK):
                raise
            return led


class _Staying(urllib.request.HTTPRedirectHandler):
    """Goes nowhere but to the provider."""

    def redirect_request(self, request, file, code, message, headers, address):
        if address.startswith(BACK):
            return None
        return super().redirect_request(request, file, code, message, headers, address)


def test_a_stranger_comes_in_and_is_the_same_again(issuer):
    browser = Browser()
    browser.come_back(There().log_in(browser.go(), "ada"))
    ada = User.objects.get(key="ada")
    again = Browser()
    again.come_back(There().log_in(again.go(), "ada"))
    assert browser.who == again.who == ada.pk
