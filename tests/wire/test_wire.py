"""The contract, written out: a change of any line here breaks somebody's client."""

import json
import time
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import wire
from chat.wire.errors import (
    Banned,
    ChatError,
    Malformed,
    RateLimited,
    TooLong,
    UnknownCommand,
)

ID = UUID("6c7f0f2e-0d2b-4a50-9e0a-1d6a3f1f0b11")
AT = "2026-01-31T12:00:00.000Z"
LOG = {"conversation": 1, "seq": 45, "sender": "ada", "at": AT}
LOBBY = wire.Conversation(
    id=1,
    kind="room",
    name="#lobby",
    topic="",
    head=45,
    read=41,
    private=False,
    unread=3,
)
LOBBY_JSON = (
    '{"id":1,"kind":"room","name":"#lobby","topic":"","head":45,"read":41,'
    '"private":false,"unread":3}'
)
MESSAGE = wire.Message(
    seq=43,
    id=ID,
    sender="ada",
    author=7,
    body="hi",
    html="<p>hi</p>",
    at=AT,
    changed=45,
    edited=True,
    deleted=False,
    reactions={"👍": ["bob"]},
)
MESSAGE_JSON = (
    f'{{"seq":43,"id":"{ID}","from":"ada","author":7,"body":"hi",'
    f'"html":"<p>hi</p>","at":"{AT}","changed":45,"edited":true,"deleted":false,'
    '"reactions":{"👍":["bob"]},"guest":false}'
)

COMMANDS = [
    ('{"type":"login","name":"ada"}', wire.Login(name="ada")),
    (
        '{"type":"login","name":"ada","password":"x"}',
        wire.Login(name="ada", password="x"),
    ),
    ('{"type":"login","name":"ada","token":"t"}', wire.Login(name="ada", token="t")),
    (
        f'{{"type":"post","to":1,"body":"hi","id":"{ID}"}}',
        wire.Post(to=1, body="hi", id=ID),
    ),
    (
        f'{{"type":"post","to":"#dev","body":"hi","id":"{ID}"}}',
        wire.Post(to="#dev", body="hi", id=ID),
    ),
    (
        '{"type":"edit","conversation":1,"seq":2,"body":"x"}',
        wire.Edit(conversation=1, seq=2, body="x"),
    ),
    (
        '{"type":"delete","conversation":1,"seq":2}',
        wire.Delete(conversation=1, seq=2),
    ),
    (
        '{"type":"react","conversation":1,"seq":2,"emoji":"👍","on":true}',
        wire.React(conversation=1, seq=2, emoji="👍", on=True),
    ),
    (
        '{"type":"history","conversation":1}',
        wire.FetchHistory(conversation=1, before=None, after=None, limit=50),
    ),
    (
        '{"type":"history","conversation":1,"before":9,"limit":200}',
        wire.FetchHistory(conversation=1, before=9, limit=200),
    ),
    (
        '{"type":"history","conversation":1,"after":0,"limit":1}',
        wire.FetchHistory(conversation=1, after=0, limit=1),
    ),
    (
        '{"type":"changes","conversation":1,"since":0}',
        wire.FetchChanges(conversation=1, since=0, limit=200),
    ),
    (
        '{"type":"changes","conversation":1,"since":5,"limit":10}',
        wire.FetchChanges(conversation=1, since=5, limit=10),
    ),
    ('{"type":"read","conversation":1,"seq":2}', wire.MarkRead(conversation=1, seq=2)),
    ('{"type":"typing","conversation":1}', wire.Type(conversation=1)),
    ('{"type":"who"}', wire.Who()),
    ('{"type":"rooms"}', wire.ListRooms()),
    ('{"type":"create","name":"dev"}', wire.Create(name="dev")),
    (
        '{"type":"create","name":"dev","topic":"t","private":true}',
        wire.Create(name="dev", topic="t", private=True),
    ),
    ('{"type":"join","room":"#dev"}', wire.Join(room="#dev")),
    (
        '{"type":"invite","conversation":1,"name":"bob"}',
        wire.Invite(conversation=1, name="bob"),
    ),
    ('{"type":"leave","conversation":1}', wire.Leave(conversation=1)),
    (
        '{"type":"topic","conversation":1,"topic":"t"}',
        wire.SetTopic(conversation=1, topic="t"),
    ),
    ('{"type":"ping"}', wire.Ping()),
]

EVENTS = [
    (
        wire.Welcome(
            protocol=1,
            you=wire.Person(id=7, name="ada", guest=True),
            conversations=[LOBBY],
            online=["ada", "bob"],
            presence=12,
            limits=wire.Limits(body=4000, history=200, rate=20.0),
            token="t",
        ),
        '{"type":"welcome","protocol":1,"you":{"id":7,"name":"ada","guest":true},'
        f'"conversations":[{LOBBY_JSON}],"online":["ada","bob"],"presence":12,'
        '"limits":{"body":4000,"history":200,"rate":20.0},"token":"t"}',
    ),
    (
        wire.Posted(id=ID, conversation=1, seq=45, at=AT),
        f'{{"type":"posted","id":"{ID}","conversation":1,"seq":45,"at":"{AT}"}}',
    ),
    (
        wire.MessagePosted(id=ID, author=7, body="hi", html="<p>hi</p>", **LOG),
        f'{{"type":"message","conversation":1,"seq":45,"id":"{ID}","from":"ada",'
        f'"author":7,"body":"hi","html":"<p>hi</p>","at":"{AT}","guest":false}}',
    ),
    (
        wire.Edited(target=43, body="hi", html="<p>hi</p>", **LOG),
        '{"type":"edited","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"body":"hi","html":"<p>hi</p>","at":"{AT}"}}',
    ),
    (
        wire.Deleted(target=43, **LOG),
        '{"type":"deleted","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"at":"{AT}"}}',
    ),
    (
        wire.Reacted(target=43, emoji="👍", on=True, **LOG),
        '{"type":"reacted","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"emoji":"👍","on":true,"at":"{AT}"}}',
    ),
    (
        wire.TopicSet(topic="Code", **LOG),
        '{"type":"topic","conversation":1,"seq":45,"from":"ada","topic":"Code",'
        f'"at":"{AT}"}}',
    ),
    (
        wire.History(conversation=1, messages=[MESSAGE], more=True),
        f'{{"type":"history","conversation":1,"messages":[{MESSAGE_JSON}],"more":true}}',
    ),
    (
        wire.Changes(
            conversation=1, messages=[MESSAGE], upto=45, more=False, topic="Code"
        ),
        f'{{"type":"changes","conversation":1,"messages":[{MESSAGE_JSON}],"upto":45,'
        '"more":false,"topic":"Code"}',
    ),
    (
        wire.Heads(heads={1: 45, 2: 3}, read={1: 41, 2: 3}),
        '{"type":"heads","heads":{"1":45,"2":3},"read":{"1":41,"2":3}}',
    ),
    (
        wire.Read(conversation=1, seq=45),
        '{"type":"read","conversation":1,"seq":45}',
    ),
    (
        wire.Typing(conversation=1, sender="ada"),
        '{"type":"typing","conversation":1,"from":"ada"}',
    ),
    (
        wire.Presence(version=13, online=["bob"], offline=[]),
        '{"type":"presence","version":13,"online":["bob"],"offline":[]}',
    ),
    (
        wire.Delayed(on=True),
        '{"type":"delayed","on":true}',
    ),
    (
        wire.Online(version=13, users=["ada", "bob"]),
        '{"type":"online","version":13,"users":["ada","bob"]}',
    ),
    (
        wire.Rooms(
            rooms=[
                wire.Room(
                    id=1,
                    name="#dev",
                    topic="Code",
                    members=2,
                    private=False,
                    member=True,
                )
            ]
        ),
        '{"type":"rooms","rooms":[{"id":1,"name":"#dev","topic":"Code","members":2,'
        '"private":false,"member":true}]}',
    ),
    (
        wire.Joined(conversation=LOBBY, sender="ada"),
        f'{{"type":"joined","conversation":{LOBBY_JSON},"from":"ada"}}',
    ),
    (
        wire.Joined(conversation=1, sender="ada"),
        '{"type":"joined","conversation":1,"from":"ada"}',
    ),
    (
        wire.Left(conversation=1, sender="ada"),
        '{"type":"left","conversation":1,"from":"ada"}',
    ),
    (
        wire.Error(code="rate-limited", detail="Too fast.", retry=0.25, ref="1"),
        '{"type":"error","code":"rate-limited","detail":"Too fast.","retry":0.25,'
        '"ref":"1"}',
    ),
    (
        wire.Error(code="malformed", detail="No."),
        '{"type":"error","code":"malformed","detail":"No."}',
    ),
    (wire.Pong(ref="1"), '{"type":"pong","ref":"1"}'),
    (
        wire.Goodbye(detail="Come back.", retry=0.7),
        '{"type":"goodbye","detail":"Come back.","retry":0.7}',
    ),
]


@pytest.mark.parametrize(("frame", "command"), COMMANDS)
def test_a_command_is_read_from_its_frame(frame, command):
    assert wire.decode(frame) == wire.decode(frame.encode()) == command


@pytest.mark.parametrize("command", [command for _, command in COMMANDS])
def test_a_command_that_a_client_encodes_is_read_back(command):
    command = msgspec.structs.replace(command, ref="r" * 64)
    assert wire.decode(msgspec.json.encode(command)) == command


@pytest.mark.parametrize(("event", "frame"), EVENTS)
def test_an_event_is_exactly_this_frame_and_back(event, frame):
    assert wire.encode(event).decode() == frame
    assert wire.decode_event(frame) == event


def test_the_tables_above_are_complete():
    assert {type(command) for _, command in COMMANDS} == set(wire.AnyCommand.__args__)
    assert {type(event) for event, _ in EVENTS} == set(wire.AnyEvent.__args__)


@pytest.mark.parametrize("frame", [frame for frame, _ in COMMANDS])
def test_unknown_fields_are_ignored_in_commands(frame):
    more = json.dumps({**json.loads(frame), "mood": ["good", {"very": None}]})
    assert wire.decode(more) == wire.decode(frame)


@pytest.mark.parametrize("frame", [frame for _, frame in EVENTS])
def test_unknown_fields_are_ignored_in_events(frame):
    more = json.dumps({**json.loads(frame), "mood": ["good", {"very": None}]})
    assert wire.decode_event(more) == wire.decode_event(frame)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        " ",
        "null",
        "hello",
        '"ping"',
        "[]",
        "{",
        '{"type":"ping"',
        '{"type":"ping"} {"type":"ping"}',
        "{'type':'ping'}",
        b"\xff",
        b'{"type":"ping","ref":"\xff"}',
        b'\xef\xbb\xbf{"type":"ping"}',
        '{"type":"ping","x":"\\ud800"}',
        '{"type":"\ud800"}',
        '{"type":"read","conversation":1,"seq":1e400}',
        '{"type":"read","conversation":1,"seq":' + "9" * 6000 + "}",
    ],
)
def test_what_is_no_json_object_is_malformed(frame):
    assert_refused(frame, Malformed, detail="That is not a JSON object in UTF-8.")


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        '{"type":null}',
        '{"type":5}',
        '{"type":["ping"]}',
        '{"type":"login"}',
        '{"type":"login","name":7}',
        '{"type":"login","name":"' + "x" * 201 + '"}',
        '{"type":"login","name":"ada","password":"' + "x" * 1001 + '"}',
        f'{{"type":"post","to":0,"body":"hi","id":"{ID}"}}',
        f'{{"type":"post","to":-1,"body":"hi","id":"{ID}"}}',
        f'{{"type":"post","to":true,"body":"hi","id":"{ID}"}}',
        f'{{"type":"post","to":1.5,"body":"hi","id":"{ID}"}}',
        f'{{"type":"post","to":1,"body":null,"id":"{ID}"}}',
        '{"type":"post","to":1,"body":"hi","id":"1"}',
        '{"type":"post","to":1,"body":"hi"}',
        '{"type":"edit","conversation":1,"body":"x"}',
        '{"type":"delete","conversation":"1","seq":2}',
        '{"type":"react","conversation":1,"seq":2,"emoji":"","on":true}',
        '{"type":"react","conversation":1,"seq":2,"emoji":"👍","on":1}',
        '{"type":"history","conversation":1,"limit":0}',
        '{"type":"history","conversation":1,"limit":201}',
        '{"type":"history","conversation":9223372036854775808}',
        '{"type":"changes","conversation":1}',
        '{"type":"changes","conversation":1,"since":-1}',
    ],
)
def test_a_command_with_a_wrong_field_is_malformed(frame):
    assert_refused(frame, Malformed)


@pytest.mark.parametrize("kind", ["", "Ping", "welcome", "message", "dance"])
def test_a_type_that_does_not_exist_is_unknown(kind):
    assert_refused(f'{{"type":"{kind}"}}', UnknownCommand)


def test_a_frame_is_too_long_by_one_byte():
    longest = b'{"type":"ping"}'.ljust(wire.MAX_FRAME_BYTES)
    assert wire.decode(longest) == wire.Ping()
    assert_refused(longest + b" ", TooLong)


@pytest.mark.parametrize("kind", ["who", "dance"])
@pytest.mark.parametrize("more", [101, 102, 30_000])
def test_a_frame_that_nests_too_deeply_is_malformed(kind, more):
    frame = nested(kind, "[" * (more - 1) + "]" * (more - 1))
    assert_refused(frame, Malformed, detail="A command nests at most 100 deep.")


@pytest.mark.parametrize(
    "value",
    [
        "[" * 99 + "]" * 99,
        '{"x":[' * 49 + "1" + "]}" * 49,
        "[" + "[],{}," * 5000 + "1]",
        '"' + "[{" * 5000 + '"',
        '"\\"' + "[{" * 5000 + '\\\\"',
    ],
)
def test_what_nests_no_deeper_is_read_however_many_brackets_it_has(value):
    assert wire.decode(nested("who", value)) == wire.Who()


def nested(kind, value):
    return f'{{"type":"{kind}","x":{value}}}'


@pytest.mark.parametrize("end", ["", '"'])
@pytest.mark.parametrize("much", ["[", "{", '[\\"', '"[', '["', "\\"])
def test_rubbish_of_any_length_costs_little(much, end):
    frame = ("[" * 101 + '"' + much * wire.MAX_FRAME_BYTES)[: wire.MAX_FRAME_BYTES - 1]
    began = time.process_time()
    assert_refused(frame + end, Malformed)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("frame", "ref"),
    [
        ('{"ref":"1"}', "1"),
        ('{"type":"dance","ref":"1"}', "1"),
        ('{"type":"post","ref":"1"}', "1"),
        ('{"type":"dance"}', msgspec.UNSET),
        ('{"type":"dance","ref":1}', msgspec.UNSET),
        ('{"type":"ping","ref":"' + "1" * 65 + '"}', msgspec.UNSET),
        ('{"ref":"1"', msgspec.UNSET),
    ],
)
def test_a_refusal_carries_the_ref_if_it_has_one(frame, ref):
    refused = wire.decode(frame)
    assert refused.ref == ref
    assert wire.error_event(refused.error, refused.ref).ref == ref


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    ["to", "body", "id", "name", "ref", "seq", "conversation", "limit", "room"]
)
TYPES = st.sampled_from([json.loads(frame)["type"] for frame, _ in COMMANDS])


@given(st.binary() | st.text(st.characters()) | JSON.map(json.dumps))
def test_whatever_comes_decode_raises_nothing(frame):
    assert isinstance(wire.decode(frame), wire.Command | wire.Rejected)


@given(TYPES, st.dictionaries(FIELDS, JSON))
def test_whatever_is_in_the_fields_the_answer_can_be_sent(kind, fields):
    decoded = wire.decode(json.dumps({**fields, "type": kind}))
    if isinstance(decoded, wire.Rejected):
        assert isinstance(decoded.error, ChatError)
        frame = wire.encode(wire.error_event(decoded.error, decoded.ref))
        assert len(frame) < 1000


def test_an_error_becomes_an_event_with_its_code():
    event = wire.error_event(Banned("Gone."), "1")
    assert event == wire.Error(code="banned", detail="Gone.", ref="1")


def test_too_fast_says_when_there_is_a_chance():
    event = wire.error_event(RateLimited("Slow.", retry=0.123456))
    assert event.retry == 0.123
    assert wire.error_event(RateLimited()).retry is msgspec.UNSET


def test_an_answer_carries_the_ref_and_its_original_stays_as_it_was():
    pong = wire.Pong()
    assert wire.answer(pong, "1") == wire.Pong(ref="1")
    assert wire.answer(pong, msgspec.UNSET) is pong
    assert pong.ref is msgspec.UNSET


@pytest.mark.parametrize(
    "frame", ["", "{}", '{"type":"post"}', '{"type":"pong"} x', "[1]"]
)
def test_a_frame_that_is_no_event_is_our_fault_and_raises(frame):
    with pytest.raises(msgspec.DecodeError):
        wire.decode_event(frame)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 1, 31, 12, tzinfo=UTC), "2026-01-31T12:00:00.000Z"),
        (
            datetime(2026, 1, 31, 12, 0, 0, 999_999, tzinfo=UTC),
            "2026-01-31T12:00:00.999Z",
        ),
        (
            datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=2))),
            "2026-01-31T10:00:00.000Z",
        ),
    ],
)
def test_times_are_utc_with_milliseconds(at, text):
    assert wire.timestamp(at) == text


def test_names_are_sorted_without_regard_to_case():
    assert wire.sorted_names(["bob", "Ada", "Émile", "Carol", "bob"]) == [
        "Ada",
        "bob",
        "Carol",
        "Émile",
    ]


def assert_refused(frame, error, **fields):
    refused = wire.decode(frame)
    assert isinstance(refused, wire.Rejected)
    assert type(refused.error) is error
    for name, value in fields.items():
        assert getattr(refused.error, name) == value


def test_a_ref_that_is_null_is_no_ref():
    command = wire.decode('{"type":"ping","ref":null}')
    assert wire.encode(wire.answer(wire.Pong(), command.ref)) == b'{"type":"pong"}'
