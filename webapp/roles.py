"""The names of roles, for every page and every refusal."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from workflows.permits import Role

ROLES: Mapping[Role, str] = {
    Role.interviewer: _l("Interviewer"), Role.hiring_manager: _l("Hiring manager"), Role.recruiter: _l("Recruiter"),
    Role.rep: _l("Sales rep"), Role.assessor: _l("Assessor"), Role.coach: _l("Coach"), Role.leader: _l("Leader"),
    Role.operations: _l("Operations"), Role.admin: _l("Administrator"), Role.candidate: _l("Candidate")}
ORDER = list(ROLES)
