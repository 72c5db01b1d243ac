"""How people are found by names without accents.

Those who are there get it here; the version before makes more without it, who are found
by their keys alone, as rooms of such names are.
"""

from typing import Any

from django.db import migrations, models

from chat.models.names.spellings import folded_beside_key, other_than


def fold_all(apps: Any, schema_editor: Any) -> None:
    people = apps.get_model("chat", "User").objects
    for number, name in people.values_list("pk", "name").iterator():
        if folded := other_than(name, folded_beside_key):
            people.filter(pk=number).update(folded=folded)


class Migration(migrations.Migration):
    dependencies = [("chat", "0016_replies")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="folded",
            field=models.CharField(max_length=120, null=True, editable=False),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(folded__isnull=False),
                fields=["folded"],
                name="people_by_fold",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
        migrations.RunPython(fold_all, migrations.RunPython.noop),
    ]
