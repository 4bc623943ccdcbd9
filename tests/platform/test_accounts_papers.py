"""The organisation's papers: its emblem by content, address and zone by version, teams renamed."""

import struct
import zlib
from datetime import date

import pytest
from cast import Cast, make_cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from signing import client_of, key_in

from suar.base.access.acting import acting
from suar.base.accounts.images import LARGEST, NotAnImage, rewritten
from suar.base.accounts.models import Emblem, Organisation, OrganisationName, Team
from suar.base.audit.models import Event
from suar.base.ui.paper import Letter, paper


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(wide: int = 2, high: int = 2, *extra: bytes, drawn: bytes | None = None) -> bytes:
    rows = (b"\0" + b"\x10\x20\x30" * wide) * high if drawn is None else drawn
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = [_chunk(b"IHDR", head), *extra, _chunk(b"IDAT", zlib.compress(rows))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + _chunk(b"IEND", b"")


def _jpeg(comment: bytes = b"") -> bytes:
    def part(kind: int, data: bytes) -> bytes:
        return bytes((0xFF, kind)) + struct.pack(">H", len(data) + 2) + data

    frame = struct.pack(">BHHB", 8, 4, 4, 1) + b"\x01\x11\x00"
    parts = [part(0xFE, comment), part(0xE1, b"Exif\0\0" + comment), part(0xDB, bytes(65))]
    scan = part(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + b"".join(parts) + part(0xC0, frame) + scan + b"\xff\xd9" + comment


def test_only_what_draws_is_kept() -> None:
    said = _chunk(b"tEXt", b"Comment\0Jalan Rekaan 7")
    kind, kept = rewritten(_png(2, 2, said) + b"<script>after the end</script>")
    assert kind == "image/png"
    assert b"Rekaan" not in kept
    assert b"script" not in kept
    assert rewritten(kept) == (kind, kept)
    kind, kept = rewritten(_jpeg(b"6.2 S 106.8 E"))
    assert kind == "image/jpeg"
    assert b"106.8" not in kept
    assert rewritten(kept) == (kind, kept)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='x'><script/></svg>",
        b"GIF89a",
        _png()[:-20],
        _png(2000, 1),
        _png(2, 2, drawn=bytes(100_000)),
        _png(2, 2, drawn=b"\0"),
        _png(2, 2, _chunk(b"EVIL", b"x")),
        _png().replace(b"IDAT", b"IDAX"),
        _jpeg()[:40],
        b"\xff\xd8\xff\xd9",
        b"\x89PNG\r\n\x1a\n" + bytes(LARGEST),
    ],
)
def test_what_is_no_small_whole_image_is_sent_back(content: bytes) -> None:
    with pytest.raises(NotAnImage, match=r"save|Save"):
        rewritten(content)


def test_pillow_where_it_is_there_draws_what_was_rewritten() -> None:
    image = pytest.importorskip("PIL.Image")
    from io import BytesIO

    for kind in ("PNG", "JPEG"):
        made = BytesIO()
        image.effect_noise((64, 48), 40).convert("RGB").save(made, kind)
        _kind, kept = rewritten(made.getvalue())
        with image.open(BytesIO(kept)) as after, image.open(made) as before:
            assert after.size == (64, 48)
            assert after.tobytes() == before.tobytes()


def test_an_emblem_is_put_shown_and_removed_by_who_manages(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = client.get("/organisation/").content.decode()
    key = key_in(page.split('action="/organisation/emblem/"')[1])
    wrong = SimpleUploadedFile("e.png", b"no image", "image/png")
    answer = client.post("/organisation/emblem/", {"once": key, "emblem": wrong})
    assert answer.status_code == 422
    assert "no PNG or JPEG by its content" in answer.content.decode()
    good = SimpleUploadedFile("e.png", _png(), "image/png")
    assert client.post("/organisation/emblem/", {"once": key, "emblem": good}).status_code == 302
    assert "data:image/png;base64," in client.get("/organisation/").content.decode()
    with acting(cast.partner):
        assert not Emblem.objects.exists()
    client.post("/organisation/emblem/remove/")
    with acting(cast.administrator):
        assert not Emblem.objects.exists()
        done = set(Event.objects.values_list("action", flat=True))
    assert {"organisation.put_emblem", "organisation.remove_emblem"} <= done
    assert client_of(cast.case_worker).post("/organisation/emblem/").status_code == 403


def test_two_who_change_the_organisation_see_both_values(cast: Cast) -> None:
    with acting(cast.administrator):
        Organisation.objects.filter(id=cast.administrator.organisation).update(kind="ngo")
    client = client_of(cast.administrator)
    first = {"version": 1, "zone": "Asia/Makassar", "hotline": "021 000", "address": "Jalan 1"}
    page = client.get("/organisation/edit/").content.decode()
    sent = {**first, "once": key_in(page)}
    assert client.post("/organisation/edit/", sent).status_code == 302
    page = client.get("/organisation/edit/").content.decode()
    late = {**first, "hotline": "021 999", "zone": "Asia/Jayapura", "once": key_in(page)}
    answer = client.post("/organisation/edit/", late)
    told = answer.content.decode()
    assert answer.status_code == 409
    for each in ("021 000", "021 999", "WITA (Asia/Makassar)", "WIT (Asia/Jayapura)"):
        assert each in told
    assert "Changed by administrator" in told
    chosen = {**late, "version": 2, "choose_hotline": "theirs", "choose_zone": "mine"}
    assert client.post("/organisation/edit/", chosen).status_code == 302
    with acting(cast.administrator):
        own = Organisation.objects.get(id=cast.administrator.organisation)
        assert (own.hotline, own.zone, own.version) == ("021 000", "Asia/Jayapura", 3)
        changed = Event.objects.filter(action="organisation.edit").order_by("id")
        assert [each.detail["changed"] for each in changed] == [
            ["address", "hotline", "zone"],
            ["zone"],
        ]


def test_a_shelters_address_stands_nowhere(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = client.get("/organisation/edit/").content.decode()
    assert 'name="address"' not in page
    sent = {"version": 1, "zone": "Asia/Jakarta", "address": "Jalan Rahasia", "once": key_in(page)}
    client.post("/organisation/edit/", sent)
    with acting(cast.administrator):
        assert Organisation.objects.get(id=cast.administrator.organisation).address == ""


def test_a_team_is_renamed_once_and_never_twice_the_same(cast: Cast) -> None:
    with acting(cast.administrator):
        team = Team.objects.create(organisation_id=cast.administrator.organisation, name="Day")
        Team.objects.create(organisation_id=cast.administrator.organisation, name="Night")
    client = client_of(cast.administrator)
    address = f"/organisation/team/{team.id}/"
    key = key_in(client.get(address).content.decode())
    taken = client.post(address, {"once": key, "version": 1, "name": "Night"})
    assert "of this name is there already" in taken.content.decode()
    assert client.post(address, {"once": key, "version": 1, "name": "Dawn"}).status_code == 302
    key = key_in(client.get(address).content.decode())
    assert client.post(address, {"once": key, "version": 1, "name": "Dusk"}).status_code == 409


def _asked(cast: Cast, who: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.actor = getattr(cast, who)
    return request


def test_a_paper_carries_the_name_of_its_day_and_a_shelter_none(cast: Cast) -> None:
    with acting(cast.analyst):
        names = OrganisationName.objects.filter(organisation_id=cast.analyst.organisation)
        names.update(until_on=date(2026, 3, 1))
        OrganisationName.objects.create(
            organisation_id=cast.analyst.organisation,
            name_en="New name",
            name_id="Nama baru",
            short="NB",
            from_on=date(2026, 3, 1),
        )
        old, new = (
            paper(
                _asked(cast, "analyst"),
                "ui/paper.html",
                Letter("Minutes", reference="GT-4T7M-9Q2", on=day),
                language="id",
            ).content.decode()
            for day in (date(2026, 2, 28), date(2026, 3, 1))
        )
    assert "Lembaga GT (rekaan)" in old
    assert "Nama baru" in new
    assert '<html lang="id"' in new
    assert "1 Maret 2026" in new
    assert "GT-4T7M-9Q2" in new
    with acting(cast.case_worker):
        letter = Letter("An appointment", reference="RA-4T7M-9Q2")
        page = paper(_asked(cast, "case_worker"), "ui/paper.html", letter).content.decode()
    assert "Organisation RA" not in page
    assert 'class="kop' not in page
