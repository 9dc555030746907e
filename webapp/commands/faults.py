"""What a command says when settings or database cannot be used: one sentence with what to do, no traceback."""

import sqlalchemy as sa

from config import Config
from webapp.commands.settings import SettingsWrong

NOT_THERE = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")


def sentence_for(failure: BaseException, settings: Config) -> str | None:
    """The sentence for what the settings or the database's side are to blame for; None for any other fault."""
    if isinstance(failure, SettingsWrong):
        return str(failure)
    url = settings.resolved_database_url()
    if isinstance(failure, (sa.exc.ArgumentError, ImportError)):
        return None if _names_a_database(url) else (
            f"DATABASE_URL begins with “{url.partition('://')[0][:24]}”. Write "
            "postgresql+psycopg://user:password@host/name, or leave it out for the embedded database.")
    if not isinstance(failure, sa.exc.DatabaseError) or isinstance(failure, (sa.exc.IntegrityError, sa.exc.DataError)):
        return None
    said = (str(failure.orig).strip().splitlines() or [""])[0]
    if any(words in f"{type(failure.orig).__name__} {said}" for words in NOT_THERE):
        return f"The tables of this version are not there yet ({said}). Make them: onramp upgrade"
    if isinstance(failure, sa.exc.OperationalError):
        return f"The database does not answer: {said}"
    if type(failure) is sa.exc.DatabaseError:
        return f"{sa.make_url(url).database} cannot be read ({said}). Put a backup in its place, or move it away."
    return None


def _names_a_database(url: str) -> bool:
    try:
        sa.create_engine(url).dispose()
    except (sa.exc.ArgumentError, ImportError):
        return False
    return True
