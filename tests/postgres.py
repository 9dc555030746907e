"""A private PostgreSQL cluster for one test run: made in a temporary folder, reached by a socket in it, then removed.

Nothing of a PostgreSQL that runs on this machine is used or touched. `initdb` refuses root, so root hands over to an
unprivileged user for these programs only.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": "",
            "max_connections": "60", "shared_buffers": "64MB", "autovacuum": "off", "timezone": "UTC"}

SHAPE = """SELECT count(*), sum(xmin::text::bigint) FROM (SELECT xmin FROM pg_attribute UNION ALL
    SELECT xmin FROM pg_constraint UNION ALL SELECT xmin FROM pg_trigger UNION ALL SELECT xmin FROM pg_proc) AS known"""
"""Changes with every change of a table, an index, a trigger or a function; a copy of a database has the same."""
LEAVE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
EMPTY = """DO $$ DECLARE each record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT oid::regclass AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND pg_relation_size(oid) > 0 LOOP EXECUTE format('DELETE FROM %s', each.name); END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
        WHERE last_value IS NOT NULL;
END $$"""


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, newest version first; Debian keeps it off the PATH."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -float(path.parts[-3]))
    return found[0].resolve().parent if found else None


@dataclass(frozen=True)
class Cluster:
    folder: Path
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://onramp@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="onramp", dbname=database, autocommit=True)

    def run(self, *statements: str) -> None:
        """Run statements that no transaction may hold, such as CREATE DATABASE."""
        with self.connect() as connection:
            for statement in statements:
                connection.execute(statement)

    def renew(self, database: str, template: str) -> None:
        """Empty `database`; where a test changed its tables, put a fresh copy of `template` in its place."""
        if template in self.shapes:
            with self.connect(database) as connection:
                if connection.execute(SHAPE).fetchone() == self.shapes[template]:
                    connection.execute(LEAVE, [database])
                    connection.execute(EMPTY)
                    return
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)",
                 f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY file_copy")
        with self.connect(database) as connection:
            self.shapes[template] = connection.execute(SHAPE).fetchone()


@contextmanager
def cluster(bin_folder: Path) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="onramp-pg-"))
    user = unprivileged()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"

    def call(program: str, *arguments: str) -> None:
        subprocess.run([bin_folder / program, *arguments], check=True, cwd=folder, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, user=user and user.pw_uid, group=user and user.pw_gid,
                       extra_groups=[] if user else None)

    try:
        call("initdb", "-D", str(data), "-U", "onramp", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items() if value)
        call("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"),
             "-o", f"-k {folder} -c listen_addresses='' {options}", "start")
        try:
            yield Cluster(folder)
        finally:
            call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged() -> pwd.struct_passwd | None:
    """Who runs the cluster when these tests run as root: `postgres` if there is one, else `nobody`."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
