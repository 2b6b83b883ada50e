"""The panel of dyads counted on Spark, from the same SQL: on this machine, or on a cluster by its address."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from facta.domain import Frequency
from facta.errors import UsageError
from facta.store.dyads.panel import query_sums

__all__ = ["MissingSpark", "open_spark", "save_on_spark"]

_LOCAL = "local"
_QUIET = """
rootLogger.level = error
rootLogger.appenderRef.out.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %m%n
"""


class MissingSpark(UsageError):
    """PySpark or Java is not there.

    Examples
    --------
    >>> str(MissingSpark("Java"))
    'Spark needs Java. Install Java 17, or leave --engine out: the panel is the same.'
    """

    def __init__(self, what: str) -> None:
        self.what = what

    def __str__(self) -> str:
        install = "Java 17" if self.what == "Java" else "it with `pip install 'facta[spark]'`"
        return f"Spark needs {self.what}. Install {install}, or leave --engine out: the panel is the same."


@contextmanager
def open_spark(master: str, scratch: Path) -> Iterator[Any]:
    """Lend a session that goes at the end.

    On this machine it listens on the loopback only, keeps what does not fit into memory in `scratch`, and shuffles into
    few parts; on a cluster the cluster's own settings hold.

    Parameters
    ----------
    master : str
        ``local[*]``, or the address of a cluster such as ``spark://host:7077`` or ``yarn``.
    scratch : Path
        A folder.

    Raises
    ------
    MissingSpark
        PySpark or Java is not there.
    """
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise MissingSpark("PySpark") from error
    if shutil.which("java") is None:
        raise MissingSpark("Java")
    builder = SparkSession.builder.master(master).appName("facta panel")
    for name, value in _settle(master, scratch).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session
    finally:
        session.stop()


def _settle(master: str, scratch: Path) -> dict[str, str]:
    """Return the settings of a session."""
    both = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.sql.session.timeZone": "UTC"}
    if not master.startswith(_LOCAL):
        return both
    quiet = scratch / "log4j2.properties"
    quiet.write_text(_QUIET, encoding="utf-8")
    return both | {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "8",
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.driver.extraJavaOptions": f'-Dlog4j2.configurationFile={quiet.as_uri()} "-Djava.io.tmpdir={scratch}"',
    }


def save_on_spark(
    events: Sequence[str], target: Path, frequency: Frequency, *, chosen: str = "true", master: str = "local[*]"
) -> None:
    """Count events in Parquet files by pair and period, on Spark; the columns are those of `query_sums`.

    Parameters
    ----------
    events : sequence of str
        Files or folders of events, as a store keeps them; every worker of a cluster has to see them.
    target : Path
        A folder, which must not be there yet: Parquet files, in no order.
    frequency : Frequency
        Year, quarter, month or day.
    chosen : str
        Which events count, in SQL.
    master : str
        As for `open_spark`.
    """
    whole = target.resolve()
    with open_spark(master, whole.parent) as session:
        paths = (str(Path(file).resolve()) for file in events)
        session.read.option("mergeSchema", "true").parquet(*paths).createOrReplaceTempView("events")
        session.sql(query_sums("events", frequency, chosen)).write.parquet(str(whole))
