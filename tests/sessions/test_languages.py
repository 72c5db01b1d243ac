"""Each person is spoken to in their language, at every door."""

import pytest

from chat.accounts.languages import asked_for, words_for
from chat.accounts.visitor import cookies_of
from chat.concurrency.threads import write
from chat.models import User
from tests.support.clients import JsonClient, PlainClient
from tests.support.people import Person, arrive

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = {"de": "Niemand heißt so.", "ar": "لا أحد بهذا الاسم."}
ENGLISH = "There is nobody of that name."


async def test_an_error_is_said_in_the_persons_language_from_the_moment_they_choose():
    [ada] = await arrive("ada")
    tablet = await Person(ada.user).arrive()
    assert (await ada.say("find", name="nobody"))["detail"] == ENGLISH
    assert (await ada.say("language", language="de"))["language"] == "de"
    await tablet.hears("language", language="de")
    for person in (ada, tablet):
        assert (await person.say("find", name="nobody"))["detail"] == NOBODY["de"]
    assert (await User.objects.aget(pk=ada.user.pk)).language == "de"
    again = await Person(ada.user).arrive()
    assert again.welcome["language"] == "de"


async def test_a_post_that_is_refused_is_answered_in_the_persons_language():
    [ada] = await arrive("ada")
    await ada.say("language", language="ar")
    refused = await ada.post("#lobby", "x" * 4001)
    assert refused["code"] == "too-long"
    assert refused["detail"] == "لا تزيد الرسالة على 4,000 حرف."
    assert refused["parameters"] == {"count": 4000}


async def test_a_language_that_nobody_knows_is_refused_with_those_that_are():
    [ada] = await arrive("ada")
    refused = await ada.say("language", language="tlh")
    assert refused["code"] == "not-allowed"
    known = "en (English), de (Deutsch), ar (العربية)"
    assert refused["detail"] == f"This site speaks {known}."


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ([(b"accept-language", b"fr, de-AT;q=0.8, en;q=0.5")], "de"),
        ([(b"accept-language", b"de"), (b"cookie", b"language=ar")], "ar"),
        ([(b"accept-language", b"fr, *;q=0.8, de;q=0.5")], "en"),
        ([], "en"),
    ],
)
async def test_who_has_chosen_none_is_spoken_to_as_the_browser_asks(headers, language):
    scope = {"headers": headers}
    asked = asked_for(scope, cookies_of(scope))
    assert words_for(None, *asked).language == language


@pytest.mark.dear
async def test_the_plain_door_speaks_to_each_in_their_language(doors):
    names = ("ada", "bob", "cyd")
    ada, bob, cyd = [await PlainClient.enter(doors["plain"], name) for name in names]
    await bob.write("/language de")
    await bob.hears("* Du liest hier ab jetzt Deutsch.")
    # By another of her connections.
    await write((await User.objects.aget(name="cyd")).speak, "ar")
    await cyd.hears("* ستقرأ هنا بالعربية من الآن.")
    await bob.write("/nothing")
    await bob.hears("! /nothing gibt es nicht")
    await bob.write("/create #dev")
    await bob.hears("* Du sprichst jetzt in #dev. /join #lobby führt zurück.")
    eve = await PlainClient.enter(doors["plain"], "eve")
    await ada.hears("* eve is here")
    await bob.hears("* eve ist hier")
    await cyd.hears("* حضر eve")
    await eve.write("/topic cake")
    await ada.hears("* eve set the topic of #lobby: cake")
    await bob.hears("* eve hat das Thema von #lobby geändert: cake")
    await cyd.hears("* غيّر eve موضوع #lobby: cake")


async def test_a_program_says_in_its_log_in_what_its_person_reads(doors):
    ada = await JsonClient.connect(doors["json"])
    await ada.tell("login", name="ada", language="de-CH")
    assert (await ada.hears("welcome"))["language"] == "de"
    await ada.tell("find", name="nobody")
    assert (await ada.hears("error"))["detail"] == NOBODY["de"]
