"""How rooms are found that are called otherwise than they are shown; and one key more.

Nothing but columns that may be NULL, and an index: the version before runs beside it.
What it knew of names has the same keys as ever, but for letters that nobody sees, which
it let into names long ago.
"""

from typing import Any

from django.db import IntegrityError, migrations, models, transaction

from chat.models.names.spellings import other_than
from chat.text.fold import fold
from chat.text.names import key_of, room_key

UNSEEN = ("\u115f", "\u1160")


def tell(apps: Any, schema_editor: Any) -> None:
    """Rooms that are in no ASCII, and people with a letter that nobody sees."""
    rooms = apps.get_model("chat", "Conversation").objects.filter(name__isnull=False)
    for number, name in rooms.values_list("pk", "name").iterator():
        if not name.isascii():
            _store(rooms.filter(pk=number), folded=other_than(name, fold))
            _store(rooms.filter(pk=number), key=other_than(name, room_key))
    people = apps.get_model("chat", "User").objects
    for letter in UNSEEN:
        for number, key in people.filter(key__contains=letter).values_list("pk", "key"):
            # Of nothing else, or somebody else's by now: they keep what they have.
            if key_of(key):
                _store(people.filter(pk=number), key=key_of(key))


def _store(row: Any, **fields: str | None) -> None:
    try:
        with transaction.atomic():
            row.update(**fields)
    except IntegrityError:
        pass


class Migration(migrations.Migration):
    dependencies = [("chat", "0010_actions")]
    operations = [
        *(
            migrations.AddField(
                model_name="conversation",
                name=name,
                field=models.CharField(editable=False, max_length=120, null=True),
            )
            for name in ("key", "folded")
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(
                condition=models.Q(key__isnull=False), fields=["key"], name="one_key"
            ),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
