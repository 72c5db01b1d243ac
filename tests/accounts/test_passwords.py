"""What is wrong with a new password is said in the language of whoever has typed it."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from chat.models import User
from chat.words import ENGLISH, LANGUAGES

WRONG = {"short": "aK-7x", "like the name": "wolfgang1", "common": "password"}


def said(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(name="wolfgang"))
    return refused.value.messages


@pytest.mark.parametrize("password", [*WRONG.values(), "91736450"])
@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {ENGLISH}))
def test_in_every_language(password, language):
    with translation.override(ENGLISH):
        in_english = said(password)
    with translation.override(language):
        assert set(said(password)).isdisjoint(in_english)


def test_how_long_it_has_to_be_is_told():
    with translation.override(ENGLISH):
        assert said(WRONG["short"]) == [
            "This password is too short: it needs 8 characters at least."
        ]
