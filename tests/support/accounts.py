"""Many people at once: their accounts and log-ins."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from chat.models import Conversation, Membership, User
from tests.support.crowd import cookie


def make(count):
    """Registered people p0, p1, … with a log-in each, in a few queries."""
    people = User.objects.bulk_create(
        User(name=f"p{n}", key=f"p{n}", password="!") for n in range(count)
    )
    lobby = Conversation.objects.lobby()
    Membership.objects.bulk_create(
        Membership(user=person, conversation=lobby, read=lobby.head)
        for person in people
    )
    Session.objects.bulk_create(map(_session_of, people))
    return people


def log_in(person):
    """The same, of somebody who is there already."""
    Session.objects.filter(session_key=cookie(person.name)).delete()
    _session_of(person).save(force_insert=True)


def _session_of(person):
    session = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    return Session(
        session_key=cookie(person.name),
        session_data=SessionStore().encode(session),
        expire_date=timezone.now() + timedelta(days=1),
    )
