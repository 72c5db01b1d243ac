"""Markdown's basics, for faces that know no HTML."""

import pytest

from chat.desktop.core import markdown
from tests.support.dear import WORST, dear, made


def styled(body):
    return [(s.text, " ".join(sorted(s.styles))) for s in markdown.spans(body)]


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        ("plain", [("plain", "")]),
        ("a **b** c", [("a ", ""), ("b", "bold"), (" c", "")]),
        ("*a* _b_", [("a", "italic"), (" ", ""), ("b", "italic")]),
        ("**a *b***", [("a ", "bold"), ("b", "bold italic")]),
        ("`x*y*`", [("x*y*", "code")]),
        ("``a`b``", [("a`b", "code")]),
        ("snake_case_name 2*3*4", [("snake_case_name 2*3*4", "")]),
        (r"\*a\*", [("*", ""), ("a", ""), ("*", "")]),
        ("> a\n> b\nc", [("a\nb", "quote"), ("\n", ""), ("c", "")]),
        (
            "```py\nx = **y**\n```\nz",
            [("x = **y**", "block code"), ("\n", ""), ("z", "")],
        ),
        ("** a ** `", [("** a ** `", "")]),
    ],
)
def test_markdown_becomes_spans(body, spans):
    assert styled(body) == spans


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("see https://a.example/b_c_d.", ["https://a.example/b_c_d"]),
        ("[here](https://a.example/) and <http://b.example>", None),
        ("[no](javascript:alert(1)) file:///etc/passwd", []),
    ],
)
def test_links_are_those_of_the_web(body, targets):
    found = [span.target for span in markdown.spans(body) if span.target]
    assert found == (
        ["https://a.example/", "http://b.example"] if targets is None else targets
    )


def test_no_text_is_dear():
    assert not dear(markdown.spans, WORST)


@pytest.mark.parametrize("seed", range(4))
def test_no_text_that_was_made_by_chance_is_dear(seed):
    assert not dear(markdown.spans, made(seed, 50))
