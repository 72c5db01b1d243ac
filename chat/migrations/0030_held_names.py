from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0029_mutes_everywhere'),
    ]

    operations = [
        migrations.AddField(
            model_name='formername',
            name='skeleton',
            field=models.CharField(editable=False, max_length=300, null=True),
        ),
        migrations.AddField(
            model_name='formername',
            name='held_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='formername',
            index=models.Index(fields=['skeleton'], name='former_look'),
        ),
    ]
