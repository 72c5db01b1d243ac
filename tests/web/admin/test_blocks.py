"""Who has blocked whom is nobody's business, the owner's neither."""

import pytest
from django.contrib.admin.sites import all_sites
from django.contrib.auth.models import Permission

from chat.models.people import quiet
from chat.models.people.blocks import Block
from tests.web.admin.cast import listed, page_of, sign_up


def test_no_page_of_the_panel_is_about_blocks(db):
    assert not [site for site in all_sites if site.is_registered(Block)]
    permissions = Permission.objects.filter(content_type__app_label="chat")
    assert not permissions.filter(content_type__model="block").exists()


@pytest.mark.dear
def test_a_person_s_page_reads_the_same_whether_they_have_blocked_somebody(owner):
    ada, bob = sign_up("ada"), sign_up("bob")
    pages = [listed("user"), page_of(ada), page_of(bob)]
    before = [_text(owner.get(page)) for page in pages]
    quiet.block(ada, "bob", None, on=True)
    assert [_text(owner.get(page)) for page in pages] == before


def _text(response):
    """Without the tokens, which are others each time."""
    lines = response.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]
