"""What names look like, and that no two in use look alike.

Nothing but columns that may be NULL, and indexes: the version before runs beside it.
"""

from typing import Any

from django.db import migrations, models

from chat.models.names.skeletons import fill


def tell(apps: Any, schema_editor: Any) -> None:
    """Accounts come before guests, then the older ones; who comes later stays too."""
    people = apps.get_model("chat", "User").objects
    fill(people.filter(guest=False))
    fill(people.all())
    fill(apps.get_model("chat", "Conversation").objects.all())


class Migration(migrations.Migration):
    dependencies = [("chat", "0004_positions")]
    operations = [
        *(
            migrations.AddField(
                model_name=model,
                name="skeleton",
                field=models.CharField(editable=False, max_length=300, null=True),
            )
            for model in ("conversation", "user")
        ),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.UniqueConstraint(
                    condition=models.Q(skeleton__isnull=False),
                    fields=["skeleton"],
                    name=name,
                ),
            )
            for model, name in (
                ("conversation", "one_look_of_a_room"),
                ("user", "one_look"),
            )
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(name__isnull=False, skeleton__isnull=True),
                fields=["skeleton"],
                name="rooms_of_before",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(skeleton__isnull=True),
                fields=["skeleton"],
                name="people_of_before",
            ),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
