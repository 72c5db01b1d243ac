"""Whose HTML is stored with a message; and one emoji is one, in whatever form it came.

The version before runs beside it: it puts in messages without a word about the renderer,
which are then rendered anew, and reactions in the form that they came in, which are read
as one.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef

from chat.text.emoji import same_emoji


def merge(apps: Any, schema_editor: Any) -> None:
    """Whoever has given an emoji in several forms has given it once."""
    reactions = apps.get_model("chat", "Reaction").objects
    forms = reactions.order_by().values_list("emoji", flat=True).distinct()
    others = [form for form in forms if form != same_emoji(form)]
    for form in sorted(others):
        emoji = same_emoji(form)
        given = reactions.filter(
            message=OuterRef("message"), user=OuterRef("user"), emoji=emoji
        )
        reactions.filter(Exists(given), emoji=form).delete()
        reactions.filter(emoji=form).update(emoji=emoji)


class Migration(migrations.Migration):
    dependencies = [("chat", "0008_between")]
    operations = [
        # First, so that messages wait for no more than a column.
        migrations.RunPython(merge, migrations.RunPython.noop),
        migrations.AddField(
            model_name="message",
            name="renderer",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, editable=False
            ),
        ),
    ]
