"""Other systems' numbers are sealed, and found by a keyed token: none lies in clear any more."""

from typing import ClassVar

from django.db import migrations, models

#: No release wrote such rows; sealing them needs the organisations' keys, which no migration has.
NONE_IN_CLEAR = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM access_othernumber) THEN
    RAISE EXCEPTION 'Numbers of other systems lie here in clear, written by an unreleased Suar.'
      USING HINT = 'Begin with a new data folder, and bring the registers in there.';
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0002_second_wall")]
    operations: ClassVar = [
        migrations.RunSQL(NONE_IN_CLEAR, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="othernumber", name="other_number_once"),
        migrations.RemoveField(model_name="othernumber", name="number"),
        migrations.AddField(
            model_name="othernumber",
            name="token",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="othernumber",
            name="sealed",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="othernumber",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "token", "system", "subject_id"),
                name="other_number_once",
            ),
        ),
        migrations.AddIndex(
            model_name="othernumber",
            index=models.Index(
                fields=["organisation_id", "subject_id"], name="other_number_subject"
            ),
        ),
    ]
