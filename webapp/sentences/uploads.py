"""Sentences about files that people send, and about what could not be read in them."""

from workflows.words import N_

SENTENCES = {
    "upload.too-large": N_("“%(name)s” is larger than %(limit_mb)s MB. Leave out pictures or save a smaller PDF."),
    "upload.empty": N_("“%(name)s” is empty. Open it on your side, save it again, then choose it once more."),
    "upload.picture": N_("“%(name)s” is a picture; its words cannot be read. Send the document it shows, best as PDF."),
    "upload.old-office": N_("“%(name)s” is an old Office file. Save it as DOCX or PDF and send that."),
    "upload.not-accepted": N_("By its content “%(name)s” is %(kind)s. Send PDF, DOCX, ODT, RTF, TXT or JSON Resume."),
    "document.archive-bomb": N_("“%(name)s” would unpack to %(unpacked_mb)s MB, far more than a document needs. "
                                "Save it as PDF and send that."),
    "document.archive-entries": N_("“%(name)s” holds %(entries)s parts; at most %(limit)s are opened. Save it as PDF "
                                   "and send that."),
    "document.damaged": N_("“%(name)s” is damaged or built in a way that cannot be read. Open it, print it to PDF and "
                           "send that."),
    "document.empty": N_("“%(name)s” is empty."),
    "document.encoding-guessed": N_("The text does not say in which encoding it is; it was read as %(encoding)s. "
                                    "Letters with accents may be wrong."),
    "document.encrypted": N_("“%(name)s” is protected by a password or against copying. Save a copy without protection "
                             "and send that."),
    "document.first-characters-only": N_("The text is very long; its first %(read)s characters were read."),
    "document.first-pages-only": N_("The file has %(pages)s pages; the first %(read)s were read."),
    "document.garbled": N_("The letters in “%(name)s” are stored as signs without meaning, as some fonts do. Print it "
                           "to PDF again from the program that made it."),
    "document.looks-like-a-scan": N_("“%(name)s” looks like a scan: it holds pictures of pages and no text. People can "
                                     "read it, the reader cannot."),
    "document.no-text": N_("There is no text in “%(name)s”."),
    "document.not-a-document": N_("“%(name)s” is %(kind)s, not a document that can be read."),
    "document.pages-broken": N_("These pages could not be read: %(pages)s."),
    "document.pages-without-text": N_("There is no text on these pages, perhaps they are scans: %(pages)s."),
    "document.parts-ignored": N_("These parts are not shaped as JSON Resume says and were left out: %(parts)s."),
    "document.reader-unavailable": N_("The reader could not be started, so “%(name)s” was not read. The file is fine "
                                      "and kept; try again later."),
    "document.timed-out": N_("Reading “%(name)s” took more than %(seconds)s seconds and was stopped. Open it, print it "
                             "to PDF and send that."),
    "document.too-much-memory": N_("Reading “%(name)s” needed more than %(memory_mb)s MB of memory and was stopped. "
                                   "Open it, print it to PDF and send that."),
    "document.unsafe-xml": N_("“%(name)s” declares XML entities, which no word processor writes and attackers use. It "
                              "was not opened."),
}
