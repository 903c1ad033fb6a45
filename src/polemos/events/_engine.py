"""Where aggregates are worked out: on this machine, or on a cluster that stands."""

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from polemos.core import StoreError

if TYPE_CHECKING:
    import duckdb
    import narwhals as nw

Columns = Mapping[str, NDArray[Any]]
_MEMORY, _SPILL = "1536MB", ".spill"  # of the two gigabytes that work may take
_PORT = 15002
_PATIENCE = 10.0  # seconds until a cluster has to answer


class Engine(Protocol):
    """An engine looks at tables, answers, and is closed."""

    def scan(self, files: Sequence[str]) -> "nw.LazyFrame[Any]":
        """Give Parquet files as one frame on which nothing is done yet.

        They are paths, or addresses that the engine itself can read.
        """
        ...

    def collect(self, frame: "nw.LazyFrame[Any]") -> Columns:
        """Work a frame out, and give its columns; rows are in no order."""
        ...

    def close(self) -> None:
        """Let go of what it holds open."""
        ...


def bounded(
    made: "duckdb.DuckDBPyConnection", memory: str = _MEMORY
) -> "duckdb.DuckDBPyConnection":
    """Bound the memory of a connection, and have it tell moments in UTC."""
    made.execute(f"SET memory_limit='{memory}'; SET TimeZone='UTC'")
    made.execute("SET preserve_insertion_order=false")
    return made


@dataclass(frozen=True)
class DuckEngine:
    """DuckDB in this process, bounded in memory; what does not fit goes to a disk."""

    memory: str = _MEMORY
    spill: Path | None = None
    _open: list["duckdb.DuckDBPyConnection"] = field(default_factory=list)

    @property
    def _db(self) -> "duckdb.DuckDBPyConnection":
        import duckdb

        if not self._open:
            made = bounded(duckdb.connect(), self.memory)
            if self.spill is not None:
                where = str(self.spill / _SPILL).replace("'", "''")
                made.execute(f"SET temp_directory='{where}'")
            self._open.append(made)
        return self._open[0]

    def scan(self, files: Sequence[str]) -> "nw.LazyFrame[Any]":
        """Give Parquet files as one frame on which nothing is done yet."""
        import narwhals as nw

        return nw.from_native(self._scan(files))

    def _scan(self, files: Sequence[str]) -> "duckdb.DuckDBPyRelation":
        import duckdb

        try:
            return self._db.read_parquet(list(files), hive_partitioning=False)
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            raise StoreError(f"expected Parquet files, found {first}") from error

    def collect(self, frame: "nw.LazyFrame[Any]") -> Columns:
        """Work a frame out, and give its columns; rows are in no order."""
        import duckdb

        try:
            told = frame.to_native().fetchnumpy()
            return {name: _plain(column) for name, column in told.items()}
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            raise StoreError(f"expected an answer of DuckDB, found {first}") from error

    def close(self) -> None:
        """End the connection."""
        while self._open:
            self._open.pop().close()


@dataclass(frozen=True)
class SparkEngine:
    """A cluster of Apache Spark through Spark Connect; nothing of it runs here.

    `url` is like `sc://127.0.0.1:15002`. It needs the extra `spark`, and no Java.
    """

    url: str
    _open: list[Any] = field(default_factory=list)

    @property
    def session(self) -> Any:
        """Give the session, opened when it is first asked for."""
        if not self._open:
            try:
                from pyspark.sql import SparkSession
            except ImportError as error:
                raise StoreError(
                    "expected the client of Spark Connect, found none: install "
                    "polemos[spark]"
                ) from error
            try:
                _reached(self.url)  # else the client goes on trying for a long while
                made = SparkSession.builder.remote(self.url).create()
                made.conf.set("spark.sql.session.timeZone", "UTC")
            except Exception as error:
                raise StoreError(
                    f"expected Spark Connect at {self.url} (port {_PORT} unless it was "
                    f"set otherwise), found none: {_first(error)}"
                ) from error
            self._open.append(made)
        return self._open[0]

    def scan(self, files: Sequence[str]) -> "nw.LazyFrame[Any]":
        """Give Parquet files as one frame on which nothing is done yet."""
        import narwhals as nw

        frame: nw.LazyFrame[Any] = nw.from_native(self.session.read.parquet(*files))
        return frame

    def collect(self, frame: "nw.LazyFrame[Any]") -> Columns:
        """Work a frame out, and give its columns; rows are in no order."""
        try:
            told = frame.to_native().toArrow()
        except Exception as error:
            raise StoreError(
                f"expected an answer of Spark at {self.url}, found {_first(error)}"
            ) from error
        return {
            name: _plain(told.column(name).to_numpy(zero_copy_only=False))
            for name in told.column_names
        }

    def close(self) -> None:
        """End the session."""
        while self._open:
            self._open.pop().stop()


def _reached(url: str) -> None:
    at = urlsplit(url)
    where = at.hostname or "", at.port or _PORT
    socket.create_connection(where, timeout=_PATIENCE).close()


def _plain(column: NDArray[Any]) -> NDArray[Any]:
    """Give days and moments in one resolution, which engines do not agree on."""
    found = np.asarray(column)
    return found.astype("datetime64[us]") if found.dtype.kind == "M" else found


def _first(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).partition("\n")[0]


def engine_at(url: str, spill: Path | None = None) -> Engine:
    """Give the engine that a URL names: that of this process for none."""
    if not url:
        return DuckEngine(spill=spill)
    if not url.startswith("sc://"):
        raise StoreError(
            f"expected the address of Spark Connect, such as sc://host:{_PORT}, found "
            f"{url!r}"
        )
    return SparkEngine(url)
