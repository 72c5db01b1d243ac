"""HTML that an older renderer has made: read anew at once, stored anew behind it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import Conversation, Message, User, post
from chat.models.messages import history, renewal
from chat.models.messages.renewal import html_of, renew
from chat.text.markdown import RENDERER, render

pytestmark = pytest.mark.django_db
OLD = "<p>as it was</p>"


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def lobby(ada):
    return Conversation.objects.lobby()


def said(ada, *bodies):
    return [post(ada, "#lobby", body, uuid4()) for body in bodies]


def by_an_older(*messages, renderer=0, **fields):
    """As the version before leaves them."""
    numbers = [message.pk for message in messages]
    rows = Message.objects.filter(pk__in=numbers)
    rows.update(html=OLD, renderer=renderer, **fields)


def stored(lobby):
    return list(lobby.messages.order_by("seq").values_list("html", "renderer"))


def read(lobby, ada):
    return [message.html for message in history.page(lobby.pk, ada).messages]


def test_what_is_said_and_edited_says_who_has_rendered_it(ada, lobby):
    messages = said(ada, "*one*", "two")
    messages[1].edit(ada, "*three*")
    assert stored(lobby) == [
        ("<p><em>one</em></p>", RENDERER),
        ("<p><em>three</em></p>", RENDERER),
    ]


@pytest.mark.parametrize("renderer", [0, RENDERER - 1, RENDERER + 1])
def test_whatever_is_stored_is_read_as_this_renderer_has_it(ada, lobby, renderer):
    messages = said(ada, "*one*", "two")
    by_an_older(messages[0], renderer=renderer)
    assert read(lobby, ada) == ["<p><em>one</em></p>", "<p>two</p>"]


def test_a_page_renders_no_more_than_its_time(ada, lobby, monkeypatch):
    """Else one question takes a second of a core, where all texts are dear."""
    monkeypatch.setattr(history, "PAGE_SECONDS", 0)
    messages = said(ada, "*one*", "*two*", "*three*")
    by_an_older(*messages[:2])
    newest_first = history.page(lobby.pk, ada)
    assert [each.seq for each in newest_first.messages] == [2, 3]
    assert newest_first.more
    changes = history.changes(lobby.pk, ada, 0)
    assert ([each.seq for each in changes.messages], changes.upto) == ([1], 1)


def test_what_is_old_is_stored_anew_and_the_log_knows_nothing_of_it(ada, lobby):
    messages = said(ada, "*one*", "two", "three")
    by_an_older(*messages[:2])
    lobby.refresh_from_db()
    fields = ("seq", "changed", "body", "at", "edited", "deleted", "digest")
    before = list(lobby.messages.order_by("seq").values(*fields))
    step = renew(lobby.pk, 0)
    assert (step.upto, step.more) == (lobby.head, False)
    assert stored(lobby)[:2] == [
        ("<p><em>one</em></p>", RENDERER),
        ("<p>two</p>", RENDERER),
    ]
    assert list(lobby.messages.order_by("seq").values(*fields)) == before


def test_what_a_newer_one_has_made_stays(ada, lobby):
    by_an_older(*said(ada, "one"), renderer=RENDERER + 1)
    renew(lobby.pk, 0)
    assert stored(lobby) == [(OLD, RENDERER + 1)]


def test_what_the_version_before_edits_is_found_by_its_number(ada, lobby):
    [message] = said(ada, "one")
    upto = renew(lobby.pk, 0).upto
    changed = message.conversation.take_number()
    edit = {"body": "*two*", "edited": True, "changed": changed}
    by_an_older(message, renderer=RENDERER, **edit)
    assert renew(lobby.pk, upto).upto == changed
    assert stored(lobby) == [("<p><em>two</em></p>", RENDERER)]


def test_what_has_no_words_any_more_is_left_alone(ada, lobby):
    [message] = said(ada, "one")
    message.delete_by(ada)
    Message.objects.update(renderer=0)
    renew(lobby.pk, 0)
    assert (stored(lobby), read(lobby, ada)) == ([("", 0)], [""])


@pytest.mark.parametrize("becomes", ["edited", "edited beside", "deleted"])
def test_what_happens_meanwhile_wins(ada, lobby, monkeypatch, becomes):
    [message] = said(ada, "one")
    by_an_older(message)

    def meanwhile(body):
        if becomes == "edited":
            message.edit(ada, "*two*")
        elif becomes == "deleted":
            message.delete_by(ada)
        else:
            by_an_older(message, body="two", edited=True)
        return render(body)

    monkeypatch.setattr(renewal, "render", meanwhile)
    renew(lobby.pk, 0)
    after = {
        "edited": ("<p><em>two</em></p>", RENDERER),
        "edited beside": (OLD, 0),
        "deleted": ("", 0),
    }
    assert stored(lobby) == [after[becomes]]


def test_it_goes_in_steps_and_each_ends_when_it_has_taken_its_time(
    ada, lobby, monkeypatch
):
    by_an_older(*said(ada, *(f"*{n}*" for n in range(7))))
    monkeypatch.setattr(renewal, "STEP_MESSAGES", 3)
    steps = [renew(lobby.pk, since) for since in (0, 3, 6)]
    assert [(step.upto, step.more) for step in steps] == [
        (3, True),
        (6, True),
        (7, False),
    ]
    by_an_older(*Message.objects.all())
    monkeypatch.setattr(renewal, "STEP_SECONDS", 0)
    assert renew(lobby.pk, 0)[:2] == (1, True)


def test_what_cannot_be_rendered_is_shown_as_it_is_stored(ada, lobby, monkeypatch):
    by_an_older(*said(ada, "one", "two"))

    def breaks(body):
        if body == "one":
            raise IndexError
        return render(body)

    renewal._rendered.cache_clear()
    monkeypatch.setattr(renewal, "render", breaks)
    assert read(lobby, ada) == [OLD, "<p>two</p>"]
    renew(lobby.pk, 0)
    assert stored(lobby) == [(OLD, RENDERER), ("<p>two</p>", RENDERER)]
    renewal._rendered.cache_clear()


def test_what_everybody_reads_is_rendered_once(monkeypatch):
    rendered = []
    renewal._rendered.cache_clear()
    monkeypatch.setattr(renewal, "render", lambda body: rendered.append(body) or "x")
    assert [html_of("one", OLD, 0) for _ in range(3)] == ["x"] * 3
    assert rendered == ["one"]
    renewal._rendered.cache_clear()


def test_what_is_up_to_date_is_only_read(ada, lobby):
    said(ada, "one", "two")
    with CaptureQueriesContext(connection) as queries:
        renew(lobby.pk, 0)
    assert len(queries) == 2
