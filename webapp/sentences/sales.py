"""Sentences about deals, their import and their credit."""

from workflows.words import N_

SENTENCES = {
    "sales.cell-control": N_("The column %(column)s has a character that is no text. Retype the cell."),
    "sales.cell-not-utf8": N_("The column %(column)s has letters in another encoding. Save the file as CSV UTF-8."),
    "sales.closed-before-engaged": N_("The deal closed on %(closed_on)s, before it began on %(engaged_on)s."),
    "sales.closed-without-date": N_("A closed deal needs its close date."),
    "sales.closed-without-value": N_("A closed deal needs its value; a lost one has the value 0."),
    "sales.columns-doubled": N_("The %(file)s file has these columns twice: %(doubled)s. Keep one of each."),
    "sales.columns-missing": N_("The %(file)s file lacks these columns: %(missing)s. It must be comma-separated."),
    "sales.day-unreadable": N_("“%(text)s” in %(column)s is not a day. Write it as year-month-day, 2026-03-31."),
    "sales.deal-contradicted": N_("Deal %(reference)s comes with different contents in rows %(rows)s. Keep one."),
    "sales.deal-repeated": N_("Deal %(reference)s is in row %(row)s already with the same contents."),
    "sales.file-empty": N_("The %(file)s file is empty."),
    "sales.file-not-csv": N_("The %(file)s file is not a text table. Save it as CSV UTF-8 and try again."),
    "sales.lost-with-value": N_("A lost deal has the value 0, not %(text)s."),
    "sales.name-too-long": N_("A name here has at most %(limit)s characters."),
    "sales.name-unusable": N_("The name is empty or too long."),
    "sales.open-with-close-date": N_("An open deal has no close date. Close it or remove the date."),
    "sales.period-unreadable": N_("“%(text)s” is not a period. Write 2026, 2026-Q1 or 2026-03."),
    "sales.product-repeated": N_("The product “%(text)s” is listed twice. Keep one."),
    "sales.product-unknown": N_("No product is called “%(text)s”. Add it to the products or mend the spelling."),
    "sales.reference-unusable": N_("“%(text)s” cannot identify a deal. Use 1 to 64 letters, digits and signs."),
    "sales.rep-repeated": N_("“%(text)s” is listed twice in the teams. Keep one."),
    "sales.rep-unknown": N_("No rep is called “%(text)s”. Add them to the teams or mend the spelling."),
    "sales.row-unreadable": N_("The quotation marks of this row do not close."),
    "sales.row-width": N_("The row has %(cells)s cells, the header %(columns)s."),
    "sales.share-out-of-range": N_("%(rep)s’s share must be more than 0 and at most 100 %%."),
    "sales.stage-unknown": N_("“%(text)s” is not a stage. Use Prospecting, Engaging, Won or Lost."),
    "sales.value-not-positive": N_("A won deal has a value above 0, not %(text)s."),
}
