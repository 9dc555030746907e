"""Words of operations' pages: who holds which role, devices, languages."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from webapp.roles import ORDER, ROLES
from webapp.translating import gettext as _
from workflows.people.records import RoleGrant

LOCALES = {"en": _l("English, dates as in the United States"), "en_GB": _l("English, dates as in Britain")}
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("Linux", "Linux"))


def role_rows(grants: Iterable[RoleGrant]) -> list[tuple[str, str]]:
    """(where, roles) as people read them: the whole company first, then teams by name."""
    held: dict[str, list[RoleGrant]] = {}
    for grant in sorted(grants, key=lambda each: ORDER.index(each.role)):
        held.setdefault(grant.team.name if grant.team else "", []).append(grant)
    return [(place or _("Whole company"), ", ".join(str(ROLES[each.role]) for each in held[place]))
            for place in sorted(held)]


def device(agent: str) -> str:
    """A browser's own description in two words: "Firefox, Windows"."""
    def first(known: Iterable[tuple[str, str]]) -> str:
        return next((word for sign, word in known if sign in agent), "")
    return ", ".join(filter(None, (first(BROWSERS), first(SYSTEMS)))) or _("Unknown device")
