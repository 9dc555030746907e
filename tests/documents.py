"""Real documents as people send them, and as attackers would: every builder returns the bytes of one file."""

import io
import json
import zipfile
import zlib
from functools import lru_cache
from typing import Any

NAME = "Maria Lindqvist"
RESUME_HTML = """<!doctype html><html lang="en"><head><title>Résumé</title></head><body>
<h1>Maria Lindqvist</h1>
<p>maria.lindqvist@example.com | +46 70 123 45 67 | <a href="https://www.linkedin.com/in/maria-lindqvist">LinkedIn</a></p>
<h2>Professional Experience</h2>
<h3>Senior Account Executive, Northwind Systems AB</h3><p>March 2020 – Present</p>
<ul><li>Closed 132 % of a $900k quota in 2022 and 118 % of $1.1M in 2023.</li>
<li>Built account plans for 14 enterprise customers; account planning reviews every quarter.</li>
<li>Ran discovery calls with three economic buyers before every proposal.</li></ul>
<h3>Sales Development Representative, Contoso GmbH</h3><p>06/2017 – 02/2020</p>
<ul><li>Booked 22 qualified meetings a month by cold calling and social selling.</li></ul>
<h2>Education</h2>
<p>BSc in Business Administration, Lund University, 2013 – 2016</p>
<h2>Languages</h2>
<p>Swedish (native), English – fluent, German B2</p>
</body></html>"""

RESUME_TEXT = """Maria Lindqvist
maria.lindqvist@example.com | +46 70 123 45 67 | linkedin.com/in/maria-lindqvist

Professional Experience
Senior Account Executive, Northwind Systems AB
March 2020 – Present
• Closed 132 % of a $900k quota in 2022 and 118 % of $1.1M in 2023.
• Built account plans for 14 enterprise customers; account planning reviews every quarter.
• Ran discovery calls with three economic buyers before every proposal.

Sales Development Representative, Contoso GmbH
06/2017 – 02/2020
• Booked 22 qualified meetings a month by cold calling and social selling.

Education
BSc in Business Administration, Lund University, 2013 – 2016

Languages
Swedish (native), English – fluent, German B2
"""

RESUME_JSON: dict[str, Any] = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
    "basics": {"name": NAME, "email": "maria.lindqvist@example.com", "url": "https://lindqvist.example.com"}
    | {"phone": "+46 70 123 45 67"},
    "work": [
        {
            "name": "Northwind Systems AB",
            "position": "Senior Account Executive",
            "startDate": "2020-03",
            "highlights": ["Closed 132 % of a $900k quota in 2022.", "Led account planning for 14 customers."],
        }
    ],
    "education": [{"institution": "Lund University", "area": "Business Administration", "studyType": "BSc"}],
    "languages": [{"language": "Swedish", "fluency": "native"}],
}


@lru_cache
def resume_pdf(html: str = RESUME_HTML) -> bytes:
    import weasyprint  # slow import

    return bytes(weasyprint.HTML(string=html).write_pdf())


def long_pdf(pages: int) -> bytes:
    """`pages` pages of text, one short paragraph each."""
    return pdf_of([f"Page {number} tells of account planning in region {number}." for number in range(1, pages + 1)])


def encrypted_pdf(password: str, *, owner_only: bool = False) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(resume_pdf())))
    writer.encrypt("" if owner_only else password, owner_password=password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned_pdf(pages: int = 2) -> bytes:
    """Pages that are pictures of text, as a scanner makes them."""
    from PIL import Image, ImageDraw

    scans = []
    for number in range(pages):
        scan = Image.new("L", (620, 877), 250)
        ImageDraw.Draw(scan).multiline_text(
            (40, 40), f"{number + 1}\n{RESUME_TEXT}".encode("latin-1", "replace").decode("latin-1")
        )
        scans.append(scan)
    out = io.BytesIO()
    scans[0].save(out, "PDF", save_all=True, append_images=scans[1:])
    return out.getvalue()


def picture_png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(out, "PNG")
    return out.getvalue()


def truncated_pdf() -> bytes:
    """The first kilobyte of a résumé, as a broken upload leaves it."""
    return resume_pdf()[:1000]


def slow_pdf(pages: int = 20) -> bytes:
    """Some kilobytes whose every page draws the same 800,000 scraps of text: a minute of work and more."""
    drawn = b"BT (x) Tj ET\n" * 800_000
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    return _pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        _stream(drawn, b""),
        *[page] * pages,
    ])  # fmt: skip


def pdf_of(texts: list[str]) -> bytes:
    """A plain PDF with one line of Helvetica a page."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(texts)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(texts)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, text in enumerate(texts):
        drawn = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % text.encode("cp1252")
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number),
            _stream(drawn, b""),
        ]
    return _pdf(objects)


def _stream(content: bytes, keys: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<< %s /Filter /FlateDecode /Length %d >> stream\n%s\nendstream" % (keys, len(packed), packed)


def _pdf(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def resume_docx() -> bytes:
    """Written by python-docx, the address in the page header and the dates in a table, as templates do."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Maria Lindqvist · maria.lindqvist@example.com · +46 70 123 45 67"
    document.add_heading("Professional Experience", 1)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Senior Account Executive, Northwind Systems AB"
    table.cell(0, 1).text = "March 2020 – Present"
    document.add_paragraph("Closed 132 % of a $900k quota in 2022.", style="List Bullet")
    document.add_paragraph("Account planning for 14 enterprise customers.", style="List Bullet")
    document.add_heading("Education", 1)
    document.add_paragraph("BSc in Business Administration, Lund University, 2013 – 2016")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_with(document_xml: bytes) -> bytes:
    """A Word file whose main part is exactly `document_xml`."""
    return zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": document_xml})


def docx_bomb(megabytes: int) -> bytes:
    return docx_with(b"<w:document>" + b" " * (megabytes * 2**20))


def docx_of_entity_attack(entities: str) -> bytes:
    """`entities` are declared in a document type and `&attack;` is used as text."""
    return docx_with(
        f"""<?xml version="1.0"?><!DOCTYPE w:document [{entities}]>
        <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
        <w:body><w:p><w:r><w:t>Maria Lindqvist sells &attack;</w:t></w:r></w:p></w:body></w:document>""".encode()
    )


def resume_odt() -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    paragraphs = "".join(
        f"<text:p>{line.replace('&', '&amp;').replace('<', '&lt;')}</text:p>" for line in RESUME_TEXT.splitlines()
    )
    link = '<text:p><text:a xlink:href="https://lindqvist.example.com">My <text:span>site</text:span></text:a></text:p>'
    return zip_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}><office:body><office:text><text:tracked-changes>"
            f"<text:p>deleted secret</text:p></text:tracked-changes>{paragraphs}{link}</office:text></office:body>"
            "</office:document-content>".encode(),
            "styles.xml": f"<office:document-styles {names}><style:header><text:p>Stockholm<text:tab/>Sweden</text:p>"
            "</style:header><text:p>not shown</text:p></office:document-styles>".encode(),
        }
    )


def resume_rtf() -> bytes:
    """As Word writes it: font table, escaped letters in code page 1252, Unicode with a replacement, a hidden link."""
    return (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red0\green0\blue0;}"
        rb"{\*\generator Riched20 10.0;}\pard\f0\fs22 Maria Lindqvist\par maria.lindqvist@example.com\par "
        rb"{\field{\*\fldinst HYPERLINK " + b'"https://lindqvist.example.com"' + rb"}{\fldrslt Website}}\par "
        rb"{\b Professional Experience}\par Account Executive, Soci\'e9t\'e9 G\'e9n\'e9rale\par "
        rb"Jan 2019 \endash  Present\par \bullet  Closed \u8364?2.5M of new business, account planning included\par}"
    )


def resume_json(**changed: Any) -> bytes:
    return json.dumps(RESUME_JSON | changed, ensure_ascii=False).encode()


def zip_of(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_of_many(entries: int) -> bytes:
    return zip_of({"[Content_Types].xml": b"", "word/document.xml": b""} | {f"{n}": b"" for n in range(entries)})
