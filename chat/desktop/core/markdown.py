"""Markdown's basics as runs of text with a style each, for faces that know no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_QUOTE = re.compile(r"^ {0,3}> ?")
_URL = r"(?:https?://|mailto:)[^\s<>]*[^\s<>.,:;!?'\")\]]"
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    rf"|\[(?P<label>[^\]\n]+)\]\((?P<target>{_URL})\)"
    rf"|<?(?P<url>{_URL})>?"
    r"|(?P<bold>\*\*|(?<!\w)__)(?=\S)(?P<strong>.+?)(?<=\S)(?P=bold)(?!\*)"
    r"|(?P<mark>(?<!\*)\*(?!\*)|(?<!\w)_)(?=\S)(?P<soft>.+?)(?<=\S)(?P=mark)(?![\w*])",
    re.DOTALL,
)


@dataclass(frozen=True)
class Span:
    """Text with the names of its styles: ``bold italic code block quote link``."""

    text: str
    styles: frozenset[str] = frozenset()
    target: str = ""


def spans(body: str) -> list[Span]:
    """A message's body as spans; line ends are in their text."""
    found: list[Span] = []
    for kind, lines in _blocks(body.split("\n")):
        if found:
            found.append(Span("\n"))
        text = "\n".join(lines)
        if kind == "block":
            found.append(Span(text, frozenset({"code", "block"})))
        else:
            found.extend(_inline(text, frozenset({kind} - {""})))
    return found


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Lines in groups: fenced code, quotes, everything else."""
    group: tuple[str, list[str]] = ("", [])
    fence = ""
    for line in lines:
        if fence:
            if line.strip().startswith(fence):
                fence = ""
                yield group
                group = ("", [])
            else:
                group[1].append(line)
            continue
        opened = _FENCE.match(line)
        kind = "block" if opened else "quote" if _QUOTE.match(line) else ""
        if opened or kind != group[0]:
            if group[1]:
                yield group
            group = (kind, [])
        if opened:
            fence = opened[1]
        else:
            group[1].append(_QUOTE.sub("", line) if kind == "quote" else line)
    if group[1]:
        yield group


def _inline(text: str, styles: frozenset[str]) -> Iterator[Span]:
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            yield Span(text[end : match.start()], styles)
        yield from _marked(match, styles)
        end = match.end()
    if end < len(text):
        yield Span(text[end:], styles)


def _marked(match: re.Match[str], styles: frozenset[str]) -> Iterator[Span]:
    kind = match.lastgroup or ""
    found = match.groupdict()
    if found["escaped"]:
        yield Span(found["escaped"], styles)
    elif found["code"]:
        yield Span(found["code"].strip() or found["code"], styles | {"code"})
    elif found["label"]:
        yield Span(found["label"], styles | {"link"}, found["target"])
    elif found["url"]:
        yield Span(found["url"], styles | {"link"}, found["url"])
    elif kind in ("strong", "bold"):
        yield from _nested(found["strong"], styles, "bold")
    else:
        yield from _nested(found["soft"], styles, "italic")


def _nested(text: str, styles: frozenset[str], style: str) -> Iterator[Span]:
    """Nothing gets bolder than bold, and a body of mere stars has an end."""
    if style in styles:
        yield Span(text, styles)
    else:
        yield from _inline(text, styles | {style})
