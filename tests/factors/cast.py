"""Ada, her browser, and what she does to log in and with her account."""

import re
import time

from django.test import Client

from chat.accounts.visitor import Visitor
from chat.factors import keeping, totp
from chat.models import User
from tests.support.passkeys import Device

PASSWORD = "correct horse"
HERE = Visitor("192.0.2.1", door="browser")


def ada(**flags):
    return User.objects.sign_up("ada", PASSWORD, **flags)


def at_page(user=None):
    """A browser, at a site that is reached as localhost, which has passkeys."""
    client = Client(headers={"host": "localhost"})
    if user is not None:
        client.force_login(user)
    return client


def type_password(client, name="ada", **more):
    return client.post("/login/", {"name": name, "password": PASSWORD, **more})


def is_in(client):
    return client.get("/").status_code == 200


def with_app(user):
    """The secret of an app that is set up, and the recovery codes."""
    secret = totp.new_secret()
    return secret, keeping.add_authenticator(user, HERE, secret, 0)


def code_of(secret, steps=0):
    """What the app shows, so many steps from now."""
    counter = int(time.time()) // totp.STEP_SECONDS + steps
    return totp.code_at(secret, counter)


def with_passkey(client, **how):
    """A device whose passkey was added by that page, and what the page said then."""
    device = Device(**how)
    client.post("/account/passkeys/add/", {"name": "phone"})
    options = client.post("/account/passkeys/ask/").json()
    form = {"name": "phone", "credential": device.make(options)}
    return device, client.post("/account/passkeys/add/", form)


def asked(client):
    return client.post("/login/passkey/ask/").json()


def codes_on(page):
    return re.findall(r"<li><code>([^<]*)</code>", page.text)
