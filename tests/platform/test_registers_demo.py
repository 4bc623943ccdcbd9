"""The invented country on the platform: everybody can sign in, each sees her own and no more."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from signing import prove, visitor

from suar.analytics.synthetic import simulate
from suar.knowledge.refusal import Refusal
from suar.rooms.registers.demo import COUNTRY, load_demo


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country") / "registers"
    simulate(folder, scale=0.05, seed=5)
    return folder


def _quickly(*, work: Any, listener: Any, by: Any) -> None:
    from suar.base.access.acting import acting
    from suar.base.vault.files import write_sealed
    from suar.rooms.registers.services import place_of_result

    listener("Reading police.csv")
    with acting(by):
        for name in ("picture.html", "picture.xlsx", "nota.docx"):
            write_sealed(iter([b"<html>picture</html>"]), place=place_of_result(work, name))


def _in(account: dict[str, str]) -> Client:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    client = visitor()
    client.post("/account/login/", {"login": account["email"], "password": account["password"]})
    secret = account["totp_secret"]
    prove(client, lambda: format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    return client


@pytest.mark.long
def test_the_joint_picture_of_the_invented_country_is_a_real_one(
    database: str, registers: Path
) -> None:
    by = {each["email"]: each for each in load_demo(registers)}
    page = _in(by["analyst@gtr.example.org"]).get("/picture/document/").content.decode()
    assert "never added together" in page


def test_the_invented_country_is_loaded_once_and_its_people_work(
    database: str, registers: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from suar.rooms.registers import picturing

    monkeypatch.setattr(picturing, "make_own_picture", _quickly)
    call_command("load_demo", str(registers), "--json")
    accounts = json.loads(capsys.readouterr().out)
    assert len(accounts) == sum(len(place.people) for place in COUNTRY)
    assert load_demo(registers) == accounts
    by = {(each["role"], each["email"].split("@")[1][:3]): each for each in accounts}
    analyst = _in(by["analyst", "gtr"])
    page = analyst.get("/registers/").content.decode()
    for place in COUNTRY:
        assert not place.register or f"{place.short}, 2020-2023" in page
    assert "Nothing waits for you." in analyst.get("/day/").content.decode()
    assert "<iframe" in analyst.get("/picture/").content.decode()
    assert analyst.get("/picture/document/").status_code == 200
    coordinator = _in(by["coordinator", "gtr"])
    assert coordinator.get("/picture/document/").status_code == 200
    assert coordinator.get("/registers/").status_code == 403
    officer = _in(by["analyst", "plr"])
    police = officer.get("/registers/").content.decode()
    assert "Polri Rekaan, 2020-2023" in police
    assert "Kemlu Rekaan" not in police
    assert officer.get("/picture/document/").status_code == 404
    assert _in(by["case_worker", "raa"]).get("/registers/").status_code == 403


def test_samples_never_come_into_production(database: str, registers: Path) -> None:
    with override_settings(PRODUCTION=True), pytest.raises(Refusal, match="never loaded"):
        load_demo(registers)


def test_a_folder_without_registers_is_refused(database: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"police\.csv"):
        load_demo(tmp_path)
