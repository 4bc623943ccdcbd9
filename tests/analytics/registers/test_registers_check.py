"""`register check`: its document, its proposal, the file of rejected rows, its exit codes."""

import contextlib
import csv
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suar.analytics.registers import check_document, parse_profile, propose, read
from suar.analytics.registers.check import filled, rejected_file
from suar.analytics.registers.propose import as_yaml
from suar.knowledge.refusal import Refusal

NAME = "Sitinurhaliza"
BODY = (
    "No. LP;Nama Korban;Tgl. Lahir;JK;Identitas;Bentuk Eksploitasi;Catatan\n"
    f"LP/1;{NAME};04/08/1980;P;3171014507900001;kerja paksa, eksploitasi seksual;x\n"
    f"LP/2;{NAME};05/08/1980;L;3171010507900002;kerja paksa;-\n"
    "LP/3;Budi;1981;L;3171010507900003;;y\n"
    f"LP/4;{NAME}\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "polda jatim.csv"
    path.write_text(BODY, encoding="utf-8")
    return path


def test_without_a_profile_rows_are_counted_and_one_is_proposed(file: Path) -> None:
    checked = check_document(file)
    document = checked.document
    proposal = document.pop("proposal")
    assert document == {
        "register": None,
        "profile": None,
        "rows": 4,
        "accepted": 3,
        "rejected": 1,
        "warnings": [],
    }
    assert checked.refusal is not None
    assert "NAME.profile.yaml" in str(checked.refusal)
    assert proposal["columns"] == {
        "Nama Korban": "name",
        "Tgl. Lahir": "birth_date",
        "JK": {"field": "sex", "values": {"L": "male", "P": "female"}},
        "Identitas": "nik",  # known by its shape
        "Bentuk Eksploitasi": {"field": "purpose", "split": ","},
    }
    assert proposal["id"] == "No. LP"
    assert proposal["delimiter"] == ";"
    assert proposal["dates"] == ["%d/%m/%Y", "%Y"]
    assert proposal["blank"] == ["", "-"]
    assert NAME not in json.dumps(document) + json.dumps(proposal)


def test_the_proposal_is_a_profile_that_reads_the_file(file: Path) -> None:
    profile = parse_profile(as_yaml(propose(file)))
    register = read(file, profile=profile)
    assert register.name == "polda_jatim"
    assert register.frame["record"].to_list() == ["LP/1", "LP/2", "LP/3"]
    assert register.frame["purpose"].to_list() == [
        ["forced_labour", "sexual"],
        ["forced_labour"],
        None,
    ]


def test_a_proposal_never_mixes_day_first_and_month_first(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("tgl_lahir\n25/12/1990\n24/12/1990\n12/25/1990\n1991\n", encoding="utf-8")
    assert propose(path)["dates"] == ["%d/%m/%Y", "%Y"]
    path.write_text("tgl_lahir\n12/25/1990\n12/24/1990\n", encoding="utf-8")
    assert propose(path)["dates"] == ["%m/%d/%Y"]


def test_the_document_with_a_profile(file: Path) -> None:
    file.with_name("polda jatim.profile.yaml").write_text(
        "{register: police, delimiter: ';', columns: {Nama Korban: name, JK: {field: sex,"
        " values: {P: female}}, Tgl. Lahir: birth_date}, dates: ['%d/%m/%Y']}"
    )
    checked = check_document(file)
    assert checked.refusal is None
    assert checked.document == {
        "register": "police",
        "profile": str(file.with_name("polda jatim.profile.yaml")),
        "rows": 4,
        "accepted": 3,
        "rejected": 1,
        "warnings": [
            {"code": "impossible-date", "column": "Tgl. Lahir", "count": 1, "rows": [3]},
        ],
        "proposal": None,
    }
    assert checked.register is not None
    shares = dict(filled(checked.register))
    assert (shares["name"], shares["sex"]) == (1.0, 1.0)
    assert shares["birth_date"] == pytest.approx(2 / 3)


def test_rejections_never_hold_a_cell(file: Path) -> None:
    register = read(file, profile=parse_profile(as_yaml(propose(file))))
    assert [one.code for one in register.rejections] == ["wrong-field-count"]
    assert not any(NAME in str(one) for one in register.rejections)


def test_the_owners_file_holds_whole_rows_and_is_the_owners_alone(
    file: Path, tmp_path: Path
) -> None:
    place = tmp_path / "rejected.csv"
    place.write_text("older")
    place.chmod(0o644)
    with rejected_file(place, "polda") as witness:
        check_document(file, witness=witness)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    rows = list(csv.DictReader(place.open(encoding="utf-8")))
    assert [(row["row"], row["code"], row["content"]) for row in rows] == [
        ("4", "wrong-field-count", f"LP/4;{NAME}")
    ]


def test_the_owners_file_neutralises_formulas(tmp_path: Path) -> None:
    path, place = tmp_path / "a.csv", tmp_path / "rejected.csv"
    path.write_text("a,b\n=cmd()\n1,2\n", encoding="utf-8")
    with rejected_file(place, "a") as witness:
        check_document(path, witness=witness)
    assert next(csv.DictReader(place.open()))["content"] == "'=cmd()"


def test_a_stop_while_reading_leaves_nothing_half_written(tmp_path: Path) -> None:
    place = tmp_path / "rejected.csv"
    with pytest.raises(KeyboardInterrupt), rejected_file(place, "a"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_it_and_leaves_no_file(tmp_path: Path) -> None:
    pipe, place = tmp_path / "pipe.csv", tmp_path / "rejected.csv"
    os.mkfifo(pipe)  # nobody writes into it: reading waits
    command = [sys.executable, "-c", _WAITING, "register", "check", pipe, "--rejected", place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(1.5)  # the reading waits by now
        for _each in range(5):  # one that comes just before it waits does not wake it
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
                break
        state = _state(process.pid) if process.returncode is None else ""
        process.kill()  # one that never heard it would keep the test waiting
        said = process.stderr.read().decode()
        assert process.returncode == 130, f"{state}\n{said}"
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["pipe.csv"]


def _state(pid: int) -> str:
    """Tell where a process waits, and which signals it blocks or ignores."""
    os.kill(pid, signal.SIGUSR1)  # writes the stack of every thread
    time.sleep(1)
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return "\n".join(each for each in lines if each.startswith(("State", "Threads", "Sig", "Shd")))


_WAITING = """
import faulthandler, signal
faulthandler.register(signal.SIGUSR1)
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell hands down "ignore"
import gzip, suar.analytics.registers.keyfile as keyfile, suar.analytics.registers.check as check
from suar.cli import main
first = keyfile.is_key_file
def told(path):
    print("ready", flush=True)
    return first(path)
keyfile.is_key_file = told
main()
"""


def run(*arguments: object) -> tuple[int, str, str]:
    from suar.cli.register import register

    result = CliRunner().invoke(register, ["check", *(str(each) for each in arguments)])
    if isinstance(result.exception, Refusal):
        return 1, result.stdout, f"{result.stderr}{result.exception}"
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_one_document_and_exits_by_the_contract(
    file: Path, tmp_path: Path
) -> None:
    code, out, err = run(file, "--json")
    assert code == 1
    assert json.loads(out)["rows"] == 4
    assert "has no profile" in err
    saved = tmp_path / "p.yaml"
    saved.write_text(as_yaml(propose(file)))
    place = tmp_path / "r.csv"
    code, out, err = run(file, "--json", "--profile", saved, "--rejected", place)
    assert code == 0
    assert out.count("\n") == 1
    assert json.loads(out)["accepted"] == 3
    assert NAME in place.read_text()
    assert NAME not in out + err


def test_the_command_tells_people_what_it_found(file: Path, tmp_path: Path) -> None:
    saved = tmp_path / "p.yaml"
    saved.write_text(as_yaml(propose(file)))
    code, out, _ = run(file, "--profile", saved)
    assert code == 0
    for words in ("rows              4", "rejected          1", "2 fields where the header has 7"):
        assert words in out
    assert NAME not in out
    code, out, _ = run(file)
    assert code == 1
    assert "Nama Korban: name" in out


@pytest.mark.parametrize("arguments", [[], ["--nonsense"]])
def test_wrong_use_is_exit_code_two(file: Path, arguments: list[str]) -> None:
    assert run(*([file, *arguments] if arguments else []))[0] == 2


def test_no_accepted_row_is_exit_code_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1\n", encoding="utf-8")
    (tmp_path / "a.profile.yaml").write_text("{register: a, columns: {a: name}}")
    code, out, err = run(path, "--json")
    assert code == 1
    assert json.loads(out)["rejected"] == 1
    assert "no row that can be read" in err


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "absent.csv")
    assert code == 1
    assert "does not exist" in err
