"""The directory shows to whoever acts for an organisation; posts also to their holder."""

from django.db import migrations

from suar.base.access.policies import own_rows, read_by_anyone_signed_in

MY_POSTS = (
    "CREATE POLICY mine ON accounts_post FOR SELECT USING (person_id = (SELECT suar_person()));"
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("access", "0002_second_wall")]
    operations = [
        read_by_anyone_signed_in("accounts_organisation", owner="id"),
        read_by_anyone_signed_in("accounts_organisationname", owner="organisation_id"),
        own_rows("accounts_team"),
        own_rows("accounts_post"),
        migrations.RunSQL(MY_POSTS, "DROP POLICY mine ON accounts_post;"),
        own_rows("accounts_invitation"),
    ]
