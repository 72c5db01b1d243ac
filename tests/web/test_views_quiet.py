"""The page's first paint, for somebody who has blocked somebody."""

import re
from uuid import uuid4

import pytest

from chat.models import User, post
from chat.models.people import quiet

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_paint_folds_and_lists_nothing_of_the_blocked(client):
    ada, bob = (User.objects.sign_up(name, "correct horse") for name in ("ada", "bob"))
    post(bob, "@ada", "psst", uuid4())
    said = post(bob, "#lobby", "hush", uuid4())
    post(ada, "#lobby", "hello", uuid4()).react(bob, "👍", True)
    quiet.block(ada, "bob", None, on=True)
    User.objects.filter(pk=bob.pk).update(name="rob", key="rob")
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    page = client.get("/").content.decode()
    folded = re.findall(r'class="message[^"]* unheard"[^>]* data-seq="(\d+)"', page)
    assert folded == [str(said.seq)]
    assert "@rob" not in page
    assert 'data-emoji="👍"' not in page.partition('id="messages"')[2].split("</ol>")[0]
    rob = f'{{"id": {bob.pk}, "name": "rob", "key": "rob", "guest": false}}'
    assert f'"blocked": [{rob}]' in page
