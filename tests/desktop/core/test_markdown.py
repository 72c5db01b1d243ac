"""Markdown's basics, for faces that know no HTML."""

import time

import pytest

from chat.desktop.core import markdown


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


@pytest.mark.parametrize(
    "part", ["`", "*", "*_", "**a ", "_a ", "[", "> ", "`a``b", "\\", "```\n"]
)
def test_no_text_takes_long(part):
    body = (part * 4000)[:4000]
    began = time.process_time()
    markdown.spans(body)
    assert time.process_time() - began < 2
