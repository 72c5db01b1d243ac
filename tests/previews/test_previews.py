"""Where links lead is shown in rooms, until somebody who may takes it away."""

import io
from functools import partial

import pytest
from asgiref.sync import sync_to_async
from PIL import Image

from chat.concurrency.threads import write
from chat.models.messages import history
from chat.net.outgoing import Unfit
from chat.previews import looking, pictures
from chat.previews.fetching import Found
from chat.previews.models import Preview
from chat.registration.choosing import choose
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)

ID = "7f5c1c1e-8f0e-4c56-9d0b-2b8f3a4d5e60"
LINK = "https://page.test/a?b=1&c=2"
HEAD = '<title>{}</title><meta property="og:description" content="about <it>">'


@pytest.fixture
def web(monkeypatch, settings):
    """What is out there, by address: the bytes of pages, and of pictures."""
    web = {LINK: HEAD.format("A & b").encode()}
    asked = []

    def fetch(url, accepted, most_bytes):
        asked.append(url)
        if url not in web:
            raise Unfit("nothing")
        media = "text/html" if accepted == "text/html" else "image/png"
        return Found(url, media, media, web[url], is_whole=True)

    for module in (looking, pictures):
        monkeypatch.setattr(module, "fetch", fetch)
    settings.CHAT_PREVIEWS = True
    web["asked"] = asked
    return web


@sync_to_async
def look(number):
    looking.look(history.changes(number, None, 0))


async def said(person, to, body=LINK):
    return (await person.post(to, body))["seq"]


async def room(ada, *others):
    made = (await ada.say("create", name="dev", topic="", private=False))[
        "conversation"
    ]
    for each in others:
        await each.say("join", room="#dev")
    return made["id"]


async def test_all_of_the_room_see_where_a_link_leads(web):
    ada, bob = await arrive("ada", "bob")
    number = await room(ada, bob)
    seq = await said(ada, number, f"see {LINK} and https://other.test/")
    await look(number)
    event = await bob.hears("previewed", target=seq)
    assert event["preview"] == {
        "url": LINK,
        "title": "A & b",
        "description": "about <it>",
    }
    assert event["html"].endswith(
        '<blockquote><p><a href="https://page.test/a?b=1&amp;c=2"'
        ' rel="nofollow noopener noreferrer">A &amp; b</a></p>'
        "<p>about &lt;it&gt;</p></blockquote>"
    )
    [message] = (await bob.say("history", conversation=number))["messages"]
    shown = [message[each] for each in ("html", "preview", "changed")]
    assert shown == [event[each] for each in ("html", "preview", "seq")]
    await look(number)
    assert web["asked"] == [LINK]


@pytest.mark.parametrize("where", ["@bob", "poll", "no page", "old", "often"])
async def test_it_is_not_looked_at(where, web, settings, monkeypatch):
    ada, _ = await arrive("ada", "bob")
    number = await room(ada)
    if where == "@bob":
        number = (await ada.post("@bob", LINK))["conversation"]
    elif where == "poll":
        await ada.say("poll", to=number, id=ID, text=LINK, options=["a", "b"])
    elif where == "no page":
        await said(ada, number, "https://other.test/")
    elif where == "old":
        monkeypatch.setattr(looking, "YOUNG", -looking.YOUNG)
        await said(ada, number)
    else:
        settings.CHAT_PREVIEWS_PER_MINUTE = 1
        for page in "ab":
            web[f"https://page.test/{page}"] = b"<title>A"
            await said(ada, number, f"https://page.test/{page}")
    for _ in range(2):
        await look(number)
    shown = await Preview.objects.exclude(title="").acount()
    assert shown == (where == "often")
    assert len(web["asked"]) == (where in ("no page", "often"))


async def test_staff_switch_it_in_the_panel(web, settings):
    settings.CHAT_PREVIEWS = False
    [ada] = await arrive("ada")
    number = await room(ada)
    await said(ada, number)
    await look(number)
    for previews, is_shown in {"": False, "on": True, "off": False}.items():
        await write(partial(choose, previews=previews))
        assert looking.is_on() is is_shown
        [message] = (await ada.say("history", conversation=number))["messages"]
        assert ("preview" in message) is is_shown


@pytest.mark.parametrize("who", ["author", "moderator", "another"])
@pytest.mark.dear
async def test_its_author_or_a_moderator_takes_it_away(who, web):
    ada, bob, eve = await arrive("ada", "bob", "eve")
    number = await room(ada, bob, eve)
    seq = await said(bob, number)
    await look(number)
    wish = {"conversation": number, "seq": seq}
    by = {"author": bob, "moderator": ada, "another": eve}[who]
    answer = await by.say("unpreview", **wish)
    if who == "another":
        assert answer["code"] == "not-allowed"
        return
    assert "preview" not in answer
    await eve.hears("previewed", html=answer["html"], seq=answer["seq"])
    assert (await by.say("unpreview", **wish))["seq"] == 0
    await look(number)
    [message] = (await eve.say("history", conversation=number))["messages"]
    assert "preview" not in message
    assert web["asked"] == [LINK]


async def test_it_follows_the_words(web):
    [ada] = await arrive("ada")
    number = await room(ada)
    place = {"conversation": number, "seq": await said(ada, number)}
    await look(number)
    edited = await ada.say("edit", **place, body=f"there: {LINK}")
    assert edited["preview"]["title"] == "A & b"
    assert "<blockquote>" in edited["html"]
    edited = await ada.say("edit", **place, body="nowhere")
    assert "preview" not in edited
    assert not await Preview.objects.aexists()


@pytest.mark.processes
async def test_its_picture_is_drawn_anew_for_who_may_read(web, async_client):
    ada, bob = await arrive("ada", "bob")
    number = await room(ada)
    web[LINK] = b'<title>A</title><meta property="og:image" content="/b.png">'
    content = io.BytesIO()
    Image.new("RGB", (1200, 600), "blue").save(content, "PNG")
    web["https://page.test/b.png"] = content.getvalue()
    seq = await said(ada, number)
    await look(number)
    event = await ada.hears("previewed", target=seq)
    assert 'width="240" height="120"' in event["html"]
    href = event["preview"]["picture"]
    for person, status in ((None, 404), (bob, 404), (ada, 200)):
        if person:
            await async_client.aforce_login(person.user)
        answer = await async_client.get(href)
        assert answer.status_code == status
    with Image.open(io.BytesIO(answer.content)) as small:
        assert (small.format, small.size) == ("WEBP", (320, 160))
