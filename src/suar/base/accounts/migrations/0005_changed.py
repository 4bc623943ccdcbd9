"""Who changed an organisation, a team or a post, and when: a write that came too late is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_letterhead")]

    operations = [
        migrations.AddField(
            model_name=model,
            name=name,
            field=field,
        )
        for model in ("organisation", "team", "post")
        for name, field in (
            ("changed_at", models.DateTimeField(blank=True, null=True)),
            ("changed_by", models.UUIDField(blank=True, null=True)),
        )
    ]
