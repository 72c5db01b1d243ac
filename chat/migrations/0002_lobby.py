"""The lobby is there before anybody is."""

from typing import Any

from django.db import migrations


def open_lobby(apps: Any, schema_editor: Any) -> None:
    apps.get_model("chat", "Conversation").objects.create(kind="room", name="lobby")


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_start")]
    operations = [migrations.RunPython(open_lobby, migrations.RunPython.noop)]
