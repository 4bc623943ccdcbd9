"""The proof that a restored copy opens for an organisation that holds its own key.

The host cannot open anything of it, so it cannot prove anything at once. But it may put a value
into the organisation's inbox when it makes the backup; the value lies in the restored copy until
somebody brings the key.
"""

from datetime import datetime
from hashlib import sha256
from typing import Final

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.vault.envelope import PROBE, NotOpened, unwrap_any
from suar.base.vault.keyring import unwrap_data_key
from suar.base.vault.models import DataKey, RestoredProof

#: So many data keys are opened beside the value, chosen at random.
KEYS: Final = 16


def proof_of(by: Actor) -> RestoredProof | None:
    """Give the proof that a restored copy owes to the actor's organisation, or gave."""
    rows = RestoredProof.objects.filter(organisation_id=by.organisation)
    return rows.order_by("-id").first()


def check_proof(*, key: bytes, now: datetime, by: Actor) -> None:
    """Open with the key that was brought what the backup sealed, and some data keys.

    Nothing where no copy was restored or its proof was given. One that failed is tried again with
    every bringing. Call inside `acting(by)`.
    """
    proof = proof_of(by)
    if proof is None or proof.holds:
        return
    proof.checked_at, proof.keys = now, 0
    living = DataKey.objects.filter(organisation_id=by.organisation, destroyed_at=None)
    try:
        plain = unwrap_any(
            bytes(proof.sealed), under=key, bound_to=PROBE + proof.organisation_id.bytes
        )
        for row in living.order_by("?")[:KEYS]:
            unwrap_data_key(row, under=key)
            proof.keys += 1
        proof.holds = sha256(plain).digest() == bytes(proof.digest)
    except NotOpened:
        proof.holds = False
    proof.save(update_fields=["checked_at", "keys", "holds"])
    record(action="vault.proof", detail={"holds": proof.holds, "keys": proof.keys}, by=by)
