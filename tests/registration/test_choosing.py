"""What staff choose of the site, in the panel, and where it shows."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from chat.audit.models import Record
from chat.registration.choosing import Choice, choose
from chat.registration.models import SiteSettings
from chat.site import INVITATION, Site
from tests.web.admin.cast import a_moderator

pytestmark = pytest.mark.django_db(transaction=True)
LIST = reverse("admin:registration_sitesettings_changelist")
PAGE = reverse("admin:registration_sitesettings_change", args=[SiteSettings.ONE])


def test_the_name_follows_on_every_page_and_in_all_that_is_made_of_it(owner):
    before = Client().get("/login/").text
    assert owner.get(LIST).url == PAGE
    form = {"name": "Tea & Co", "registration": INVITATION}
    assert owner.post(PAGE, form).status_code == 302
    page = Client().get("/login/").text
    assert " · Tea &amp; Co</title>" in page
    assert page.split('rel="manifest" href="')[1] != before.split('rel="manifest"')[1]
    manifest = json.loads(Client().get("/site/en.webmanifest").content)
    assert manifest["name"] == manifest["short_name"] == "Tea & Co"
    assert "| Tea &amp; Co</title>" in owner.get("/admin/").text
    assert Site.here().registration == INVITATION


def test_another_process_learns_it_as_it_looks():
    SiteSettings.objects.create(pk=SiteSettings.ONE, name="Tea & Co")
    assert Site.here().name == "chatsite"
    Choice.renew()
    assert Site.here().name == "Tea & Co"


def test_one_that_has_just_started_looks_before_it_answers():
    choose(name="Tea & Co")
    Choice.known = None
    assert Site.here().name == "Tea & Co"


def test_a_name_is_one_line(owner):
    owner.get(LIST)
    answer = owner.post(PAGE, {"name": "Tea\u202eoC", "registration": ""})
    assert "one line of printable characters" in answer.text
    assert Site.here().name == "chatsite"


def test_whose_it_is_not_to_say_is_refused():
    client = a_moderator("view_user")
    client.get(LIST)
    assert client.post(PAGE, {"name": "Mine", "registration": ""}).status_code == 403


def test_it_is_in_the_audit_log(owner):
    owner.get(LIST)
    owner.post(PAGE, {"name": "Tea", "registration": "closed"})
    assert Record.objects.filter(event="panel: Changed").exists()
