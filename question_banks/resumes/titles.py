"""Words that tell a job from a company, a place from a school."""

import re

_TITLES = """
    account executive manager representative rep director associate consultant specialist lead head vp president
    analyst engineer intern assistant coordinator officer sdr bdr ae csm seller developer advisor adviser agent
    founder cofounder partner clerk cashier server barista waiter waitress teacher nurse supervisor trainee
    administrator technician apprentice merchandiser recruiter planner buyer owner promoter freelancer ambassador
    salesperson salesman saleswoman cro ceo coo cto
"""
_TITLE = re.compile(rf"\b(?:{'|'.join(_TITLES.split())})s?\b", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:inc|ltd|llc|llp|corp|corporation|gmbh|ag|plc|co|company|group|holdings?|ab|oy|bv|nv|sa|s\.a|sarl|srl|spa|kg|"
    r"pty|pte|limited|technologies|systems|software|solutions|labs)\b\.?$",
    re.IGNORECASE,
)
_ONLY_LEGAL_FORM = re.compile(
    r"(?:inc|ltd|llc|llp|corp|gmbh|ag|plc|co|ab|oy|bv|nv|sa|kg|pty ltd|limited)\.?", re.IGNORECASE
)
_DEPARTMENT = re.compile(
    r"(?:(?:sales|marketing|enterprise|commercial|mid-?market|smb|emea|apac|dach|nordics|amer|americas|north america|"
    r"latam|europe|strategic accounts?|key accounts?|business development|operations|customer success|new business|"
    r"inbound|outbound|channel|and|&|/)\s*)+",
    re.IGNORECASE,
)


def has_title(text: str) -> bool:
    return _TITLE.search(text) is not None


def is_company(text: str) -> bool:
    """Whether the name ends like a company's ("Contoso GmbH")."""
    return _COMPANY.search(text) is not None


def is_legal_form(text: str) -> bool:
    return _ONLY_LEGAL_FORM.fullmatch(text) is not None


def is_department(text: str) -> bool:
    """Whether the words only narrow a title, as "EMEA" in "Account Executive, EMEA"."""
    return _DEPARTMENT.fullmatch(text) is not None
