"""Sealing in lanes: many writers seal side by side, and all lanes together are one chain.

A chain with one head makes every commit wait until the commit before it lies on the disk. So there
are several heads, one a lane. A commit takes the first lane that is free, and its digest covers the
event **and the digests at the head of every lane**, not of its own alone: ``heads`` keeps at which
positions. Each seal so stands on everything that had been sealed when it was made; what is altered
or missing anywhere breaks it, in whichever lane. One writer alone uses the first lane only, which
is then the plain chain.

Events sealed before there were lanes stand in the first lane, ``heads`` is null, and their digest
covers the digest before them. Used by a migration; `verify` walks it.
"""

from typing import Final

#: How many commits may lie between sealing and disk at once. More may be added, never fewer.
LANES: Final = 16

_FIRST = "sha256('suar'::bytea)"

INSTALL: Final = f"""
-- only numbers and names of our own are put in
ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_pkey;
ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_event_id_key;
ALTER TABLE audit_seal ADD COLUMN lane smallint NOT NULL DEFAULT 1, ADD COLUMN heads bigint[];
ALTER TABLE audit_seal ALTER COLUMN lane DROP DEFAULT;
ALTER TABLE audit_seal ADD PRIMARY KEY (event_id);
ALTER TABLE audit_seal ADD CONSTRAINT audit_seal_place UNIQUE (lane, position);

ALTER TABLE audit_head SET (fillfactor = 20);  -- a head changes with every commit, on its page
INSERT INTO audit_head (id, position, digest)
SELECT lane, 0, sha256(convert_to('suar ' || lane, 'UTF8')) FROM generate_series(2, {LANES}) lane;

CREATE OR REPLACE FUNCTION suar_audit_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE mine smallint; place bigint; stood bigint[]; before bytea; sealed bytea;
BEGIN
  SELECT id INTO mine FROM audit_head ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF mine IS NULL THEN  -- all are being written down: wait for one
    SELECT id INTO mine FROM audit_head WHERE id = 1 + pg_backend_pid() % {LANES} FOR UPDATE;
  END IF;
  -- a new snapshot: what it shows of other lanes is committed, and so lies before us on the disk
  SELECT array_agg(h.position ORDER BY h.id), string_agg(h.digest, ''::bytea ORDER BY h.id)
  INTO stood, before FROM audit_head h;
  place := stood[mine] + 1;
  sealed := suar_audit_digest(before, NEW);
  INSERT INTO audit_seal (lane, position, heads, event_id, digest)
  VALUES (mine, place, stood, NEW.id, sealed);
  UPDATE audit_head SET position = place, digest = sealed WHERE id = mine;
  RETURN NULL;
END $$;
"""
