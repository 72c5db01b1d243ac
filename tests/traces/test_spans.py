"""What is told of a command: where its time went, and nothing that anybody has said."""

import asyncio

import pytest

from chat.logging.acting import acting
from chat.models import hooks
from tests.support.people import arrive
from tests.support.tools import need_module

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seen():
    """Called with a name: the spans of that name that have ended."""
    sdk = need_module("opentelemetry.sdk.trace")
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
        InMemorySpanExporter,
    )

    from chat.traces import seams, spans

    exporter, provider = (
        InMemorySpanExporter(),
        sdk.TracerProvider(shutdown_on_exit=False),
    )
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    take_off = seams.install()
    spans.begin(provider)

    def seen(*names):
        every = exporter.get_finished_spans()
        return [each for each in every if each.name in names or not names]

    yield seen
    spans.end()
    take_off()
    assert not seams._OPEN
    assert not spans._HERE.by_who


def linked_with(span):
    return {link.context.span_id for link in span.links}


async def test_a_post_its_transaction_and_its_announcement_are_one_trace(
    seen, monkeypatch
):
    logged = []
    monkeypatch.setattr(hooks, "HOOKS", [lambda _: logged.append(acting())])
    [ada] = await arrive("ada")
    await ada.post("#lobby", "a secret")
    [post], [stored], [told] = seen("post"), seen("write post_all"), seen("announce")
    assert post.parent is None
    assert stored.parent.span_id == post.context.span_id
    assert told.parent.span_id == stored.context.span_id
    assert {each.attributes["chat.id"] for each in (post, stored, told)} == {*logged}
    about = {"chat.door": "browser", "chat.command": "post", "chat.person": ada.user.pk}
    assert about.items() <= dict(post.attributes).items()
    words = "".join(each.to_json() for each in seen())
    assert not any(word in words for word in ("secret", "lobby", '"ada"'))


async def test_posts_that_are_stored_together_are_linked_with_what_stored_them(seen):
    people = await arrive("ada", "bob", "cyd", "dan")
    await asyncio.gather(*(each.post("#lobby", "hello") for each in people))
    posts, stored = seen("post"), seen("write post_all")
    assert len(posts) == 4
    assert sum(each.attributes.get("chat.commands", 1) for each in stored) == 4
    for batch in stored:
        own = batch.context.span_id
        back = {each.context.span_id for each in posts if own in linked_with(each)}
        assert back == linked_with(batch)
        assert len(back) == batch.attributes.get("chat.commands", 1) - 1


async def test_what_is_refused_has_the_code_and_no_span_stays_open(seen):
    [ada] = await arrive("ada")
    await ada.post(4711, "hello")
    await ada.say("edit", conversation=4711, seq=1, body="hello")
    for span in seen("post", "edit"):
        assert span.attributes["chat.refusal"] == "no-such-conversation"
        assert span.status.is_unset
    await ada.say("rooms")
    assert [span.parent for span in seen("rooms")] == [None]


async def test_what_is_done_by_the_clock_has_no_span(seen):
    [ada] = await arrive("ada")
    await ada.go()
    assert seen() == []
