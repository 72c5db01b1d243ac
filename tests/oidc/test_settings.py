"""What the settings say of the provider, and what they cannot mean."""

import runpy

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatsite import oidc


def settings(monkeypatch, **said):
    for name, text in said.items():
        monkeypatch.setenv(f"CHAT_OIDC_{name}", text)
    return runpy.run_path(oidc.__file__)


def test_without_an_issuer_there_is_none(monkeypatch):
    assert settings(monkeypatch)["CHAT_OIDC_ISSUER"] == ""


def test_it_is_called_as_its_host_is_unless_it_has_a_name(monkeypatch):
    told = {"ISSUER": "https://id.example.org/realms/house/", "CLIENT_ID": "chat"}
    found = settings(monkeypatch, **told)
    assert found["CHAT_OIDC_ISSUER"] == "https://id.example.org/realms/house"
    assert found["CHAT_OIDC_NAME"] == "id.example.org"
    assert settings(monkeypatch, NAME="The house")["CHAT_OIDC_NAME"] == "The house"


def test_a_file_may_have_the_secret(monkeypatch, tmp_path):
    path = tmp_path / "secret"
    path.write_text("of ours\n")
    found = settings(monkeypatch, CLIENT_SECRET_FILE=str(path))
    assert found["CHAT_OIDC_CLIENT_SECRET"] == "of ours"


@pytest.mark.parametrize(
    ("issuer", "client", "wants"),
    [
        ("https://id.example.org", "", "set CHAT_OIDC_CLIENT_ID"),
        ("http://id.example.org", "chat", "an https address"),
    ],
)
def test_what_cannot_work_is_told(monkeypatch, issuer, client, wants):
    with pytest.raises(ImproperlyConfigured, match=wants):
        settings(monkeypatch, ISSUER=issuer, CLIENT_ID=client)
