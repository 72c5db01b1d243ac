from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0025_cards'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='muted_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('muted_until__isnull', False)), fields=['muted_until'], name='ends_of_mutes'),
        ),
    ]
