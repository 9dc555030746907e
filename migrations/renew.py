"""`make migration`: write the first migration anew from the records, as long as nothing is deployed anywhere."""

import tempfile
import warnings
from pathlib import Path

from alembic import command
from alembic.operations.ops import CreateIndexOp, MigrationScript
from sqlalchemy import Index
from sqlalchemy.sql.elements import TextClause

from webapp.commands.upgrade import MIGRATIONS, migrating
from workflows.schema import metadata


def expression_indexes() -> list[Index]:
    """Indexes over expressions, which autogenerate leaves out on SQLite because it cannot read them back."""
    return [index for table in metadata.sorted_tables for index in table.indexes
            if any(isinstance(each, TextClause) for each in index.expressions)]


def complete(context: object, revision: object, scripts: list[MigrationScript]) -> None:
    scripts[0].upgrade_ops.ops += [CreateIndexOp.from_index(index) for index in expression_indexes()]


def close_cycles(file: Path) -> None:
    """Tables that point at each other: SQLite takes it as it is, PostgreSQL wants the second key afterwards."""
    late = [key for table in metadata.sorted_tables for key in table.foreign_key_constraints if key.use_alter]
    start, only = "    # ### commands auto generated", '    if op.get_bind().dialect.name == "postgresql":\n'
    end = "    # ### end Alembic commands ###"
    add = [f"        op.create_foreign_key({key.name!r}, {key.table.name!r}, {key.referred_table.name!r}, "
           f"{key.column_keys!r}, {[each.column.name for each in key.elements]!r})\n" for key in late]
    drop = [f"        op.drop_constraint({key.name!r}, {key.table.name!r})\n" for key in late]
    up, down = file.read_text().split("def downgrade()")
    if late:
        up = up.replace(end, only + "".join(add) + end)
        down = down.replace(start, only + "".join(drop) + start)
    file.write_text(up + "def downgrade()" + down)


def renew() -> Path:
    """Replace every migration by one that makes today's tables."""
    versions = MIGRATIONS / "versions"
    for old in versions.glob("*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, migrating(f"sqlite:///{folder}/empty.db") as alembic:
        warnings.filterwarnings("ignore", "autogenerate skipping metadata-specified expression-based index")
        command.revision(alembic, "All tables", autogenerate=True, rev_id="0001", version_path=str(versions),
                         process_revision_directives=complete)
    written = next(versions.glob("0001*.py"))
    close_cycles(written)
    return written


if __name__ == "__main__":
    renew()
