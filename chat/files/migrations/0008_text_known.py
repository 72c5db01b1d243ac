from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0007_voices'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='text_known',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='file',
            index=models.Index(condition=models.Q(('text_known', False)), fields=['conversation', 'seq'], name='files_text_unknown'),
        ),
    ]
