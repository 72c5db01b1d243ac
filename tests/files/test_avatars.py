"""People are seen by a picture of theirs, if they like."""

import pytest
from asgiref.sync import sync_to_async

from chat.files.avatars import setting
from chat.files.models import Avatar, File
from chat.models import User
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


@pytest.mark.processes
async def test_the_letter_comes_back(async_client):
    [ada] = await arrive("ada")
    await ada.say("avatar", file=await come(ada, telling("PNG")))
    assert (await ada.say("avatar"))["href"] == ""
    await async_client.aforce_login(ada.user)
    assert (await async_client.get("/site/avatars.css")).content == b""


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


def test_a_picture_goes_with_its_person(bob):
    Avatar.objects.create(person=bob, sha256="ab" * 32, picture=b"RIFF")
    bob.delete()
    assert not Avatar.objects.exists()
