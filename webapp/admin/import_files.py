"""An import between upload and taking: which files, read how."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.numbers import whole_or_none
from workflows.errors import Refused
from workflows.permits import Actor
from workflows.reasons import Reason
from workflows.sales import queries
from workflows.sales.actions import batches, deals, quotas
from workflows.sales.crm import CrmExport, read_crm
from workflows.sales.preview import Preview, preview_deals, preview_quotas
from workflows.sales.quotas import QuotaFile, read_quotas
from workflows.sales.records import ImportBatch
from workflows.sales.sources import SourceFile

CURRENCY, SOURCE = re.compile("[A-Z]{3}"), re.compile("[a-z0-9-]{1,40}")
PARTS = {"deals": ("pipeline", "teams", "products", "accounts"), "quotas": ("quotas",)}


@dataclass(frozen=True)
class Asked:
    """What is to be taken: names and contents by part, the currency, the system the references belong to."""

    kind: str
    currency: str
    source: str
    files: Mapping[str, tuple[str, bytes]]

    def read(self) -> CrmExport | QuotaFile:
        """Raises Refused when a file is unusable as a whole."""
        if problems := [each for part, (_, content) in self.files.items()
                        for each in batches.file_problems(part, content)]:
            raise Refused(*problems)
        content = {part: each for part, (_, each) in self.files.items()}
        if self.kind == "quotas":
            return read_quotas(content["quotas"], queries.seller_names(), self.currency)
        return read_crm(content["pipeline"], content["teams"], content["products"], self.currency,
                        content.get("accounts"))

    def look(self) -> Preview:
        found = self.read()
        if isinstance(found, QuotaFile):
            return preview_quotas(found, self.source)
        return preview_deals(found, self.source)

    def take(self, actor: Actor) -> ImportBatch:
        found = self.read()
        sources = [SourceFile.of(part, name, content) for part, (name, content) in self.files.items()]
        if isinstance(found, QuotaFile):
            return quotas.import_quotas(actor, found, file=sources[0], source=self.source)
        return deals.import_deals(actor, found, files=sources, currency=self.currency, source=self.source)


def uploaded(kind: str, form: Any) -> Asked:
    """The files as they came with a form, the part left empty left out."""
    sent = {part: form[part].data for part in PARTS[kind]}
    return Asked(kind, form.currency.data, form.source.data,
                 {part: (each.filename, each.read()) for part, each in sent.items() if each and each.filename})


def kept(kind: str, given: Mapping[str, str]) -> Asked:
    """The files kept earlier, by the ids in an address or a form. Refused when one is missing."""
    ids = {part: given[part] for part in PARTS[kind] if given.get(part)}
    for part in PARTS[kind]:
        if part != "accounts":
            ids.setdefault(part, "")
    currency, source = given.get("currency", ""), given.get("source") or "crm"
    if not CURRENCY.fullmatch(currency) or not SOURCE.fullmatch(source):
        raise Refused(Reason("sales.import-address"))
    return Asked(kind, currency, source,
                 {part: batches.content_of(whole_or_none(each) or 0, part) for part, each in ids.items()})
