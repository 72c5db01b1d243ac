"""The verbs of the plain door that change a message, which is meant by its number.

A deletion is done at once: whoever gives the number means that very message, a script
is gone before anybody could take it back, and what a terminal has shown stays there.
"""

from __future__ import annotations

from functools import partial

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.slash.keeping import about
from chat.dialects.plain.slash.replying import with_words
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.words import sentence


@verb("/edit [@bob] 43 text", sentence("say your message 43 in other words"))
def _edit(talk: Talk, rest: str) -> Received | None:
    return with_words(talk, rest, wire.Edit)


@verb("/delete 43 [#dev]", sentence("take your message 43 back"))
def _delete(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.Delete)


@verb("/react 43 👍 [#dev]", sentence("react to message 43"))
def _react(talk: Talk, rest: str) -> Received | None:
    return _reaction(talk, rest, on=True)


@verb("/unreact 43 👍 [#dev]", sentence("take that back"))
def _unreact(talk: Talk, rest: str) -> Received | None:
    return _reaction(talk, rest, on=False)


def _reaction(talk: Talk, rest: str, *, on: bool) -> Received | None:
    words = rest.split()
    if len(words) < 2:
        return None
    react = partial(wire.React, emoji=words.pop(1), on=on)
    return about(talk, " ".join(words), react)
