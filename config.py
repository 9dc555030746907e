"""The application's settings, read once from the environment by `create_app`; where to listen is for `onramp run`."""

import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PRIVATE = ("onramp.db", "sign-ins.txt")


@dataclass(frozen=True)
class Config:
    """Settings of one installation. Paths are absolute; durations in seconds; sizes in bytes."""

    instance: Path = field(default_factory=lambda: Path(os.environ.get("ONRAMP_INSTANCE", HERE / "instance")).resolve())
    database_url: str = field(default_factory=lambda: os.environ.get("DATABASE_URL", ""))
    secret_key: str = field(default_factory=lambda: os.environ.get("ONRAMP_SECRET_KEY", ""))
    public_url: str = field(default_factory=lambda: os.environ.get("ONRAMP_PUBLIC_URL", ""))
    smtp_url: str = field(default_factory=lambda: os.environ.get("ONRAMP_SMTP_URL", ""))
    mail_from: str = field(default_factory=lambda: os.environ.get("ONRAMP_MAIL_FROM", "Onramp <onramp@localhost>"))
    locale: str = field(default_factory=lambda: os.environ.get("ONRAMP_LOCALE", "en"))
    time_zone: str = field(default_factory=lambda: os.environ.get("ONRAMP_TIME_ZONE", "UTC"))
    region: str = field(default_factory=lambda: os.environ.get("ONRAMP_REGION", "US"))
    secure_cookies: bool = field(default_factory=lambda: os.environ.get("ONRAMP_SECURE_COOKIES", "") == "1")
    proxied: bool = field(default_factory=lambda: os.environ.get("ONRAMP_PROXIES", "") == "1")
    testing: bool = False
    upload_limit: int = 10 * 1024 * 1024
    session_days: int = 14

    def resolved_database_url(self) -> str:
        """The configured URL, or the embedded SQLite file in the instance folder."""
        return self.database_url or f"sqlite:///{self.instance / 'onramp.db'}"

    def own_instance(self) -> Path:
        """The instance folder, made if it is not there; salaries and links that sign in lie there for nobody else.

        What is ours is closed to others at every start; a folder that many share, such as /tmp, stays as it is.
        """
        self.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        _close(self.instance, 0o700)
        for name in PRIVATE:
            _close(self.instance / name, 0o600)
        return self.instance

    def resolved_secret_key(self) -> str:
        """The configured key, or one kept in the instance folder so that sessions survive a restart."""
        if self.secret_key:
            return self.secret_key
        kept = self.instance / "secret-key"
        if not kept.exists():
            self.own_instance()
            draft = kept.with_suffix(f".{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_hex(32))
            try:
                os.link(draft, kept)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return kept.read_text().strip()


def _close(path: Path, mode: int) -> None:
    """Take away what group and others may do with it, if it is ours alone."""
    if path.exists():
        found = path.stat()
        if found.st_uid == os.geteuid() and found.st_mode & 0o077 and not found.st_mode & stat.S_ISVTX:
            path.chmod(mode)
