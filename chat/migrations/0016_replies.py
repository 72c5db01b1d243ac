from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0015_pins")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="reply_to",
            field=models.PositiveBigIntegerField(blank=True, editable=False, null=True),
        ),
        # Most messages answer none: they are not in it.
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("reply_to__isnull", False)),
                fields=["conversation", "reply_to"],
                name="answers",
            ),
        ),
    ]
