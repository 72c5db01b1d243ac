"""A provider in the test's own process: it answers as one does, without a socket."""

import base64
import hashlib
import json
import time
from email.message import Message
from urllib.parse import parse_qsl, unquote, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from chat.net import outgoing
from chat.oidc.provider import PROVIDER

ISSUER, CLIENT, SECRET = "https://id.test", "chat", "a secret/of ours"


class Provider:
    """``claims`` and ``userinfo`` are what it says of whoever logs in there."""

    def __init__(self):
        self.claims = {"sub": "17", "preferred_username": "ada", "email": "a@x.test"}
        self.userinfo, self.asked, self.is_down = {}, [], False
        self._codes = {}
        self.change_key()

    def change_key(self):
        self.key, self.number = ec.generate_private_key(ec.SECP256R1()), f"{id(self)}"
        self.number += f".{len(self.asked)}"

    def lets_in(self, address, **claims):
        """Somebody logs in there who was sent to that address; what they bring back."""
        question = dict(parse_qsl(urlsplit(address).query))
        assert (question["client_id"], question["response_type"]) == (CLIENT, "code")
        now = int(time.time())
        told = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 60}
        told |= {**self.claims, "nonce": question["nonce"], **claims}
        code = f"code {len(self._codes)}"
        self._codes[code] = question, told
        return {"code": code, "state": question["state"], "iss": ISSUER}

    def sign(self, claims):
        headers = {"kid": self.number}
        return jwt.encode(claims, self.key, algorithm="ES256", headers=headers)

    def ask(self, target, method, headers, body=b"", **_):
        """What ``outgoing.ask`` is told there."""
        if self.is_down:
            raise outgoing.Unfit("it does not answer")
        self.asked.append(target.path)
        answer = {
            "/.well-known/openid-configuration": self._addresses,
            "/keys": self._keys,
            "/token": lambda: self._token(headers, dict(parse_qsl(body.decode()))),
            "/me": lambda: {"sub": self.claims["sub"], **self.userinfo},
        }[target.path]()
        content = json.dumps(answer).encode()
        return outgoing.Answer(200 if answer else 400, Message(), content)

    def _addresses(self):
        ways = {
            "authorization_endpoint": f"{ISSUER}/log-in",
            "jwks_uri": f"{ISSUER}/keys",
        }
        ways |= {
            "token_endpoint": f"{ISSUER}/token",
            "userinfo_endpoint": f"{ISSUER}/me",
        }
        return {"issuer": ISSUER, **ways}

    def _keys(self):
        own = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**own, "kid": self.number, "use": "sig"}]}

    def _token(self, headers, form):
        """A code is good once, for who began with it, and who knows the secret."""
        question, told = self._codes.pop(form["code"], (None, None))
        if question is None:
            return {}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert question["code_challenge"] == challenge
        assert question["redirect_uri"] == form["redirect_uri"]
        both = base64.b64decode(headers["Authorization"].removeprefix("Basic "))
        assert [*map(unquote, both.decode().split(":"))] == [CLIENT, SECRET]
        return {"access_token": "at", "id_token": self.sign(told)}


@pytest.fixture
def provider(settings, monkeypatch):
    settings.CHAT_OIDC_ISSUER = ISSUER
    settings.CHAT_OIDC_CLIENT_ID, settings.CHAT_OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.CHAT_OIDC_NAME, settings.CHAT_OIDC_ALLOW_SIGN_UP = "The house", True
    own = Provider()
    monkeypatch.setattr(outgoing, "ask", own.ask)
    PROVIDER.forget()
    return own


class Browser(Client):
    """Somebody's, who goes to the provider and comes back."""

    def go(self, **where):
        """The address that they are sent to."""
        return self.get("/login/oidc/", where).url

    def come_back(self, answer):
        return self.get("/login/oidc/back/", answer)

    def log_in(self, provider, page="/", **claims):
        return self.come_back(provider.lets_in(self.go(next=page), **claims))

    @property
    def who(self):
        """The number of who is in; None: nobody."""
        number = self.session.get("_auth_user_id")
        return number and int(number)


@pytest.fixture
def browser():
    return Browser()
