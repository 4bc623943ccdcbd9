"""The folder of an instance: all of an embedded Suar lies in it, and one process serves it."""

import fcntl
import os
import secrets
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from suar.knowledge.refusal import Refusal

#: Longest socket path that every system takes (sockaddr_un holds 104 to 108 bytes).
_LONGEST_SOCKET_FOLDER = 80
#: The secret that lies there only while `suar keys rotate` is not done.
FORMER = "former_master_key"
#: The file by which a demonstration's folder is known, whoever opens it.
INVENTED = "invented"


@dataclass(frozen=True)
class Served:
    """What the process that serves an instance tells of itself."""

    address: str = ""
    process: int = 0
    readings: int = 0  # how often its children were given their surroundings


@dataclass(frozen=True)
class Instance:
    """Where an instance keeps its database, its secrets and its uploads.

    Parameters
    ----------
    folder
        Created with mode 0711 (only the database's own user passes through it).
    """

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "Instance":
        """Open the folder, making what is missing."""
        instance = cls(folder.expanduser().resolve())
        try:
            for place in (instance.folder, instance.secrets, instance.files):
                place.mkdir(parents=True, exist_ok=True)
            instance.folder.chmod(0o711)
            instance.secrets.chmod(0o700)
            instance.files.chmod(0o700)
        except OSError as error:
            raise Refusal(
                f"cannot be used ({(error.strerror or 'error').lower()})",
                file=str(instance.folder),
                remedy="Choose another folder with --data.",
            ) from error
        return instance

    @property
    def secrets(self) -> Path:
        """Passwords and keys, one a file, mode 0600, readable by the operator alone."""
        return self.folder / "secrets"

    @property
    def files(self) -> Path:
        """Encrypted uploads and results."""
        return self.folder / "files"

    @property
    def database(self) -> Path:
        """PostgreSQL's own folder, owned by the user it runs as."""
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        """PostgreSQL's log. Statements are never logged: they may carry what must not be seen."""
        return self.database / "server.log"

    @property
    def invented(self) -> bool:
        """Whether all in it is made up, sign-ins included: then it is never served as real."""
        return (self.folder / INVENTED).exists()

    def mark_invented(self) -> None:
        """Mark it as a demonstration, for good."""
        (self.folder / INVENTED).write_text(
            "All in this folder is invented; its sign-ins are printed.\n", encoding="ascii"
        )

    @property
    def sockets(self) -> Path:
        """Where the closed socket lies; a short path of its own where the folder's is too long."""
        inside = self.database / "run"
        if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER:
            return inside
        digest = sha256(os.fsencode(inside)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"suar-{os.getuid()}-{digest}"

    def secret(self, name: str) -> str:
        """Give the secret of that name, made at random when first asked for."""
        path = self.secrets / name
        if not path.exists():
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w", encoding="ascii") as stream:
                stream.write(secrets.token_urlsafe(48))
        return path.read_text(encoding="ascii").strip()

    def has_secret(self, name: str) -> bool:
        """Whether that secret lies there."""
        return (self.secrets / name).exists()

    def replace_secret(self, name: str, value: str) -> None:
        """Put a secret in the place of another, whole or not at all."""
        aside = self.secrets / f".{name}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(value)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(self.secrets / name)

    def forget_secret(self, name: str) -> None:
        """Remove a secret."""
        (self.secrets / name).unlink(missing_ok=True)

    def lock(self) -> IO[str]:
        """Take the folder for this process; the lock goes when the returned file is closed.

        Raises
        ------
        Refusal
            If another process serves the folder; it says which address that one gave.
        """
        stream = (self.folder / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            stream.seek(0)
            where = stream.readline().strip()
            stream.close()
            raise Refusal(
                "is being served already" + (f" at {where}" if where else ""),
                file=str(self.folder),
                remedy="Use that one, or stop it first.",
            ) from error
        return stream

    def served(self) -> Served:
        """Give what the process that holds the lock has told; nothing where none has."""
        told = (self.folder / "lock").read_text(encoding="utf-8").split("\n")
        if len(told) < 3:
            return Served()
        return Served(told[0], int(told[1]), int(told[2]))

    def tell(self, lock: IO[str], served: Served) -> None:
        """Write into the lock what a second start, and a command beside it, shall know."""
        lock.seek(0)
        lock.truncate()
        if served.address:
            lock.write(f"{served.address}\n{served.process}\n{served.readings}")
        lock.flush()
