"""Accounts: who may have which name, and what comes with it."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from chat.models import User, conversations_of
from chat.models.people.user import UserManager, came_in
from chat.wire.errors import NameTaken

pytestmark = pytest.mark.django_db


def rooms(user):
    return [conversation.name for conversation in conversations_of(user)]


def test_signing_up_puts_one_into_the_lobby():
    ada = User.objects.sign_up("Ada", "correct horse")
    assert ada.check_password("correct horse")
    assert rooms(ada) == ["#lobby"]


def test_a_name_is_taken_without_regard_to_case():
    User.objects.sign_up("Ada", "correct horse")
    with pytest.raises(NameTaken):
        User.objects.sign_up("aDA", "another horse")


def test_of_two_who_take_a_name_at_the_same_moment_one_has_it(monkeypatch):
    vacate = UserManager.vacate

    def vacate_and_be_too_late(people, key, **besides):
        vacate(people, key, **besides)
        monkeypatch.setattr(UserManager, "vacate", vacate)
        User.objects.admit_guest("ada")

    monkeypatch.setattr(UserManager, "vacate", vacate_and_be_too_late)
    with pytest.raises(NameTaken):
        User.objects.sign_up("Ada", "correct horse")
    assert User.objects.get().guest


def test_an_administrator_of_the_command_line_is_in_the_lobby_too():
    call_command("createsuperuser", interactive=False, key="Owner", verbosity=0)
    owner = User.objects.named("owner")
    assert owner.is_superuser
    assert owner.name == "Owner"
    assert rooms(owner) == ["#lobby"]


def test_nobody_is_signed_up_who_cannot_be_in_the_lobby():
    def fail(user, **_):
        raise IntegrityError("The lobby is shut.")

    came_in.connect(fail)
    try:
        with pytest.raises(IntegrityError):
            User.objects.sign_up("ada", "correct horse")
    finally:
        came_in.disconnect(fail)
    assert not User.objects.exists()
