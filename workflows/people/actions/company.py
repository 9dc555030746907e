"""The company's own name: what papers, the careers page and mail are sent by."""

import sqlalchemy as sa

from workflows import permits
from workflows.acting import act
from workflows.db import db
from workflows.people.queries_directory import COMPANY_NAME
from workflows.people.records import Setting
from workflows.permits import Actor, Role, company, system
from workflows.reasons import Reason

MOST = 120
permits.allow("setting.name_company", company(Role.operations, Role.admin) | system)


def name_company(actor: Actor, name: str) -> None:
    """From now on papers and mail carry this name; letters that were sent stay as they are. Refused without a name."""
    with act(actor, "setting.name_company") as this:
        given = " ".join(name.split())
        this.require(None if 0 < len(given) <= MOST else Reason("company.name-missing", {"most": MOST}))
        kept = db.session.scalar(sa.select(Setting).where(Setting.key == COMPANY_NAME))
        if kept is None:
            this.create(Setting(key=COMPANY_NAME, value=given))
        else:
            kept.value = given
        this.remember(name=given)
