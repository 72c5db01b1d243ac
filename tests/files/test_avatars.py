"""People are seen by a picture of theirs, if they like."""

import base64
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse
from django.utils import timezone

from chat.accounts.bans import Bans
from chat.files.avatars import setting
from chat.files.models import Avatar, File
from chat.models import User
from chat.models.people.ban import FOR_GOOD, Ban
from tests.files.pictures import PLACE, colourful, opened, telling
from tests.files.sending import PNG, ask, begun, sent, share
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)

begin = sync_to_async(begun)


async def come(person, content, name="me.jpg"):
    upload = await begin(person.user, name)
    assert (await ask("PUT", upload.href, content)).status == 201
    return str(upload.id)


@pytest.mark.processes
async def test_a_picture_is_cut_square_and_seen_by_who_has_come(async_client):
    ada, bob = await arrive("ada", "bob")
    file = await come(ada, telling("JPEG", colourful(900, 600)))
    href = (await ada.say("avatar", file=file))["href"]
    assert (await async_client.get(href)).status_code == 404
    assert (await async_client.get("/site/avatars.css")).status_code == 404
    await async_client.aforce_login(bob.user)
    sheet = await async_client.get("/site/avatars.css")
    assert f'[data-avatar="ada"]{{background-image:url("{href}")'.encode() in (
        sheet.content
    )
    again = {"if-none-match": sheet.headers["etag"]}
    assert (
        await async_client.get("/site/avatars.css", headers=again)
    ).status_code == 304
    answer = await async_client.get(href)
    assert opened(answer.content).size == (192, 192)
    assert PLACE not in answer.content
    assert "immutable" in answer.headers["cache-control"]
    assert "private" in answer.headers["cache-control"]
    assert not await File.objects.aexists()
    [seen] = (await bob.say("avatars", people=[ada.user.pk, bob.user.pk]))["avatars"]
    assert seen["person"] == ada.user.pk
    small = opened(base64.b64decode(seen["png"]))
    assert (small.format, small.size) == ("PNG", (64, 64))


@pytest.mark.processes
async def test_others_hear_of_it_and_of_the_letter_that_comes_back(async_client):
    ada, bob = await arrive("ada", "bob")
    await ada.say("avatar", file=await come(ada, telling("PNG")))
    who = {"name": "ada", "person": ada.user.pk}
    assert (await bob.hears("avatar", **who))["href"].startswith("/site/avatars/")
    assert (await ada.say("avatar"))["href"] == ""
    await bob.hears("avatar", **who, href="")
    await async_client.aforce_login(ada.user)
    assert (await async_client.get("/site/avatars.css")).content == b""
    await ada.say("avatar")
    assert await bob.hears_nothing("avatar")


async def test_who_moderates_takes_a_picture_away_for_everybody():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    await Avatar.objects.acreate(person=eve.user, sha256="ab" * 32, picture=b"RIFF")
    both = User.objects.filter(pk__in=[ada.user.pk, bob.user.pk])
    await both.aupdate(is_staff=True)
    assert (await bob.say("take_avatar", name="eve"))["code"] == "not-allowed"
    await User.objects.filter(pk=ada.user.pk).aupdate(is_superuser=True)
    done = await ada.say("take_avatar", name="eve", reason="rude")
    assert (done["name"], done["href"]) == ("eve", "")
    for other in (bob, eve):
        await other.hears("avatar", name="eve", href="")
    [act, *_] = (await ada.say("acts"))["acts"]
    told = act["event"], act["who"], act["whom"], act["reason"]
    assert told == ("picture taken away", "ada", "eve", "rude")


@pytest.mark.parametrize("who", ["nobody", "shut out", "of somebody shut out"])
def test_no_picture_for_who_may_not_come_nor_of_them(who, client, bob):
    href = reverse("avatar", args=["ab" * 32])
    Avatar.objects.create(person=bob, sha256="ab" * 32, picture=b"RIFF")
    ada = User.objects.sign_up("cy", "correct horse")
    client.force_login(ada)
    assert client.get(href).content == b"RIFF"
    if who == "nobody":
        client.logout()
    elif who == "shut out":
        Ban.objects.create(network="127.0.0.1/32", until=FOR_GOOD)
        Bans.forget()
    else:
        User.objects.filter(pk=bob.pk).update(is_active=False)
    assert client.get(href).status_code == 404
    assert b"bob" not in client.get(reverse("avatars")).content


@pytest.mark.parametrize("whose", ["no picture", "somebody else's", "shared"])
async def test_only_a_picture_of_ones_own_that_nobody_has_seen_is_taken(
    whose, dev, bob
):
    [ada] = await arrive("cy")
    file = {
        "no picture": lambda: sent(ada.user),
        "somebody else's": lambda: sent(bob, PNG),
        "shared": lambda: shared(bob, dev, sent(bob, PNG)),
    }[whose]
    number = (await sync_to_async(file)()).pk
    assert (await ada.say("avatar", file=str(number)))["code"] == "not-allowed"
    assert not await Avatar.objects.aexists()


def shared(author, place, file):
    share(author, place, file)
    return file


def test_no_name_breaks_out_of_the_sheet(bob):
    User.objects.filter(pk=bob.pk).update(name='b"]{}*{x')
    bob.refresh_from_db()
    Avatar.objects.create(person=bob, sha256="ab" * 32, picture=b"")
    assert setting.sheet().startswith(
        '[data-avatar="b\\22 \\5d \\7b \\7d \\2a \\7b x"]{background-image'
    )


def test_who_was_here_last_makes_no_other_sheet(ada, bob):
    for person in (bob, ada):
        Avatar.objects.create(person=person, sha256="ab" * 32, picture=b"")
    sheet = setting.sheet()
    assert sheet.count("data-avatar") == 2
    User.objects.filter(pk=bob.pk).update(seen=timezone.now() + timedelta(days=1))
    assert setting.sheet() is sheet


def test_a_picture_goes_with_its_person(bob):
    Avatar.objects.create(person=bob, sha256="ab" * 32, picture=b"RIFF")
    bob.delete()
    assert not Avatar.objects.exists()
