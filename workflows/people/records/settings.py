"""Choices for the whole company."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflows.db import Record


class Setting(Record):
    """A company-wide choice operations may change, by key."""

    __tablename__ = "settings"
    KIND = "setting"
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    value: Mapped[Any] = mapped_column(sa.JSON)
    team_id: None = None
