from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0030_held_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='email',
            field=models.EmailField(blank=True, db_default='', default='', editable=False, max_length=254),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(Upper('email'), condition=models.Q(('email__gt', '')), name='people_by_email'),
        ),
    ]
