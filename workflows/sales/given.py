"""Files given to be imported: which they are, how they are read, what taking them would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflows import files as kept
from workflows.db import db
from workflows.errors import Refused
from workflows.files import StoredFile
from workflows.money import exponent
from workflows.reasons import Reason
from workflows.sales import crm, quotas
from workflows.sales.preview import Preview, preview_deals, preview_quotas
from workflows.sales.queries import seller_names
from workflows.sales.records import ImportBatch
from workflows.sales.rows import read_rows
from workflows.sales.sources import SourceFile, Tell, silent

PURPOSE = "import"
LARGEST_FILE = 20 * 2**20
NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
COLUMNS = {"pipeline": crm.PIPELINE_COLUMNS, "teams": crm.TEAM_COLUMNS, "products": crm.PRODUCT_COLUMNS,
           "accounts": crm.ACCOUNT_COLUMNS, "quotas": quotas.COLUMNS}
PARTS = {"deals": ("pipeline", "teams", "products", "accounts"), "quotas": ("quotas",)}


@dataclass(frozen=True)
class Given:
    """Names and contents by part in the order of PARTS, the currency, the system the references belong to."""

    kind: str
    currency: str
    source: str
    files: Mapping[str, tuple[str, bytes]]

    @property
    def sources(self) -> list[SourceFile]:
        return [SourceFile.of(part, name, content) for part, (name, content) in self.files.items()]

    def check(self) -> None:
        """A quick look: raises Refused when a file is unusable as a whole or the currency unknown."""
        exponent(self.currency)
        if problems := [each for part, (_, content) in self.files.items() for each in file_problems(part, content)]:
            raise Refused(*problems)
        for part, (_, content) in self.files.items():
            next(read_rows(content, COLUMNS[part], part), None)

    def read(self, tell: Tell = silent) -> crm.CrmExport | quotas.QuotaFile:
        """All rows. Raises Refused as `check` does."""
        content = {part: each for part, (_, each) in self.files.items()}
        if self.kind == "quotas":
            return quotas.read_quotas(content["quotas"], seller_names(), self.currency, tell)
        return crm.read_crm(content["pipeline"], content["teams"], content["products"], self.currency,
                            content.get("accounts"), tell)

    def look(self, tell: Tell = silent) -> Preview:
        found = self.read(tell)
        if isinstance(found, quotas.QuotaFile):
            return preview_quotas(found, self.source)
        return preview_deals(found, self.source)


def file_problems(part: str, content: bytes) -> Iterable[Reason]:
    """What speaks against reading this as a CSV at all: its size, or bytes that no text has."""
    if len(content) > LARGEST_FILE:
        yield Reason("sales.file-too-large", {"file": part, "limit": LARGEST_FILE // 2**20})
    elif b"\x00" in content[:4096].split(b"\n")[0] or content.startswith(NO_TEXT):
        yield Reason("sales.file-not-csv", {"file": part})
    elif not content.strip():
        yield Reason("sales.file-empty", {"file": part})


def given_to(batch: ImportBatch) -> Given:
    """What was kept for this import. Refused when a file is gone."""
    said = batch.given
    return Given(batch.kind, said["currency"], said["source"],
                 {part: _content(int(each), part) for part, each in said["files"].items()})


def _content(file_id: int, part: str) -> tuple[str, bytes]:
    found = db.session.get(StoredFile, file_id)
    if found is None or found.purpose != PURPOSE:
        raise Refused(Reason("sales.file-missing", {"file": part}))
    return found.name, kept.read(found)
