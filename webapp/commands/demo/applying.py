"""Applications with their résumés: the texts in `resumes/`, as the files in which people send them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from webapp.commands.demo.story import ZONE, Story
from workflows.recruiting.actions import applications
from workflows.recruiting.actions.applications import Person, Upload
from workflows.recruiting.records import Candidacy

TEXTS = Path(__file__).parent / "resumes"
SENT_AS = {"maya": "pdf", "daniel": "pdf", "jakob": "docx", "ines": "docx"}
LINES = {
    "Luis Romero": ("Prairie Machine Tools", "Sold machine tools for six years."),
    "Greta Olsen": ("Nordlys Displays", "Ran a trade fair stand with 240 contacts."),
    "Noah Kim": ("Buckeye Pumps", "Opened the Ohio territory from scratch."),
    "Paul Becker": ("Rivertown Fasteners", "Top seller of the region with 131 % of quota."),
    "Viktor Holm": ("Skane Hydraulics", "Managed a pipeline of sixty plants in two countries."),
    "Zoe Laurent": ("Maple Automation", "Generated leads at four trade fairs a year."),
    "Emil Novak": ("Vltava Presses", "Negotiated contracts with dealers in three states."),
}
WIDTH, HEIGHT, MARGIN = 612, 792, 56
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="word/document.xml"/></Relationships>"""
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>"""


def apply(story: Story, name: str) -> Candidacy:
    """An application to the story's opening by the careers page."""
    assert story.opening is not None
    key = name.split()[0].lower()
    kind = SENT_AS.get(key, "txt")
    sent = Upload(f"{name}.{kind}", WRITERS[kind](resume(name)))
    made, _ = applications.apply(story.opening, Person(name, f"{key}@example.com", time_zone=ZONE), consent=True,
                                 resume=sent)
    story.candidacies[name] = made
    return made


def resume(name: str) -> str:
    """The whole page where one was written, else a short one about one line."""
    if name not in LINES:
        return (TEXTS / f"{name.split()[0].lower()}.txt").read_text()
    employer, line = LINES[name]
    return (f"{name}\n{name.split()[0].lower()}@example.com\n\nExperience\n"
            f"Account executive, {employer}, 2021 - present\n- {line}\n")


def headings(text: str) -> set[int]:
    """Which lines stand out: the name, and the first line of each section."""
    lines = text.splitlines()
    return {0} | {number for number, line in enumerate(lines) if line.isalpha() and not lines[number - 1]}


def pdf(text: str) -> bytes:
    """One page in the fonts that every reader has: for a text that fits on it, in Western letters."""
    bold, drawn = headings(text), [b"BT 15 TL", b"%d %d Td" % (MARGIN, HEIGHT - MARGIN)]
    for number, line in enumerate(text.splitlines()):
        letters = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn.append(b"/%s %d Tf (%s) Tj T*" % (b"B" if number in bold else b"R", 16 if number == 0 else 10, letters))
    page = b"\n".join([*drawn, b"ET"])
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    return _file([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /Font << /R 5 0 R /B 6 0 R "
        b">> >> >>" % (WIDTH, HEIGHT),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page), font % b"Helvetica", font % b"Helvetica-Bold"])


def _file(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first its catalogue, with the table of where each begins."""
    whole, begins = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        begins.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % each for each in begins)
    return whole + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
                    % (len(objects) + 1, table, len(objects) + 1, len(whole)))


def docx(text: str) -> bytes:
    """A Word document with a paragraph per line."""
    bold = headings(text)
    body = "".join(f"<w:p><w:r>{'<w:rPr><w:b/></w:rPr>' if number in bold else ''}"
                   f'<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
                   for number, line in enumerate(text.splitlines()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS),
                              ("word/document.xml", DOCUMENT.format(body))):
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


WRITERS: dict[str, Callable[[str], bytes]] = {"pdf": pdf, "docx": docx, "txt": str.encode}
