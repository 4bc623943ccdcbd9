"""What runs Splink's SQL: DuckDB in this process, or Spark. The only place where the two differ."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import polars as pl

from suar.knowledge.refusal import Refusal

ENGINES = ("duckdb", "spark")
_SPLINK_LOGGERS = ("splink", "splink.internals")


class Backend(Protocol):
    """Takes tables in, gives Splink its database, and the scored pairs back."""

    def api(self) -> Any:
        """Give Splink's face of this database."""
        ...

    def put(self, frame: pl.DataFrame) -> Any:
        """Make a frame a table that the database can register."""
        ...

    def get(self, table: str, fields: Sequence[str]) -> pl.DataFrame:
        """Give ``uid_l, uid_r`` and the levels of the scored table, sorted by both."""
        ...


@contextmanager
def open_backend(engine: str) -> Iterator[Backend]:
    """Open a backend and close it again.

    Raises
    ------
    Refusal
        If the engine is not known, or what it needs is not installed.
    """
    _silence()
    if engine == "duckdb":
        with _duckdb() as backend:
            yield backend
    elif engine == "spark":
        with _spark() as backend:
            yield backend
    else:
        raise Refusal(f"{engine} is no engine", remedy="Engines are duckdb and spark.")


def _gammas(fields: Sequence[str], kinds: tuple[str, str]) -> str:
    number, level = kinds
    levels = ", ".join(f"cast(gamma_{f} as {level}) as {f}" for f in fields)
    return (
        f"cast(unique_id_l as {number}) as uid_l, cast(unique_id_r as {number}) as uid_r, {levels}"
    )


class _DuckDB:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def api(self) -> Any:
        from splink import DuckDBAPI

        return DuckDBAPI(self._connection)

    def put(self, frame: pl.DataFrame) -> Any:
        return frame.to_arrow()

    def get(self, table: str, fields: Sequence[str]) -> pl.DataFrame:
        chosen = _gammas(fields, ("UINTEGER", "TINYINT"))
        found: pl.DataFrame = self._connection.sql(
            f"select {chosen} from {table} order by 1, 2"  # noqa: S608 - names are ours
        ).pl()
        return found


@contextmanager
def _duckdb() -> Iterator[Backend]:
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        # two threads, bounded memory, nothing written to disk: a spill would hold identities
        for setting in (
            "threads=2",
            "memory_limit='5GB'",
            "temp_directory=''",
            "preserve_insertion_order=false",
        ):
            connection.execute(f"set {setting}").fetchall()
        yield _DuckDB(connection)
    finally:
        connection.close()


class _Spark:
    def __init__(self, session: Any) -> None:
        self._session = session

    def api(self) -> Any:
        from splink.internals.spark.database_api import SparkAPI

        return SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=self._session,
            break_lineage_method="persist",
            num_partitions_on_repartition=8,
        )

    def put(self, frame: pl.DataFrame) -> Any:
        # by name and kind, so that a column that is blank throughout keeps its kind
        plain = frame.cast({pl.Int8: pl.Int32, pl.Int16: pl.Int32, pl.UInt32: pl.Int64})
        return self._session.createDataFrame(plain.rows(), schema=_schema(plain))

    def get(self, table: str, fields: Sequence[str]) -> pl.DataFrame:
        chosen = _gammas(fields, ("bigint", "int"))
        rows = self._session.sql(f"select {chosen} from {table}").collect()  # noqa: S608
        frame = pl.DataFrame(
            [tuple(row) for row in rows],
            schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32, **dict.fromkeys(fields, pl.Int8)},
            orient="row",
        )
        return frame.sort("uid_l", "uid_r")


def _schema(frame: pl.DataFrame) -> str:
    kinds = {pl.Int64: "bigint", pl.Int32: "int", pl.String: "string", pl.Boolean: "boolean"}
    return ", ".join(f"`{n}` {kinds[k.base_type()]}" for n, k in frame.schema.items())


@contextmanager
def _spark() -> Iterator[Backend]:
    try:
        from pyspark.sql import SparkSession
        from splink.internals.spark.jar_location import similarity_jar_location
    except ImportError as error:
        raise Refusal(
            "Spark is not installed",
            remedy="Install suar[spark] and a Java runtime, or leave --engine out.",
        ) from error
    try:
        session = _session(SparkSession.builder, similarity_jar_location())
    except Exception as error:
        raise Refusal(
            "Spark does not start",
            remedy="It needs a Java runtime: set JAVA_HOME, or leave --engine out.",
        ) from error
    try:
        yield _Spark(session)
    finally:
        session.stop()


@cache
def _scratch() -> TemporaryDirectory[str]:
    """Give a folder for what Spark spills, for our eyes alone; it goes when the process ends."""
    return TemporaryDirectory(prefix="suar-spark-", ignore_cleanup_errors=True)


def _session(builder: Any, jar: str) -> Any:
    """Open a session: on two cores here, or on the cluster that ``SUAR_SPARK_MASTER`` names."""
    settings = {
        "spark.jars": jar,
        "spark.local.dir": _scratch().name,
        "spark.sql.warehouse.dir": _scratch().name,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.driver.memory": "4g",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    master = os.environ.get("SUAR_SPARK_MASTER") or "local[2]"
    session = builder.master(master).appName("suar").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _silence() -> None:
    for name in _SPLINK_LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)
