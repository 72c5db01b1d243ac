from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0001_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='poll',
            name='counts',
            field=models.TextField(db_default='', default='', editable=False),
        ),
    ]
