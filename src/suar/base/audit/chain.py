"""The chain in the database: sealing at commit, no change, no removal. Used by a migration.

An event's digest is SHA-256 over the digest before it and the event's fields in a fixed order, each
with its length in front, so that no two events have the same bytes. Sealing happens in a deferred
constraint trigger, that is at commit: writers do their work side by side and stand in line only for
the moment of sealing.
"""

from typing import Final

#: The order of fields under the digest. A new field goes to the end, in a new migration.
FIELDS: Final = (
    "id",
    "organisation_id",
    "by_organisation_id",
    "by_person_id",
    "by_role",
    "by_part",
    "kind",
    "action",
    "subject_kind",
    "subject_id",
    "reason",
    "detail",
    "at",
)

_TEXTS = {
    "at": "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
}


def _framed(field: str) -> str:
    text = _TEXTS.get(field, f"e.{field}::text")
    shown = f"coalesce({text}, '~')"
    return f"octet_length(convert_to({shown}, 'UTF8'))::text || ':' || {shown}"


#: An event as the text that its digest covers; the event is ``e``.
CONTENT: Final = " || ',' || ".join(_framed(field) for field in FIELDS)

INSTALL: Final = f"""
-- only names of our own columns are put in
CREATE FUNCTION suar_audit_digest(before bytea, e audit_event) RETURNS bytea
LANGUAGE sql STABLE AS $$ SELECT sha256(before || convert_to({CONTENT}, 'UTF8')) $$;

CREATE FUNCTION suar_audit_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head audit_head; sealed bytea;
BEGIN
  SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
  sealed := suar_audit_digest(head.digest, NEW);
  INSERT INTO audit_seal (position, event_id, digest) VALUES (head.position + 1, NEW.id, sealed);
  UPDATE audit_head SET position = head.position + 1, digest = sealed WHERE id = 1;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER seal AFTER INSERT ON audit_event
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION suar_audit_seal();

CREATE FUNCTION suar_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;

CREATE TRIGGER no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION suar_audit_refuse();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
FOR EACH STATEMENT EXECUTE FUNCTION suar_audit_refuse();

INSERT INTO audit_head (id, position, digest) VALUES (1, 0, sha256('suar'::bytea));

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY written ON audit_event FOR INSERT WITH CHECK (
  by_organisation_id IS NOT DISTINCT FROM (SELECT suar_organisation()));
CREATE POLICY own ON audit_event FOR SELECT USING (
  organisation_id = (SELECT suar_organisation())
  OR by_organisation_id = (SELECT suar_organisation()));
ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON audit_seal FOR SELECT USING (
  EXISTS (SELECT 1 FROM audit_event e WHERE e.id = event_id));
ALTER TABLE audit_head ENABLE ROW LEVEL SECURITY;
CREATE POLICY head ON audit_head FOR SELECT USING (true);

DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'suar_app') THEN
    REVOKE ALL ON audit_event, audit_seal, audit_head FROM suar_app;
    GRANT SELECT, INSERT ON audit_event TO suar_app;
    GRANT SELECT ON audit_seal, audit_head TO suar_app;
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION suar_audit_seal() FROM PUBLIC;
"""

REMOVE: Final = """
DROP TRIGGER seal ON audit_event;
DROP TRIGGER no_change ON audit_event;
DROP TRIGGER no_change ON audit_seal;
DROP FUNCTION suar_audit_seal();
DROP FUNCTION suar_audit_refuse();
DROP FUNCTION suar_audit_digest(bytea, audit_event);
"""
