"""Words and figures as the reader writes them."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from webapp import figures, look


@pytest.mark.parametrize(("shown", "written"), [
    (lambda: figures.money(123456, "EUR"), "€1,234.56"),
    (lambda: figures.money(-50, "EUR"), "-€0.50"),
    (lambda: figures.money(1500, "JPY"), "JP¥1,500"),
    (lambda: figures.money(12_345, "KWD"), "KWD12.345"),
    (lambda: figures.money(6_400_000, "EUR", whole=True), "€64,000"),
    (lambda: figures.money(6_400_050, "EUR", whole=True), "€64,000.50"),
    (lambda: figures.day(date(2026, 3, 2)), "2 March 2026"),
    (lambda: figures.day(None), ""),
    (lambda: figures.part_of_year("2026-Q3"), "Q3 2026"),
    (lambda: figures.part_of_year("2020-05"), "May 2020"),
    (lambda: figures.part_of_year("2020-05-17"), "May 2020"),
    (lambda: figures.part_of_year("Spring 2020"), "Spring 2020"),
    (lambda: figures.moment(datetime(2026, 3, 2, 22, 30, tzinfo=UTC)), "3 March 2026, 00:30"),
    (lambda: figures.moment(datetime(2026, 3, 2, 22, 30, tzinfo=UTC).replace(tzinfo=None)), "3 March 2026, 00:30"),
    (lambda: figures.day(datetime(2026, 3, 2, 22, 30, tzinfo=UTC)), "3 March 2026"),
    (lambda: figures.ago(datetime(2026, 3, 2, 6, 0, tzinfo=UTC)), "3 hours ago"),
    (lambda: figures.ago(datetime(2026, 3, 5, 9, 0, tzinfo=UTC)), "in 3 days"),
    (lambda: figures.percent_bp(8240), "82%"),
    (lambda: figures.percent_bp(8245, 1), "82.4%"),
    (lambda: figures.percent_bp(0), "0%"),
    (lambda: figures.percent_bp(None), "no figure yet"),
    (lambda: figures.number(1234567), "1,234,567"),
    (lambda: figures.number(2, 1), "2.0"),
    (lambda: figures.number(None), "no figure yet"),
    (lambda: look.initials("Amélie de Saint-Exupéry"), "AE"),
    (lambda: look.initials("  "), "?"),
    (lambda: look.initials("李"), "李"),
    (lambda: look.iso(datetime(2026, 3, 2, 9, 0, tzinfo=UTC).replace(tzinfo=None)), "2026-03-02T09:00:00Z"),
    (lambda: look.iso(date(2026, 3, 2)), "2026-03-02"),
])
def test_figure_is_written_the_readers_way(app, shown, written):
    with app.test_request_context():
        assert shown() == written


def test_reader_of_another_language_gets_their_own_figures(app):
    with app.test_request_context(), force_locale("de"):
        assert (figures.money(123456, "EUR"), figures.day(date(2026, 3, 2))) == ("1.234,56\xa0€", "2. März 2026")


@pytest.mark.parametrize(("form", "written"), [
    ("d MMMM yyyy, HH:mm", "March 2, 2026, 10:00"), ("d MMM y", "Mar 2, 2026"), ("d MMM", "Mar 2"),
    ("EEEE, d MMMM", "Monday, March 2"), ("EEEE d MMMM y", "Monday, March 2, 2026"),
    ("EEE d MMM", "Mon, Mar 2"), ("MMMM yyyy", "March 2026"),
])
def test_american_reads_the_month_before_the_day_everywhere(app, form, written):
    with app.test_request_context(), force_locale("en_US"):
        assert figures.moment(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), form) == written
