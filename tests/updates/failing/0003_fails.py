"""It rebuilds a table, outside of a transaction of its own, and fails."""

from django.db import migrations, models


def fail(apps, schema_editor):
    apps.get_model("chat", "Conversation").objects.all().delete()
    raise RuntimeError("this is no good")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("updates", "0002_more"), ("chat", "0012_renames")]
    operations = [
        migrations.AlterField(
            "step", "more", models.CharField(max_length=20, null=True)
        ),
        migrations.RunPython(fail),
    ]
