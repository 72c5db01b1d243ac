"""What a device is told: once, sealed, as long as it is unread, whatever fails."""

import base64
import json
import socket
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from random import Random
from threading import Thread
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.utils import timezone

from chat.backup import files
from chat.models import Conversation, Membership, Message, User, post
from chat.models.messages import history
from chat.net.outgoing import Unfit
from chat.notifications import deciding, devices, encrypting, endpoints, pushing, queue
from chat.notifications.models import Decision, Device, Push
from chat.notifications.wording import told
from chat.wire import AddDevice
from chat.wire.errors import Malformed, TooMany
from tests.support.accounts import make
from tests.support.people import Person, arrive
from tests.support.push_service import Receiver

pytestmark = pytest.mark.django_db(transaction=True)
push_due = async_to_sync(pushing.push_due)


def call(author, to="@bob", body="hi"):
    """Say something, and decide about it; returns where."""
    message = post(author, to, body, uuid4())
    deciding.decide(history.changes(message.conversation_id, None, 0))
    return message.conversation_id, message.seq


def read(user, place, seq):
    Membership.objects.get(user=user, conversation=place).mark_read(seq)


def later():
    """What was put off is due."""
    Push.objects.update(due=timezone.now() - timedelta(seconds=1))


def test_it_says_what_was_said_and_where(people, phone):
    for to, body in (("@bob", "hi"), ("#lobby", "lunch, @bob?")):
        call(people[0], to, body)
        push_due()
    direct, room = phone.taken()
    assert (direct["title"], direct["body"]) == ("ada", "hi")
    assert direct["url"] == "/direct/ada/1/"
    assert (room["title"], room["body"]) == ("ada in #lobby", "lunch, @bob?")
    assert (room["url"], room["badge"]) == ("/rooms/lobby/1/", 2)


def test_each_of_what_is_decided_together_is_pushed_to_each_device(people, phone):
    ada, bob, _ = people
    devices.add(bob, wish("http://127.0.0.1:2/"), "en")
    for body in ("one", "two"):
        place = post(ada, "@bob", body, uuid4()).conversation_id
    deciding.decide(history.changes(place, None, 0))
    pushed = Push.objects.values_list("decision__seq", "device__endpoint")
    assert len(set(pushed)) == Push.objects.count() == 4


def test_who_pauses_or_logs_out_everywhere_is_pushed_nothing_that_waits(people, phone):
    ada, bob, _ = people
    call(ada)
    devices.pause(bob, timezone.now() + timedelta(hours=1))
    push_due()
    devices.pause(bob, None)
    call(ada)
    bob.epoch += 1
    bob.save()
    push_due()
    assert (phone.taken(), Push.objects.count()) == ([], 0)


def test_it_says_nothing_of_that_where_its_person_wants_so(people, phone):
    Device.objects.update(text=False, language="de")
    call(people[0])
    push_due()
    [told] = phone.taken()
    assert (told["title"], told.get("body")) == ("Neue Nachricht", None)


def test_however_long_names_and_words_are_they_fit(people, phone, service):
    call(people[0], "@bob", "𝄞" * 300)
    [push] = queue.claim("me")
    body = told(push, [push] * queue.AT_ONCE, 1000)
    pushing._post(push, body)
    [shown] = phone.taken()
    assert (len(shown["body"]), len(shown["over"])) == (200, queue.AT_ONCE)
    # Another name may have as many bytes more, four times over in an address.
    assert len(service.taken[0][2]) < 4096 - 30 * 4 * 5


def test_what_was_read_meanwhile_is_not_pushed(people, phone):
    place, seq = call(people[0])
    read(people[1], place, seq)
    push_due()
    assert (phone.taken(), Push.objects.count()) == ([], 0)


def test_what_was_deleted_meanwhile_is_not_pushed(people, phone):
    call(people[0])
    Message.objects.get().delete_by(people[0])
    push_due()
    assert phone.taken() == []


def test_what_was_read_after_it_was_shown_is_taken_back_by_the_next(people, phone):
    ada, bob, _ = people
    place, seq = call(ada)
    push_due()
    read(bob, place, seq)
    call(ada, "#lobby", "@bob?")
    push_due()
    first, second = phone.taken()
    assert (second["over"], second["badge"]) == ([first["tag"]], 1)
    assert Push.objects.count() == 1


def test_who_was_killed_is_succeeded_and_the_device_knows_it(people, phone, service):
    call(people[0])
    [taken] = queue.claim("killed")
    pushing._post(taken, pushing._sheet(taken).body)
    push_due()
    assert len(service.taken) == 1
    Push.objects.update(held_until=timezone.now())
    push_due()
    first, second = phone.taken()
    assert first["tag"] == second["tag"]
    topics = {headers["Topic"] for _, headers, _ in service.taken}
    assert len(topics) == 1


@pytest.mark.dear
def test_whatever_fails_and_whoever_is_killed_nothing_is_lost(
    people, phone, service, monkeypatch
):
    """The last word of each conversation; it stands for those that were put off."""
    chance, (ada, bob, _) = Random(21), people
    for step in ("_sheet", "_post", "_settle"):
        monkeypatch.setattr(pushing, step, dying(getattr(pushing, step), chance))
    places = [Conversation.objects.create_room(ada, f"r{n}") for n in range(6)]
    for place in places:
        place.join(bob)
    for text in ("@bob?", "@bob!"):
        last = [call(ada, place.address, text) for place in places]
    service.answers = [(chance.choice((201, 429, 500)),) for _ in range(20)]
    while Push.objects.filter(sent=None).exists():
        with suppress(Killed):
            push_due()
        later()
        Push.objects.update(held_until=timezone.now())
    told = {each["tag"] for each in phone.taken()}
    assert told >= {f"{place}.0.{seq}" for place, seq in last}


class Killed(BaseException):
    """The process has ended here."""


def dying(step, chance):
    """A step that is often done, or left, by a process that is killed."""

    def done_or_not(*words):
        if chance.random() < 0.2:
            raise Killed
        done = step(*words)
        if chance.random() < 0.2:
            raise Killed
        return done

    return done_or_not


@pytest.mark.parametrize("failure", [(500,), (429,), (503, "120")])
def test_a_push_service_that_fails_is_asked_again(people, phone, service, failure):
    service.answers = [failure]
    call(people[0])
    push_due()
    [put_off] = Push.objects.all()
    pause = (put_off.due - timezone.now()).total_seconds()
    assert pause == pytest.approx(120 if len(failure) > 1 else 10, abs=5)
    later()
    push_due()
    assert len(phone.taken()) == 1


@pytest.mark.dear
def test_one_that_cannot_be_reached_is_asked_again_but_not_for_ever(people, phone):
    Device.objects.update(endpoint="http://127.0.0.1:1/")
    call(people[0])
    for tries in range(queue.TRIES_MOST):
        assert Push.objects.get().tries == tries
        push_due()
        later()
    assert not Push.objects.exists()


@pytest.mark.dear
def test_of_what_could_not_be_pushed_the_last_of_each_conversation_is(
    people, phone, service
):
    service.answers = [(500,)] * 3
    for to, body in (("@bob", "one"), ("#lobby", "@bob?"), ("@bob", "two")):
        call(people[0], to, body)
    push_due()
    later()
    push_due()
    assert [each["body"] for each in phone.taken()] == ["@bob?", "two"]
    assert Push.objects.filter(sent=None).count() == 0


def test_of_a_device_that_is_off_the_last_of_each_conversation_is_kept(
    people, phone, service
):
    for to, body in (("@bob", "one"), ("#lobby", "@bob?"), ("@bob", "two")):
        call(people[0], to, body)
        push_due()
    one, room, two = [headers["Topic"] for _, headers, _ in service.taken]
    assert one == two != room


def test_nothing_takes_the_place_of_what_is_newer(people, phone):
    call(people[0], "@bob", "one")
    queue.claim("killed")
    call(people[0], "@bob", "two")
    push_due()
    Push.objects.update(held_until=timezone.now())
    push_due()
    assert [each["body"] for each in phone.taken()] == ["two"]


def test_what_somebody_has_succeeded_to_is_theirs(people, phone):
    call(people[0])
    [slow] = queue.claim("slow")
    Push.objects.update(held_until=timezone.now())
    [taken] = queue.claim("other")
    assert (pushing._sheet(slow), taken) == (None, slow)
    assert pushing._sheet(taken)


def test_one_that_says_a_letter_at_a_time_has_no_longer_for_it(settings, monkeypatch):
    monkeypatch.setattr(endpoints, "SECONDS", 0.2)
    settings.CHAT_PUSH_PRIVATE = True
    with slow_service() as url, pytest.raises(Unfit, match="does not answer"):
        endpoints.push(url, b"", {})


@contextmanager
def slow_service():
    """One that begins to answer, and goes on, and never ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=drip, args=(server,))
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join()


def drip(server):
    line, _ = server.accept()
    with line, suppress(OSError):
        while True:
            line.sendall(b"H")
            time.sleep(0.05)


@pytest.mark.parametrize(("status", "left"), [(404, 0), (410, 0), (400, 1)])
def test_a_device_that_is_gone_is_taken_off(people, phone, service, status, left):
    service.answers = [(status,)]
    call(people[0])
    push_due()
    assert (Device.objects.count(), Push.objects.count()) == (left, 0)


def test_who_has_ended_all_log_ins_or_is_shut_out_is_not_told(people, phone):
    ada, bob, _ = people
    bob.epoch += 1
    bob.save()
    call(ada)
    assert not Decision.objects.exists()
    devices.add(bob, wish("http://127.0.0.1:2/"), "en")
    assert [each.endpoint for each in Device.objects.all()] == ["http://127.0.0.1:2/"]
    bob.is_active = False
    bob.save()
    call(ada)
    assert not Decision.objects.exists()


def test_the_push_service_knows_the_site_by_its_key(people, phone, service, tmp_path):
    call(people[0])
    push_due()
    [(path, headers, _)] = service.taken
    assert (path, headers["TTL"]) == ("/phone", "86400")
    token, key = headers["Authorization"].removeprefix("vapid t=").split(", k=")
    assert key == encrypting.public_key()
    signed, _, signature = token.rpartition(".")
    raw = encrypting.unb64(signature)
    numbers = (int.from_bytes(each, "big") for each in (raw[:32], raw[32:]))
    encrypting.device_key(key).verify(
        encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(hashes.SHA256())
    )
    claims = json.loads(encrypting.unb64(signed.partition(".")[2]))
    assert claims["aud"] == service.url
    assert (tmp_path / "push_key").stat().st_mode & 0o777 == 0o600


def test_the_key_is_in_every_backup(service):
    encrypting.public_key()
    assert f"files/{encrypting.KEY_FILE}" in [part for part, _ in files.found()]


def test_it_is_sealed_as_the_standard_has_it():
    """RFC 8291, Appendix A."""
    private = encrypting.unb64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    own = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
    sealed = encrypting.seal(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkN"
        "toIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        own=own,
        salt=encrypting.unb64("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert encrypting.b64(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
        "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVB"
        "St2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def wish(endpoint="https://push.example/1", **other):
    receiver = Receiver()
    keys = {"key": receiver.p256dh, "auth": receiver.auth}
    return AddDevice(**{"endpoint": endpoint, "name": "phone", **keys, **other})


@pytest.mark.parametrize(
    "other",
    [
        {"endpoint": "http://push.example/"},
        {"endpoint": "https:///nowhere"},
        {"endpoint": "https://ada:secret@push.example/"},
        {"endpoint": "https://push.example/a b"},
        {"endpoint": "file:///etc/passwd"},
        {"key": "BCVx"},
        {"auth": base64.urlsafe_b64encode(b"short").decode()},
    ],
)
def test_what_is_no_device_is_refused(people, other):
    with pytest.raises(Malformed):
        devices.add(people[0], wish(**other), "en")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "169.254.169.254",
        "[2002:7f00:1::]",
        "[64:ff9b::a00:1]",
        "[::7f00:1]",
    ],
)
def test_no_private_address_is_ever_asked(people, service, host, settings):
    port = service.url.rpartition(":")[2]
    settings.CHAT_PUSH_PRIVATE = False
    devices.add(people[1], wish(f"https://{host}:{port}/"), "en")
    call(people[0])
    push_due()
    # Whose resolver errs for a while has the same device later.
    assert (service.taken, Device.objects.count()) == ([], 1)
    assert Push.objects.get().tries == 1


def test_nobody_has_more_than_twenty(people, monkeypatch):
    monkeypatch.setattr(devices, "DEVICES_MOST", 1)
    first = wish()
    devices.add(people[0], first, "en"), devices.add(people[0], first, "en")
    with pytest.raises(TooMany):
        devices.add(people[0], wish("https://push.example/2"), "en")


async def test_devices_are_added_tried_and_taken_off_for_ones_own_connections(service):
    [ada] = await arrive("ada")
    again = await Person(ada.user).arrive()
    receiver = Receiver()
    keys = {"key": receiver.p256dh, "auth": receiver.auth}
    endpoint = f"{service.url}/laptop"
    [added] = (await ada.say("add_device", endpoint=endpoint, name="laptop", **keys))[
        "devices"
    ]
    await again.hears("devices", devices=[added])
    await ada.say("test_device", id=added["id"])
    assert (await ada.say("test_device", id=added["id"]))["code"] == "not-allowed"
    await pushing.push_due()
    [(_, _, body)] = service.taken
    assert receiver.open(body)["tag"] == "test"
    [eve] = await arrive("eve")
    assert (await eve.say("devices"))["devices"] == []
    await eve.say("remove_device", id=added["id"])
    assert (await eve.say("test_device", id=added["id"]))["code"] == "not-allowed"
    assert (await ada.say("remove_device", id=added["id"]))["devices"] == []


@pytest.mark.bar
@pytest.mark.timed
def test_ten_thousand_people_of_one_call_are_decided_and_queued():
    """Within ten seconds."""
    crowd = make(10_000)
    Device.objects.bulk_create(
        Device(person=it, endpoint=f"https://p.example/{it.pk}", epoch=0, text=True)
        for it in crowd
    )
    ada = User.objects.sign_up("ada", "correct horse", is_staff=True)
    message = post(ada, "#lobby", "@room, the house is on fire", uuid4())
    changes = history.changes(message.conversation_id, None, 0)
    began = time.perf_counter()
    deciding.decide(changes)
    took = time.perf_counter() - began
    assert (Decision.objects.count(), Push.objects.count()) == (10_000, 10_000)
    assert took < 10, took
