"""JSON Resume files: kept as they are where they follow the schema, and written out as text to be quoted from."""

import json
from collections.abc import Mapping
from typing import Any

from question_banks.resumes.documents import DocumentError
from question_banks.resumes.plain import decoded
from question_banks.resumes.tidy import tidied
from workflows.reasons import Reason

_LISTS = (
    "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages", "interests",
    "references", "projects",
)  # fmt: skip
_HEADINGS = {"work": "Experience", "volunteer": "Volunteering"}
_DEEPEST = 8


def parsed(data: bytes) -> tuple[dict[str, Any], tuple[Reason, ...]]:
    """The résumé with its strings tidied, and a remark for every part that is not shaped as the schema says."""
    try:
        document = json.loads(decoded(data)[0])
    except (ValueError, RecursionError) as error:
        raise DocumentError(Reason("document.damaged")) from error
    if not isinstance(document, dict):
        raise DocumentError(Reason("document.damaged"))
    resume: dict[str, Any] = {}
    if isinstance(document.get("basics"), dict):
        resume["basics"] = _tidy(document["basics"])
    for part in _LISTS:
        if isinstance(document.get(part), list):
            resume[part] = [_tidy(item) for item in document[part] if isinstance(item, dict)]
    ignored = [part for part in ("basics", *_LISTS) if part in document and _lost(document[part], resume.get(part))]
    return resume, (Reason("document.parts-ignored", {"parts": ignored}),) if ignored else ()


def as_text(resume: Mapping[str, Any]) -> str:
    """Part by part under a heading, a line per value, so that quotes have a place."""
    lines = _values(resume.get("basics", {}))
    for part in _LISTS:
        if resume.get(part):
            lines += ["", _HEADINGS.get(part, part.capitalize())]
            for item in resume[part]:
                lines += [*_values(item), ""]
    return "\n".join(lines)


def _lost(given: Any, kept: Any) -> bool:
    return given is not None and (kept is None or len(given) != len(kept))


def _tidy(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return tidied(value)
    if depth >= _DEEPEST:
        return None
    if isinstance(value, dict):
        return {tidied(str(key)): _tidy(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_tidy(item, depth + 1) for item in value]
    return value


def _values(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [line for item in value.values() for line in _values(item)]
    if isinstance(value, list):
        return [line for item in value for line in _values(item)]
    return [str(value)] if isinstance(value, (str, int)) and value != "" else []
