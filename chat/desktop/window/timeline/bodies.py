"""What a message's words look like: runs of text, each with the names of its tags.

What a message may cost is bounded: every run makes the next one in its line dearer, so
beyond some it is plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chat.desktop.core.content.mentions import pieces
from chat.desktop.core.content.polls import standing
from chat.desktop.core.content.spans import Span, spans
from chat.desktop.core.finding.letters import named
from chat.desktop.core.history.messages import Message

RUNS_MOST = 120
NAMED_MOST = 20
Run = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Link:
    """A link, and what it reads as."""

    text: str
    target: str


def body_runs(message: Message, own: str = "", you: int = 0) -> list[Run]:
    """The words; the run with the tag ``link:2`` is of the link of that number, and the
    one with ``person:7`` names that person, as they are called now.

    Where ``own``, the reader's name, stands has the tag ``named``, and so has whatever
    names the person of the number ``you``.
    """
    found = _spans(message)
    runs = [run for span in found[:RUNS_MOST] for run in _runs(span, message, you)]
    if plain := "".join(span.text for span in found[RUNS_MOST:]):
        runs.append((plain, ("body",)))
    runs = _whole_blocks(runs)
    if message.poll is not None:
        runs.append((f"\n{standing(message.poll, message.seq)}", ("body", "bold")))
    runs = [*runs, *_file_runs(message, is_below=bool(runs))]
    whole = "".join(text for text, _ in runs)
    return _marked(runs, named(own, whole)[:NAMED_MOST])


def links_in(message: Message) -> dict[int, Link]:
    """The links that are drawn, by number."""
    links: dict[int, Link] = {}
    for span in _spans(message)[:RUNS_MOST]:
        if span.link:
            before = links[span.link].text if span.link in links else ""
            links[span.link] = Link(before + span.text, span.target)
    return links


def _spans(message: Message) -> Sequence[Span]:
    """Of its words; files have lines of their own."""
    if message.shared is None:
        return spans(message.html, message.body)
    return spans(message.shared.html, message.shared.words(message.body))


def _file_runs(message: Message, *, is_below: bool) -> list[Run]:
    """A line for each file, with the tag ``file:2`` for the one of that number."""
    runs: list[Run] = []
    for at, file in enumerate(message.shared.files if message.shared else ()):
        if runs or is_below:
            runs.append(("\n", ("body",)))
        runs.append((file.line, ("body", "link", f"file:{at}")))
    return runs


def _runs(span: Span, message: Message, you: int) -> list[Run]:
    tags = _tags(span)
    if "mention" not in span.styles:
        return [(span.text, tags)]
    name, rest, who = pieces(span.text, message.mentions, message.calls)
    if who is None:
        return [(span.text, tags)]
    concerns = ("named",) if message.calls_for(who, you) else ()
    whose = (f"person:{who}",) if who else ()
    chip = (name, (*tags, "mention", *concerns, *whose))
    return [chip, (rest, tags)] if rest else [chip]


def _tags(span: Span) -> tuple[str, ...]:
    tags = ["body"]
    look = "".join(style for style in ("bold", "italic") if style in span.styles)
    if look:
        tags.append(look)
    kinds = ("code", "block", "quote", "struck", "link")
    tags += [kind for kind in kinds if kind in span.styles]
    if span.link:
        tags.append(f"link:{span.link}")
    return tuple(tags)


def _whole_blocks(runs: list[Run]) -> list[Run]:
    """A block has its ground up to the end of its last line."""
    for at, (text, tags) in enumerate(runs[:-1]):
        following, next_tags = runs[at + 1]
        if "block" in tags and following.startswith("\n"):
            runs[at], runs[at + 1] = (f"{text}\n", tags), (following[1:], next_tags)
    return runs


def _marked(runs: Iterable[Run], places: list[tuple[int, int]]) -> list[Run]:
    """The same text, with a tag more at these places of it."""
    marked: list[Run] = []
    begins = 0
    for text, tags in runs:
        at, ends = begins, begins + len(text)
        for start, end in places if "mention" not in tags else ():
            first, last = max(start, at), min(end, ends)
            if first < last:
                marked += [(text[at - begins : first - begins], tags)] * (first > at)
                marked.append((text[first - begins : last - begins], (*tags, "named")))
                at = last
        marked += [(text[at - begins :], tags)] * (at < ends)
        begins = ends
    return marked
