"""Pages: which question banks and curricula are loaded, what changed between versions, checking and loading them."""

import io
import zipfile

from flask import Response, url_for
from flask_babel import lazy_gettext as _l

from webapp import packs
from webapp.access import actor, company, needs
from webapp.admin import bp
from webapp.answers import done, page
from webapp.translating import gettext as _
from workflows.authored import AuthoredInvalid
from workflows.content import packaged, queries
from workflows.content.records import PackKind
from workflows.permits import Role, may

READERS = (Role.operations, Role.hiring_manager, Role.coach)
KINDS = {PackKind.bank: _l("Question bank"), PackKind.curriculum: _l("Curriculum"),
         PackKind.ramp_shape: _l("Ramp shape"), PackKind.pay_plan: _l("Pay plan"),
         PackKind.conduct: _l("Code of conduct")}
PIECES = {"question": _l("Question"), "module": _l("Module"), "checkpoint": _l("Checkpoint"),
          "quiz item": _l("Quiz item")}


@bp.get("/content")
@needs(*READERS)
def content():
    """Every version of every pack, newest first."""
    return page("admin/content.html", rows=queries.loaded(), kinds=KINDS, may_load=_may_load())


@bp.get("/content/<int:version_id>")
@needs(*READERS)
def content_version(version_id: int):
    """What one version holds and what it changed."""
    found = queries.version(version_id)
    return page("admin/content_version.html", version=found, changes=queries.changes(found), kind=KINDS[found.kind],
                words=PIECES)


@bp.get("/content/check")
@needs(*READERS)
def check_content():
    """Reads all packaged files and lists every problem by file, line and field; loads nothing."""
    return page("admin/content_check.html", problems=packs.check(), may_load=_may_load(), tried=False)


@bp.post("/content/load")
@company(Role.operations)
def load_content():
    """Loads what is packaged; with any problem nothing is loaded and all of them are shown."""
    try:
        versions = packs.load(actor())
    except AuthoredInvalid as invalid:
        return page("admin/content_check.html", problems=invalid.problems, may_load=True, tried=True)[0], 422
    told = _("All %(count)s packs are loaded; what was there already stayed as it is.", count=len(versions))
    if left := packs.left_alone(versions):
        told += " " + _("These profiles were shaped here and were left alone: %(names)s.", names=", ".join(left))
    return done(url_for(".content"), told)


@bp.get("/content/files.zip")
@needs(*READERS)
def content_files():
    """The packaged files, to change them outside."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in packaged.files():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return Response(out.getvalue(), mimetype="application/zip",
                    headers={"Content-Disposition": 'attachment; filename="onramp-content.zip"'})


def _may_load() -> bool:
    return may(actor(), "content_version.load")
