"""A résumé file read: who, where, since when, what was sold, and which sentences speak of which competency.

`read_resume` is what a job calls. It never fails: a file that cannot be read gives a reading with its `problem`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from question_banks.extraction import ChildLimits, extract
from question_banks.resumes import contact
from question_banks.resumes.achievements import Achievement, achievements_in
from question_banks.resumes.documents import Extracted, Unreadable, UploadKind
from question_banks.resumes.education import studies_in
from question_banks.resumes.employment import jobs_in
from question_banks.resumes.evidence import Evidence, evidence_in
from question_banks.resumes.fields import Field, Said, found
from question_banks.resumes.languages import languages_in
from question_banks.resumes.lines import Pages
from question_banks.resumes.phrases import PhraseFinder
from workflows.reasons import Reason

Phrases = Mapping[str, Sequence[str]]
_BASICS = ("name", "email", "phone")
_LISTS = ("work", "education", "languages")


@dataclass(frozen=True)
class ResumeReading:
    """What was read. `fields` has name, email, phone, links, work, education, languages, achievements.

    Places in quotes refer to `text`. `resume` has the shape of JSON Resume. `evidence` has every competency asked for.
    """

    name: str
    kind: UploadKind | None = None
    problem: Reason | None = None
    text: str = ""
    remarks: tuple[Reason, ...] = ()
    fields: Mapping[str, Field[Any]] = field(default_factory=dict)
    resume: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)

    @property
    def achievements(self) -> tuple[Achievement, ...]:
        read = self.fields.get("achievements")
        return read.value or () if read else ()

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": self.kind,
            "problem": self.problem.as_json() if self.problem else None,
            "text": self.text,
            "remarks": [remark.as_json() for remark in self.remarks],
            "fields": {name: read.as_json() for name, read in self.fields.items()},
            "resume": dict(self.resume),
            "evidence": {key: [item.as_json() for item in items] for key, items in self.evidence.items()},
        }


def read_resume(name: str, data: bytes, phrases: Phrases, limits: ChildLimits | None = None) -> ResumeReading:
    """Read the file called `name`; `phrases` maps a competency to the wording that shows it. Loads spaCy."""
    got = extract(name, data, limits)
    if isinstance(got, Unreadable):
        return ResumeReading(name=name, problem=got.reason)
    return read_text(got, finder_for(phrases))


def read_text(document: Extracted, finder: PhraseFinder) -> ResumeReading:
    """The reading of a document whose text is out. What a JSON Resume file states itself wins over what we find."""
    pages = Pages(document.text)
    fields = _fields(pages, document.links)
    stated = document.resume or {}
    if stated:
        fields = _as_stated(fields, stated)
    return ResumeReading(
        name=document.name,
        kind=document.kind,
        text=document.text,
        remarks=document.remarks,
        fields=fields,
        resume=_resume(fields) | dict(stated),
        evidence=evidence_in(pages, finder),
    )


def finder_for(phrases: Phrases) -> PhraseFinder:
    """The finder for these phrases; the last few are kept, since building one takes longer than reading a résumé."""
    return _finder(tuple((key, tuple(listed)) for key, listed in phrases.items()))


@lru_cache(maxsize=4)
def _finder(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> PhraseFinder:
    return PhraseFinder(dict(phrases))


def _fields(pages: Pages, links: tuple[str, ...]) -> dict[str, Field[Any]]:
    return {
        "name": contact.name_in(pages),
        "email": contact.email_in(pages, links),
        "phone": contact.phone_in(pages, links),
        "links": contact.links_in(pages, links),
        "work": jobs_in(pages),
        "education": studies_in(pages),
        "languages": languages_in(pages),
        "achievements": achievements_in(pages),
    }


def _as_stated(fields: dict[str, Field[Any]], stated: Mapping[str, Any]) -> dict[str, Field[Any]]:
    basics = stated.get("basics", {})
    given = {name: basics[name] for name in _BASICS if basics.get(name) and isinstance(basics[name], str)}
    given |= {part: tuple(stated[part]) for part in _LISTS if stated.get(part)}
    silent = {part: Field[Any](Said.NOT_SAID) for part in (*_BASICS, *_LISTS)}
    return fields | silent | {part: found(value) for part, value in given.items()}


def _resume(fields: Mapping[str, Field[Any]]) -> dict[str, Any]:
    """The JSON Resume of what was found; a part not found is left out."""
    basics: dict[str, Any] = {name: fields[name].value for name in _BASICS if fields[name].value}
    links: tuple[str, ...] = fields["links"].value or ()
    profiles = contact.profiles_from(links)
    known = {profile["url"] for profile in profiles}
    own = [link for link in links if link not in known]
    basics |= {"profiles": profiles} if profiles else {}
    basics |= {"url": own[0]} if own else {}
    resume: dict[str, Any] = {"basics": basics}
    for part in _LISTS:
        items: tuple[Any, ...] = fields[part].value or ()
        if items:
            resume[part] = [item if isinstance(item, dict) else item.as_json() for item in items]
    return resume
