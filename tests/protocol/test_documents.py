"""The two files, held equal to the code, and the schema to what is decoded."""

import json
import re

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chat import wire
from chat.invitations.linking import OPEN_EACH as OPEN_LINKS
from chat.management.serving.server import PING_SECONDS
from chat.net.outbox import LIMIT_BYTES
from chat.reports.bounds import GUESTS_SHARE, OPEN_EACH
from chat.sessions.pages import CONVERSATIONS_FIRST, PEOPLE_FIRST
from chat.sessions.posts import POSTING_MOST
from chat.wire import EARLY_BYTES, EARLY_MESSAGES, MAX_NESTING
from tests.protocol import page, schema
from tests.protocol.texts import read, read_with_bases
from tests.wire.samples import COMMANDS, EVENTS, ID, WRONG
from tests.wire.test_codec import FIELDS, JSON, TYPES

SCHEMA = schema.make()
STRUCTS = [*schema.COMMANDS, *schema.EVENTS, *schema.OBJECTS]
# What is decoded, but is too long for what becomes of it, or means nothing.
BEYOND = [
    f'{{"type":"post","to":1,"body":"{"x" * 4001}","id":"{ID}"}}',
    f'{{"type":"post","to":1,"body":"","id":"{ID}"}}',
    f'{{"type":"post","to":"bob","body":"hi","id":"{ID}"}}',
    f'{{"type":"topic","conversation":1,"topic":"{"x" * 201}"}}',
    '{"type":"dance"}',
]


@pytest.mark.parametrize("made", [page, schema])
def test_a_file_is_what_make_docs_would_make_of_it(made):
    assert made.PATH.read_text() == made.text()


@pytest.mark.parametrize("struct", STRUCTS)
def test_every_field_has_its_words(struct):
    prose, entries = read_with_bases(struct)
    assert prose
    assert set(struct.__struct_fields__) <= entries.keys()
    assert (struct in schema.COMMANDS) == ("Answer" in entries)


@pytest.mark.parametrize("struct", [*STRUCTS, wire.Command, wire.Event])
def test_words_are_about_a_field_a_code_or_the_answer(struct):
    fields = {name for each in STRUCTS for name in each.__struct_fields__}
    if struct in STRUCTS:
        fields = set(struct.__struct_fields__)
    assert read(struct).entries.keys() <= {*fields, *page.codes(), "Answer"}


@pytest.mark.parametrize("error", page.codes().values())
def test_every_code_has_a_meaning_and_says_whether_to_try_again(error):
    prose, entries = read(error)
    assert prose
    assert entries.keys() == {"Again"}


def test_an_answer_is_an_event():
    known = {event.__struct_config__.tag for event in schema.EVENTS}
    for command in schema.COMMANDS:
        answer = read(command).entries["Answer"]
        [named] = re.findall(r"^(?:``(\w+)``|none\b)", answer)
        assert named in {*known, ""}


def test_the_page_s_links_lead_somewhere():
    text = page.PATH.read_text()
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w-]", "", each.lower().replace(" ", "-")) for each in titles}
    links = re.findall(r"\]\(#([^)]+)\)", text)
    assert links
    assert set(links) <= anchors


@pytest.mark.parametrize(
    ("number", "value", "sentence"),
    [
        (POSTING_MOST, 64, "up to 64 of a connection are under way at once"),
        (PING_SECONDS, 20, "pings WebSockets that are quiet for 20 seconds"),
        (LIMIT_BYTES, 2**19, "once half a mebibyte waits for it"),
        (MAX_NESTING, 100, "they nest at most 100 deep"),
        (settings.CHAT_RATE, 20, "20 commands a second in the long run"),
        (settings.CHAT_BURST, 100, "100 at once (`CHAT_BURST`)"),
        (
            settings.CHAT_RENDER_SHARE,
            0.1,
            "a tenth of a core of the server in the long",
        ),
        (settings.CHAT_OFFERS_PER_DAY, 50, "| invitations | 50 a day |"),
        (settings.CHAT_INVITE_LINKS_PER_DAY, 20, "| invite links made | 20 a day |"),
        (OPEN_LINKS, 50, "50 invite links are open"),
        (settings.CHAT_ROOMS_MADE_PER_DAY, 50, "| rooms made | 50 a day |"),
        (settings.CHAT_DIRECTS_PER_HOUR, 30, "opened | 30 an hour, 10 by guests |"),
        (settings.CHAT_GUEST_DIRECTS_PER_HOUR, 10, "30 an hour, 10 by guests"),
        (settings.CHAT_JOINS_PER_HOUR, 60, "| rooms entered | 60 an hour |"),
        (settings.CHAT_STRANGERS_PER_DAY, 200, "for the first time by 200 accounts"),
        (settings.CHAT_GUEST_STRANGERS_PER_DAY, 30, "and 30 guests ("),
        (settings.CHAT_GUESTS_MS_PER_SECOND, 250, "have 250 milliseconds of a core"),
        (settings.CHAT_TOPICS_PER_MINUTE, 10, "| topics set | 10 a minute |"),
        (settings.CHAT_STEERINGS_PER_MINUTE, 30, "people put out | 30 a minute |"),
        (settings.CHAT_STATUSES_PER_MINUTE, 5, "| statuses set | 5 a minute |"),
        (settings.CHAT_RENAMES_PER_DAY, 3, "| names taken | 3 a day |"),
        (settings.CHAT_REPORTS_PER_HOUR, 20, "reports made | 20 an hour, 5 by guests"),
        (settings.CHAT_GUEST_REPORTS_PER_HOUR, 5, "20 an hour, 5 by guests, 20 by"),
        (
            settings.CHAT_GUEST_REPORTS_PER_HOUR_AND_ADDRESS,
            20,
            "20 by all guests of one address",
        ),
        (OPEN_EACH, 50, "Of one person 50 reports wait"),
        (settings.CHAT_REPORTS_OPEN, 2000, "of all 2,000 (`CHAT_REPORTS_OPEN`;"),
        (GUESTS_SHARE, 4, "a quarter of them of guests"),
        (settings.CHAT_ROOMS_PER_PERSON, 200, "Nobody is in more than 200 rooms"),
        (settings.CHAT_OFFERS_OPEN, 50, "50 invitations wait for one person"),
        (CONVERSATIONS_FIRST, 50, "50 conversations, the unread ones first"),
        (PEOPLE_FIRST, 100, "100 names, and `more`"),
        (settings.CHAT_LINE_BYTES, 8192, "8,192 bytes at most (`CHAT_LINE_BYTES`)"),
        (settings.CHAT_LOGIN_SECONDS, 30, "30 seconds (`CHAT_LOGIN_SECONDS`)"),
        (settings.CHAT_CONNECTIONS_PER_PERSON, 50, "person has at most 50 connections"),
        (EARLY_BYTES, 4096, "a line has at most 4,096 bytes"),
        (EARLY_MESSAGES, 5, "the sixth message without a log-in ends"),
        (settings.CHAT_CONNECTIONS_PER_ADDRESS, 100, "at most 100 connections"),
        (settings.CHAT_IDLE_PING_SECONDS, 20, "20 seconds (`CHAT_IDLE_PING_SECONDS`)"),
    ],
)
def test_the_page_names_the_number_that_it_is(number, value, sentence):
    assert number == value
    assert sentence in " ".join(page.PATH.read_text().split())


# --- The schema -----------------------------------------------------------------------


@pytest.mark.dear
def test_the_schema_is_one_of_2020_12():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("frame", "command"), COMMANDS)
def test_every_command_is_of_the_schema(frame, command):
    assert _offences("Command", frame) == []
    assert _offences(type(command).__name__, frame) == []


@pytest.mark.parametrize(("event", "frame"), EVENTS)
def test_every_event_is_of_the_schema(event, frame):
    more = json.dumps({**json.loads(frame), "mood": "good"})
    for each in (frame, more):
        assert _offences("Event", each) == []
        assert _offences(type(event).__name__, each) == []


@pytest.mark.parametrize("frame", [*WRONG, *BEYOND])
def test_what_is_wrong_is_refused_by_the_schema(frame):
    assert _offences("Command", frame)


@pytest.mark.parametrize(("event", "frame"), EVENTS)
def test_an_event_that_lacks_something_is_refused_by_the_schema(event, frame):
    definition = SCHEMA["$defs"][type(event).__name__]
    for name in definition["required"]:
        less = {key: its for key, its in json.loads(frame).items() if key != name}
        assert _offences(type(event).__name__, json.dumps(less))


@pytest.mark.dear
@given(TYPES, st.dictionaries(FIELDS, JSON))
def test_what_the_schema_takes_is_decoded(kind, fields):
    try:
        frame = json.dumps({**fields, "type": kind}, allow_nan=False)
    except ValueError:
        return  # what no JSON can say
    json.loads(frame, parse_float=_fraction)
    if not _offences("Command", frame):
        assert isinstance(wire.decode(frame), wire.Command)


def _fraction(number):
    """A schema takes 1.0 for an integer, as the wire does not: that is left out."""
    assume(not float(number).is_integer())


def _offences(name, frame):
    whole = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    checks = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(whole, format_checker=checks)
    return list(validator.iter_errors(json.loads(frame)))
