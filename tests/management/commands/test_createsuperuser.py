"""``manage.py createsuperuser``: Django's own, with our names."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from chat.models import User

PASSWORD = "correct horse"


@pytest.fixture
def password_in_environment(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)


@pytest.mark.django_db
@pytest.mark.usefixtures("password_in_environment")
def test_createsuperuser_makes_somebody_who_gets_in(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_KEY", "Ada")
    call_command("createsuperuser", interactive=False, verbosity=0)
    ada = User.objects.check_login("ada", PASSWORD)
    assert ada.name == "Ada"
    client = Client()
    client.force_login(ada)
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("password_in_environment")
@pytest.mark.parametrize(("name", "says"), [("7up", "starts with"), ("BOB", "taken")])
def test_createsuperuser_says_what_is_wrong_with_a_name(name, says):
    User.objects.sign_up("bob", PASSWORD)
    with pytest.raises(CommandError, match=says):
        call_command("createsuperuser", interactive=False, key=name, verbosity=0)
