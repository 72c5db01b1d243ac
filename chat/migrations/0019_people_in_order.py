from django.db import migrations, models

from chat.models.names.spellings import place


class Migration(migrations.Migration):
    dependencies = [("chat", "0018_levels")]

    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(place(), "key", name="people_in_order"),
        ),
    ]
