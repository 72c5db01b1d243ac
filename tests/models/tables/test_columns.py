"""Rows by SQL of our own: they are what Django would have stored."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, models
from django.db.models.functions import Length, Now

from chat.models.tables.columns import beyond, defaults, insert, is_broken
from tests.support.isolated import isolated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letters():
    """A table whose rows have more in them than is said."""
    with isolated():

        class Letter(models.Model):
            text = models.TextField(db_column="words")
            stamp = models.CharField(max_length=5, default="red")
            key = models.UUIDField(default=uuid4)
            sent = models.DateTimeField(auto_now_add=True)
            note = models.TextField(null=True)
            blank = models.TextField()
            stored = models.DateTimeField(db_default=Now())
            size = models.GeneratedField(
                expression=Length("text"),
                output_field=models.IntegerField(),
                db_persist=True,
            )

            class Meta:
                app_label = "chat"
                constraints = [
                    models.UniqueConstraint(fields=["text", "stamp"], name="one_text")
                ]

            def __str__(self):
                return self.text

    with connection.schema_editor() as editor:
        editor.create_model(Letter)
    yield Letter
    with connection.schema_editor() as editor:
        editor.delete_model(Letter)


def _store(model, **known):
    others = beyond(model, known)
    values = [*known.values(), *defaults(model, others)]
    marks = ", ".join(["%s"] * len(values))
    query = insert(model, [*known, *(field.name for field in others)])
    with connection.cursor() as cursor:
        cursor.execute(query.format(rows=f"({marks})"), values)


def test_what_is_not_said_is_as_django_stores_it(letters):
    _store(letters, text="hello")
    letters.objects.create(text="hi there")
    ours, djangos = letters.objects.order_by("pk")
    assert (ours.text, ours.size, djangos.size) == ("hello", 5, 8)
    assert (ours.stamp, ours.note, ours.blank) == ("red", None, "")
    assert isinstance(ours.key, UUID)
    assert ours.key != djangos.key
    for name in ("sent", "stored"):
        assert getattr(ours, name) <= getattr(djangos, name)


def test_what_the_database_fills_is_left_to_it(letters):
    names = [field.name for field in beyond(letters, ["text"])]
    assert names == ["stamp", "key", "sent", "note", "blank"]


def test_a_broken_constraint_is_known_by_its_name(letters):
    [one_text] = letters._meta.constraints
    _store(letters, text="hello")
    with pytest.raises(IntegrityError) as twice:
        _store(letters, text="hello")
    with pytest.raises(IntegrityError) as nothing:
        _store(letters, text="hi", stamp=None)
    assert is_broken(one_text, twice.value, letters)
    assert not is_broken(one_text, nothing.value, letters)


def test_a_field_that_is_none_is_an_error_at_once(letters):
    with pytest.raises(KeyError):
        insert(letters, ["text", "mood"])
