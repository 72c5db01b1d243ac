from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0001_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='members_invite',
            field=models.BooleanField(db_default=True, default=True, help_text='Whoever has an account makes invite links to the site; else staff.'),
        ),
    ]
