"""Sealing in lanes: many writers seal side by side, and all lanes together are one chain.

With one head every commit waits until the commit before it lies on the disk. So there are several
heads, one a lane. A commit takes the first lane that is free, and its digest covers the event
**and the digests at the heads of all lanes**, not of its own alone; ``heads`` keeps at which
positions they stood. Each seal so stands on everything that had been sealed when it was made:
whatever is altered or missing later breaks it, in whichever lane that lay. One writer alone stays
in the first lane, which is then a plain chain.

Events sealed before there were lanes stand in the first lane; their ``heads`` is null, and their
digest covers the digest before them alone. A migration uses this; `verify` walks it.
"""

from hashlib import sha256
from typing import Final

from suar.base.audit.chain import CONTENT

#: How many commits may lie between sealing and disk at once. More may be added, never fewer.
LANES: Final = 16

#: A lane is taken by an advisory lock: a row that is looked for and locked costs many times more.
#: It is let go when the commit lies on the disk, and whoever takes it then sees what it left.
LOCKS: Final = 0x53554152

#: A head changes with every commit: new versions of it stay on its page, and are cleared there.
ROOM: Final = "ALTER TABLE audit_head SET (fillfactor = 50);"

#: Sealing one event, at commit.
SEAL: Final = f"""
CREATE OR REPLACE FUNCTION suar_audit_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE mine smallint;
BEGIN
  FOR lane IN 1..{LANES} LOOP
    IF pg_try_advisory_xact_lock({LOCKS}, lane) THEN mine := lane; EXIT; END IF;
  END LOOP;
  IF mine IS NULL THEN  -- all are on their way to the disk: wait for one
    mine := 1 + pg_backend_pid() % {LANES};
    PERFORM pg_advisory_xact_lock({LOCKS}, mine);
  END IF;
  -- a snapshot taken now: what it shows of other lanes has been committed
  WITH stood AS MATERIALIZED (
    SELECT array_agg(h.position) AS heads, string_agg(h.digest, '') AS digests
    FROM (SELECT position, digest FROM audit_head ORDER BY id) h
  ), moved AS (
    UPDATE audit_head h
    SET position = h.position + 1, digest = suar_audit_digest(stood.digests, NEW)
    FROM stood WHERE h.id = mine AND h.position = stood.heads[mine]
    RETURNING h.position, h.digest, stood.heads
  )
  INSERT INTO audit_seal (lane, position, heads, event_id, digest)
  SELECT mine, position, heads, NEW.id, digest FROM moved;
  IF NOT FOUND THEN
    RAISE serialization_failure USING MESSAGE = 'the lane moved while an event was sealed in it';
  END IF;
  RETURN NULL;
END $$;
"""  # noqa: S608 numbers and names of our own

INSTALL: Final = f"""
ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_pkey;
ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_event_id_key;
ALTER TABLE audit_seal ADD COLUMN lane smallint NOT NULL DEFAULT 1, ADD COLUMN heads bigint[];
ALTER TABLE audit_seal ALTER COLUMN lane DROP DEFAULT;
ALTER TABLE audit_seal ADD PRIMARY KEY (lane, position);

{ROOM}
INSERT INTO audit_head (id, position, digest)
SELECT lane, 0, sha256(convert_to('suar ' || lane, 'UTF8')) FROM generate_series(2, {LANES}) lane;
{SEAL}"""  # noqa: S608 numbers and names of our own

#: Every seal with what its digest has to cover, lane by lane. The text is put together here and
#: hashed by `verify`: neither trusts a function that lies in the database.
WALK: Final = f"""
SELECT s.lane, s.position, s.heads, s.event_id, s.digest,
       CASE WHEN e.id IS NULL THEN NULL ELSE convert_to({CONTENT}, 'UTF8') END
FROM audit_seal s LEFT JOIN audit_event e ON e.id = s.event_id
ORDER BY s.lane, s.position
"""  # noqa: S608 names of our own columns


def first_digest(lane: int) -> bytes:
    """Give the digest on which a lane's first seal stands."""
    return sha256(b"suar" if lane == 1 else f"suar {lane}".encode()).digest()
