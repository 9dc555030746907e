"""Names that an import gives: the address that stands for a person until operations knows the real one, and teams."""

import re
from hashlib import sha256


def placeholder_address(name: str, source: str) -> str:
    """An address under `.invalid` (RFC 2606), which no mail can reach; the same name gives the same address.

    Where letters are lost on the way, a digest of the name keeps two people apart.
    """
    plain = ".".join(name.lower().split())
    slug = re.sub(r"[^a-z0-9.-]", "", plain)[:60]
    mark = "" if slug == plain else "-" + sha256(name.encode()).hexdigest()[:8]
    return f"{slug}{mark}@{re.sub(r'[^a-z0-9-]', '', source.lower()) or 'crm'}.invalid"


def team_name(manager: str, region: str) -> str:
    """A manager's team: the export knows no other name for it."""
    return f"{region} · {manager}"
