"""The engines that speak SQL: how each is given the county, and how it makes reach and sweeps.

An engine lays its tables out in its constructor (no clock runs), then `reach()` and `sweep()` are called in turn. All of them
get the same statements from sql.py.
"""
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time

import numpy as np

import sql

FORMATS = {"u8": np.uint8, "u16": np.uint16, "u32": np.uint32, "u64": np.uint64, "i32": np.int32, "i64": np.int64}
TABLES = {  # table → its arrays, column by column
    "relations": {"holder": "u32", "role": "u8", "organisation": "u32", "valid_from": "i32", "valid_to": "i32"},
    "entries": {"party": "u32", "published": "i32", "expires": "i32", "removed": "i32", "publishable": "u8"},
    "named": {"entry": "u32", "party": "u32"},
    "permits": {"party": "u32", "kind": "u8", "target": "u32", "valid_from": "i32", "valid_to": "i32"},
    "retentions": {"entry": "u32", "party": "u32", "measure": "u32", "until": "i32"},
}


class Unavailable(Exception):
    """The engine cannot be had here; the message says why."""


class Columns:
    """The county's arrays, as {column: (values, mask of nulls or None)} of each table."""

    def __init__(self, folder, county):
        self.folder, self.county = pathlib.Path(folder), county

    def array(self, name, kind):
        return np.fromfile(self.folder / f"{name}.{kind}", dtype=FORMATS[kind])

    def bits(self, name, rows):
        return np.unpackbits(np.fromfile(self.folder / name, dtype=np.uint8), count=rows, bitorder="little")

    def parties(self):
        columns = {"party": (np.arange(self.county["parties"], dtype=np.uint32), None)}
        for name in ("kind", "sector"):
            values = self.array(f"parties.{name}", "u8")
            columns[name] = (values, values == 255)
        return columns

    def table(self, name):
        out = {}
        for column, kind in TABLES[name].items():
            out[column] = (self.array(f"{name}.{column.removeprefix('valid_')}", kind), None)
        if name == "entries":
            out["entry"] = (np.arange(len(out["party"][0]), dtype=np.uint32), None)
        return out

    def rows(self, partition):
        name, rows = partition["name"], partition["rows"]
        out = {"row_no": (np.arange(rows, dtype=np.uint32), None), "party": (self.array(f"{name}.party", "u32"), None)}
        for field in partition["fields"]:
            array, kind = f"{name}.{field['field']}", field["format"]
            values = self.bits(f"{array}.bits", rows) if kind == "bits" else self.array(array, kind)[:rows]
            out["f_" + field["field"]] = (values, self.bits(f"{array}.valid", rows) == 0)
        return out

    def tables(self):
        """(name, columns) of every table."""
        yield "parties", self.parties()
        for name in TABLES:
            yield name, self.table(name)
        for partition in self.county["partitions"]:
            yield "rows_" + partition["name"], self.rows(partition)


class Engine:
    """REQUIRES of a subclass: title, version, dialect, execute(statement) → first row or None."""

    def reach(self):
        self.forget()
        for statement in self.rules.reach(self.dialect):
            self.execute(statement)
        self.after_reach()

    def forget(self):
        for table in self.rules.TABLES:
            self.execute(f"DROP TABLE IF EXISTS {table}")

    def after_reach(self):
        pass

    def sweep(self):
        counts = {}
        for partition in self.rules.county["partitions"]:
            for names, query in self.rules.queries(partition, self.dialect):
                row = self.execute(query)
                for i, name in enumerate(names):
                    counts[name] = [int(n) for n in row[3 * i:3 * i + 3]]
        return counts

    def set_threads(self, threads):
        if threads != 1:
            raise Unavailable("one thread is all it uses")

    def cpu_seconds(self):
        """Of the process that does the work."""
        return time.process_time()

    def close(self):
        pass


class DuckDb(Engine):
    name, title, dialect = "duckdb", "DuckDB", sql.DUCKDB

    def __init__(self, rules, columns, _folder):
        import duckdb
        import pyarrow

        self.rules, self.version = rules, duckdb.__version__
        self.connection = duckdb.connect(":memory:")
        for name, table in columns.tables():
            arrow = pyarrow.table({column: pyarrow.array(values, mask=nulls) for column, (values, nulls) in table.items()})
            self.connection.register("incoming", arrow)
            self.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
            self.connection.unregister("incoming")

    def execute(self, statement):
        return self.connection.execute(statement).fetchone()

    def set_threads(self, threads):
        self.execute(f"SET threads = {threads}")

    def one_query(self):
        """The plain measures of all matters in one query over one table; the table is made before the clock."""
        partitions = self.rules.county["partitions"]
        fields = sorted({f["field"] for p in partitions for f in p["fields"]})
        selects = []
        for number, partition in enumerate(partitions):
            own = {f["field"] for f in partition["fields"]}
            selects.append(f"SELECT {number} AS part, party, " + ", ".join(f"f_{f}" if f in own else f"NULL AS f_{f}" for f in fields) + f" FROM rows_{partition['name']}")
        self.execute("CREATE OR REPLACE TABLE all_rows AS " + " UNION ALL ".join(selects))
        names, query = self.rules.one_query()
        begin = time.perf_counter()
        row = self.execute(query)
        took = time.perf_counter() - begin
        self.execute("DROP TABLE all_rows")
        return took, {name: [int(n) for n in row[3 * i:3 * i + 3]] for i, name in enumerate(names)}


class Sqlite(Engine):
    name, title, dialect = "sqlite", "SQLite", sql.SQLITE
    version = sqlite3.sqlite_version

    def __init__(self, rules, columns, _folder):
        self.rules = rules
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        for name, table in columns.tables():
            key = " INTEGER PRIMARY KEY" if name == "parties" else ""
            names = list(table)
            self.execute(f"CREATE TABLE {name} ({', '.join(c + (key if c == 'party' else ' INTEGER') for c in names)})")
            lists = [values.tolist() if nulls is None else np.where(nulls, None, values.astype(object)).tolist() for values, nulls in table.values()]
            self.execute("BEGIN")
            self.connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})", zip(*lists))
            self.execute("COMMIT")
        for table, column in (("relations", "holder"), ("relations", "organisation"), ("entries", "entry"), ("entries", "party")):
            self.execute(f"CREATE INDEX {table}_{column} ON {table}({column})")
        self.execute("ANALYZE")

    def execute(self, statement):
        return self.connection.execute(statement).fetchone()

    def after_reach(self):
        for table, column in (("reach", "party"), ("triggers", "party"), ("kept", "entry")):
            self.execute(f"CREATE INDEX {table}_{column} ON {table}({column})")
        self.execute("ANALYZE")


class Postgres(Engine):
    name, title, dialect = "postgres", "PostgreSQL", sql.POSTGRES
    BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
    SETTINGS = {"listen_addresses": "''", "shared_buffers": "1GB", "work_mem": "256MB", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
                "jit": "on", "max_worker_processes": "4", "max_wal_size": "4GB", "autovacuum": "off", "min_parallel_table_scan_size": "0"}

    def __init__(self, rules, columns, folder):
        if not (self.BIN / "postgres").exists():
            raise Unavailable("postgresql-15 is not installed")
        import psycopg
        import pyarrow
        import pyarrow.csv

        self.rules = rules
        self.folder = (pathlib.Path(folder) / "postgres").resolve()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        # PostgreSQL refuses to run as root; the package brings a user for it.
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.folder, "postgres", "postgres")
        self.server = None
        self.run(self.BIN / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "plumb", "-E", "UTF8", "--no-sync")
        settings = [part for name, value in (self.SETTINGS | {"unix_socket_directories": str(self.folder)}).items() for part in ("-c", f"{name}={value.strip(chr(39))}")]
        self.server = subprocess.Popen([*self.as_user, self.BIN / "postgres", "-D", self.folder / "data", *settings],
                                       stdout=subprocess.DEVNULL, stderr=(self.folder / "log").open("w"), cwd=self.folder)
        try:
            self.connection = self.connect(psycopg)
            self.version = self.execute("SHOW server_version")[0].split()[0]
            self.load(columns, pyarrow)
        except BaseException:
            self.close()
            raise

    def run(self, *command):
        subprocess.run([*self.as_user, *command], check=True, stdout=subprocess.DEVNULL, cwd=self.folder)

    def connect(self, psycopg):
        for _ in range(100):
            with contextlib.suppress(psycopg.OperationalError):
                return psycopg.connect(host=str(self.folder), user="plumb", dbname="postgres", autocommit=True)
            if self.server.poll() is not None:
                break
            time.sleep(0.1)
        raise Unavailable("PostgreSQL did not start: " + (self.folder / "log").read_text()[-300:])

    def load(self, columns, pyarrow):
        types = {"u8": "smallint", "u16": "integer", "u32": "integer", "i32": "integer", "i64": "bigint", "u64": "bigint"}
        by_dtype = {np.dtype(dtype): types[kind] for kind, dtype in FORMATS.items()}
        for name, table in columns.tables():
            self.execute(f"CREATE UNLOGGED TABLE {name} ({', '.join(f'{c} {by_dtype[v.dtype]}' for c, (v, _) in table.items())})")
            arrow = pyarrow.table({c: pyarrow.array(v, mask=nulls) for c, (v, nulls) in table.items()})
            sink = pyarrow.BufferOutputStream()
            pyarrow.csv.write_csv(arrow, sink, pyarrow.csv.WriteOptions(include_header=False))
            with self.connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
                copy.write(sink.getvalue())
        for table, column in (("parties", "party"), ("relations", "holder"), ("relations", "organisation"), ("entries", "entry"), ("entries", "party")):
            self.execute(f"CREATE INDEX ON {table}({column})")
        self.execute("VACUUM ANALYZE")

    def execute(self, statement):
        cursor = self.connection.execute(statement)
        return cursor.fetchone() if cursor.description else None

    def after_reach(self):
        for table in ("reach", "triggers"):
            self.execute(f"CREATE INDEX ON {table}(party)")
        for table in ("reach", "triggers", "kept"):
            self.execute(f"ANALYZE {table}")

    def set_threads(self, threads):
        self.execute(f"SET max_parallel_workers_per_gather = {threads - 1}")

    def cpu_seconds(self):
        return None  # other processes do the work

    def close(self):
        with contextlib.suppress(Exception):
            self.connection.close()
        if self.server is not None and self.server.poll() is None:
            self.run(self.BIN / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
            self.server.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


ENGINES = (DuckDb, Postgres, Sqlite)
