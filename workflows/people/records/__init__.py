"""Users, teams, roles; what a team wants to be (vision, profiles, targets); what its people can do (readings)."""

from workflows.people.records.accounts import LinkPurpose, OneTimeLink, RoleGrant, SignIn, SignInAttempt, Team, User
from workflows.people.records.calendars import Absence, Holiday
from workflows.people.records.readings import Kudos, Reading, ReadingPolicy, ReadingSource
from workflows.people.records.settings import Setting
from workflows.people.records.visions import Competency, Priority, Profile, ProfileNeed, Target, Vision

__all__ = ["Absence", "Competency", "Holiday", "Kudos", "LinkPurpose", "OneTimeLink", "Priority", "Profile",
           "ProfileNeed", "Reading", "ReadingPolicy", "ReadingSource", "RoleGrant", "Setting", "SignIn",
           "SignInAttempt", "Target", "Team", "User", "Vision"]
