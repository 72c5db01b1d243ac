"""Who came in, and who did not, is on record."""

import logging

import pytest
from django.urls import reverse

from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.logging.audit import audit
from chat.models import User
from chat.models.people.ban import ban, lift
from chat.wire.errors import BadCredentials

HERE = Visitor("192.0.2.1", door="plain")
PASSWORD = "horse-battery-9"


def kept(caplog):
    return [record for record in caplog.records if record.name == "chat.audit"]


def test_what_was_typed_is_a_line_in_quotes_and_bounded(caplog):
    audit("log-in failed", name='eve", door="x\n\x1b' + "z" * 999, address="192.0.2.1")
    [record] = kept(caplog)
    line = record.getMessage()
    assert line.startswith(r'log-in failed: name="eve\", door=\"x??zzz')
    assert line.endswith('…", address="192.0.2.1"')
    assert len(line) < 200
    assert record.audit["address"] == "192.0.2.1"


@pytest.mark.django_db
def test_log_ins_failures_and_bans_are_kept_without_a_password(caplog):
    ada = authentication.sign_up("ada", PASSWORD, HERE)
    authentication.log_in("Ada", PASSWORD, HERE)
    with pytest.raises(BadCredentials):
        authentication.log_in("ada", "wrong-horse", HERE)
    root = User.objects.create(name="root", key="root")
    ban(ada, root, reason="rude")
    lift(ada, root)
    told = [record.audit for record in kept(caplog)]
    assert [each["event"] for each in told] == [
        *("sign-up", "log-in", "log-in failed", "ban", "ban lifted")
    ]
    who = {"name": "ada", "address": "192.0.2.1", "door": "plain"}
    assert told[2] == {"event": "log-in failed", **who, "why": "bad-credentials"}
    assert (told[3]["name"], told[3]["whom"]) == ("root", "ada")
    assert "horse" not in caplog.text


@pytest.mark.django_db
def test_what_is_done_at_a_page_and_in_the_panel_is_kept(client, admin_client, caplog):
    form = {"name": "ada", "password": PASSWORD, "password_again": PASSWORD}
    client.post("/signup/", form)
    new = dict.fromkeys(("new_password", "new_password_again"), "staple-battery-9")
    client.post("/account/password/", {"old_password": PASSWORD, **new})
    client.post("/logout/")
    ada = User.objects.named("ada")
    form = {"action": "log_out_everywhere", "_selected_action": [ada.pk]}
    admin_client.post(reverse("admin:chat_user_changelist"), form)
    told = [(r.audit["event"], r.audit["name"], r.audit["door"]) for r in kept(caplog)]
    events = ("sign-up", "password check", "password changed", "log-out")
    assert told[:4] == [(event, "ada", "browser") for event in events]
    [panel] = told[4:]
    assert panel == ("panel: Logged out everywhere", "admin", "browser")
    assert kept(caplog)[-1].audit["whom"] == "ada"
    assert "battery" not in caplog.text


def test_it_is_kept_however_little_else_is():
    assert logging.getLogger("chat.audit").level == logging.INFO
