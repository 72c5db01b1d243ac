"""While it is paused nothing calls: asked once on each connection, and told."""

from datetime import UTC, datetime

from chat.desktop.core.reading.pause import Pause

LATE = "2999-12-31T00:00:00.000Z"


class Bell:
    """How often it has rung, of all that was to ring it."""

    def __init__(self, pause):
        self.pause, self.count = pause, 0

    def ring(self):
        self.count += 1

    def call(self):
        self.pause.unless_on(self.ring)
        return self.count


def asked(talk):
    return sum(each["type"] == "devices" for each in talk.said)


def test_it_is_asked_for_once_and_told_from_then_on(talk):
    bell = Bell(talk.come_in().chat.attention.pause)
    assert asked(talk) == 0
    bell.call(), bell.call()
    assert (asked(talk), bell.count) == (1, 0)
    talk.answer("devices", devices=[])
    assert bell.count == 2
    talk.hear({"type": "paused", "until": LATE})
    assert bell.call() == 2
    talk.hear({"type": "paused"})
    assert (bell.call(), asked(talk)) == (3, 0)


def test_what_waits_for_the_answer_does_not_call_while_it_is_paused(talk):
    bell = Bell(talk.come_in().chat.attention.pause)
    bell.call()
    talk.answer("devices", devices=[], paused=LATE)
    assert bell.call() == 0


def test_another_connection_asks_again(talk):
    bell = Bell(talk.come_in().chat.attention.pause)
    talk.hear({"type": "paused", "until": LATE})
    talk.chat.disconnected()
    talk.come_in()
    assert (bell.call(), asked(talk)) == (0, 1)
    talk.answer("devices", devices=[])
    assert bell.count == 1


def test_a_server_that_does_not_tell_holds_nothing_back(talk):
    bell = Bell(talk.come_in().chat.attention.pause)
    bell.call()
    [question] = [each for each in talk.said if each["type"] == "devices"]
    unknown = {"code": "unknown-command", "detail": "There is no such command."}
    talk.hear({"type": "error", "ref": question["ref"], **unknown})
    assert (bell.count, talk.screen.warnings) == (1, [])


def test_it_ends_by_itself(talk):
    bell = Bell(Pause(talk.chat.requests, talk.clock))
    until = datetime.fromtimestamp(talk.clock() + 60, UTC).isoformat()
    bell.pause.hears["paused"]({"until": until})
    assert bell.call() == 0
    talk.clock.time += 60
    assert bell.call() == 1
