"""The server's HTML, for faces that draw none."""

import pytest

from chat.desktop.core.content.spans import spans
from chat.text.markdown import render
from tests.support.dear import WORST, dear, made

LINK = '<p><a href="{}" rel="noopener nofollow">x</a></p>'


def styled(html, body=""):
    return [(s.text, " ".join(sorted(s.styles))) for s in spans(html, body)]


def text(html, body=""):
    return "".join(span.text for span in spans(html, body))


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>plain</p>", [("plain", "")]),
        ("<p>a <strong>b <em>c</em></strong></p>", "a |b :bold|c:bold italic"),
        ("<p><s>no</s> <code>a  b</code></p>", "no:struck| |a  b:code"),
        ("<pre><code>x = 1\n  y\n</code></pre><p>z</p>", None),
        ("<blockquote><p>q</p></blockquote><p>z</p>", "q:quote|\nz"),
        ("<h2>h</h2><p>&lt;b&gt; &amp;amp;</p>", "h:bold|\n<b> &amp;"),
    ],
)
def test_elements_become_styles(html, wanted):
    if wanted is None:
        wanted = [("x = 1\n  y", "block code"), ("\nz", "")]
    elif isinstance(wanted, str):
        wanted = [(*piece.split(":"), "")[:2] for piece in wanted.split("|")]
    assert styled(html) == wanted


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>  a   b\tc</p>", "  a   b\tc"),
        ("<p>a<br>\n<br>\n  b</p>", "a\n\n  b"),
        ("<p>a<br>\n<br>\n</p><pre><code>c\n</code></pre><p>d</p>", "a\n\nc\nd"),
        ("<blockquote>q</blockquote><p><br>\nz</p>", "q\n\nz"),
        ("<p>a</p>\n<p>b</p>\n<ul>\n<li>c</li>\n</ul>", "a\n\nb\n• c"),
        ("<ul><li>a<ul><li>b<br>\nc</li></ul></li></ul>", "• a\n  ◦ b\n    c"),
        ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
        ('<ol><li value="5">a</li><li>b</li></ol>', "5. a\n6. b"),
        ("<ul><li></li></ul><p>a</p>", "• \na"),
        ("<p>a<unknown>b</unknown></p></div>", "ab"),
    ],
)
def test_lines_and_spaces_stand_as_they_were_typed(html, shown):
    assert text(html) == shown


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> </p>", "<ul></ul>"])
def test_what_shows_nothing_is_the_text_as_it_was_typed(html):
    assert text(html, "**as** typed") == "**as** typed"


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///x", "/x", "x"])
def test_only_the_web_and_mail_are_links(target):
    assert styled(LINK.format(target)) == [("x", "")]
    [link] = spans(LINK.format("https://a.example/?b&amp;c"), "")
    assert link.target == "https://a.example/?b&c"


def test_one_link_may_have_several_looks():
    found = spans('<p><a href="https://a.b"><em>a</em>b</a><a href="#">c</a></p>', "")
    assert [span.link for span in found] == [1, 1, 0]


def test_of_very_many_looks_the_end_is_plain_and_nothing_is_lost():
    code = (
        "<pre><code>"
        + "\n".join(f"line &lt;{n}&gt;" for n in range(900))
        + "\n</code></pre>"
    )
    assert text(code) == "\n".join(f"line <{number}>" for number in range(900))
    many = "<p>" + "<em>a</em> b<br>\n" * 2000 + "<a href='x'>c &amp; d</a></p>"
    assert len(spans(many, "")) < 300
    assert text(many) == "a b\n" * 2000 + "c & d"


def drawn(body):
    return spans(render(body), body)


@pytest.mark.whole
def test_no_text_is_dear():
    assert not dear(drawn, WORST[:60])
    assert not dear(lambda html: spans(html, ""), [("", "<p><em>", ""), ("", "<!", "")])


@pytest.mark.whole
@pytest.mark.parametrize("seed", range(2))
def test_no_text_that_was_made_by_chance_is_dear(seed):
    assert not dear(drawn, made(seed, 30))
