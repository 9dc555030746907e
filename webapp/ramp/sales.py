"""Pages: attainment by rep, team and region; the deals behind each figure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import abort, request, url_for
from flask_babel import lazy_gettext as _l

from webapp import charts
from webapp.access import actor, needs
from webapp.answers import page
from webapp.figures import day, percent_bp
from webapp.numbers import whole
from webapp.paging import paged
from webapp.ramp import bp
from webapp.ramp.periods import ALL, asked_period, choices, words
from webapp.spreadsheet import csv_answer
from webapp.translating import gettext as _
from workflows.errors import NotFound
from workflows.insights import attainment as insights
from workflows.insights.attainment import By, Line, Person, Report
from workflows.money import Money
from workflows.permits import Role
from workflows.reasons import Reason
from workflows.sales import queries
from workflows.sales.attainment import Standing
from workflows.sales.periods import Period

SEEING = (Role.leader, Role.operations, Role.rep, Role.coach)
BY = {By.rep: _l("Rep"), By.team: _l("Team"), By.region: _l("Region")}


@bp.get("/attainment")
@needs(*SEEING)
def attainment():
    """Credit over quota for a period; a rep finds only their own."""
    found = asked_report()
    return page("ramp/attainment.html", report=found, by={by: str(label) for by, label in BY.items()}, words=words,
                asked=request.args, note=note, share=share, deals=deals_of, everything=ALL, chart=chart_address,
                choices=choices(found.known, found.period), others=actor().holds_anywhere(*queries.SEEING),
                noted=any(note(line.standing) for line in found.lines))


@bp.get("/attainment.svg")
@needs(*SEEING)
def attainment_chart():
    """The course of the year, or of all time, in one currency."""
    found = asked_report()
    known = sorted({currency for _part, standings in found.course for currency in standings})
    currency = request.args.get("currency") or next(iter(known), "")
    if currency and currency not in known:
        abort(404)
    rows = [{"period": tick(part), "credit": float(_major(each.credit_minor, currency)),
             "quota": None if each.quota_minor is None else float(_major(each.quota_minor, currency))}
            for part, standings in found.course for each in [standings.get(currency, Standing())]]
    return charts.svg_answer(charts.bars_by_period(rows, unit=currency, quota_label=_("Quota"),
                                                   credit_label=_("Credit")))


@bp.get("/attainment.csv")
@needs(*SEEING)
def attainment_csv():
    found = asked_report()
    header = [str(BY[found.by]), _("Period"), _("Currency"), _("Credit"), _("Quota"), _("Attainment in percent"),
              _("Attainment of the scheduled quota in percent"), _("Note")]
    return csv_answer("attainment.csv", header, [[
        line.name, str(found.period), line.currency, _major(line.standing.credit_minor, line.currency),
        "" if line.standing.quota_minor is None else _major(line.standing.quota_minor, line.currency),
        _percent(line.standing.share_bp), _percent(line.standing.scheduled_share_bp), note(line.standing)]
        for line in found.lines])


@bp.get("/deals")
@needs(*SEEING)
def deals():
    """The credits behind a figure, each with its deal; they add up to it."""
    people, (period, everything) = insights.people_for(actor()), asked_period()
    chosen = asked_people(people)
    known = insights.known_span(people)
    span = known if everything or period is None else period
    whole_team = len(chosen) == len(people)

    def read(number: int) -> tuple[queries.CreditsPage, int]:
        found = queries.credits_for(actor(), user_ids=None if whole_team else [each.id for each in chosen],
                                    from_on=span.from_on, until_on=span.to_on, page=number)
        return found, found.total
    found, pages = paged(read, queries.PAGE)
    return page("ramp/deals.html", found=found, span=span, words=words, pages=pages, people=people,
                choices=choices(known, span), everything=ALL, asked=request.args,
                everything_asked=everything or period is None,
                rep=request.args.get("rep", type=whole), whose=_whose(chosen, people))


@bp.get("/deals/<int:deal_id>")
@needs(*SEEING)
def deal(deal_id: int):
    """One deal: what the CRM said, and every credit and reversal it led to."""
    found, given, batch = queries.deal_for(actor(), deal_id)
    return page("ramp/deal.html", deal=found, credits=given, batch=batch,
                operations=actor().holds(Role.operations))


def tick(part: Period) -> str:
    """A part of the course as its mark on the axis: months of one year need no year."""
    return day(part.from_on, "LLL") if part.days < 32 else words(part, short=True)


def asked_report() -> Report:
    """The report of the address: by, period, team, rep. What does not exist is 404."""
    period, everything = asked_period()
    by = request.args.get("by") or By.rep.value
    if by not in set(By):
        abort(404)
    return insights.report(actor(), by=By(by), period=period, everything=everything,
                           team=request.args.get("team", type=whole), rep=request.args.get("rep", type=whole))


def asked_people(people: Sequence[Person]) -> list[Person]:
    """Those of the address's rep, team and region; nobody is 404."""
    chosen = insights.narrowed(people, rep=request.args.get("rep", type=whole),
                               team=request.args.get("team", type=whole), region=request.args.get("region"))
    if not chosen:
        raise NotFound(Reason("record.gone"))
    return chosen


def chart_address(currency: str) -> str:
    kept: dict[str, Any] = {key: request.args[key] for key in ("by", "period", "team", "rep") if request.args.get(key)}
    return url_for(".attainment_chart", currency=currency, **kept)


def deals_of(found: Report, line: Line | None = None) -> str:
    """Where the deals behind a line's credit are, or behind the total."""
    who: dict[str, Any] = {"rep": request.args.get("rep") or None}
    if line is not None:
        who[found.by.value] = line.key
    if found.by is By.region or line is None:
        who["team"] = request.args.get("team") or None
    return url_for(".deals", period=request.args.get("period") or str(found.period), **who)


def share(standing: Standing) -> str:
    """Attainment in words: a percentage, or why there is none."""
    if standing.share_bp is not None:
        return percent_bp(standing.share_bp)
    return _("no quota set") if standing.quota_minor is None else _("quota of 0")


def note(standing: Standing) -> str:
    """What one must know to read the figure."""
    said = []
    if standing.scheduled_share_bp is not None:
        said.append(_("held ramp: %(share)s of the scheduled quota", share=percent_bp(standing.scheduled_share_bp)))
    elif standing.ramped_months:
        said.append(_("ramped quota"))
    if standing.quota_minor is not None and standing.months_without_quota:
        said.append(_("months without a quota are left out of the percentage"))
    return "; ".join(said)


def _whose(chosen: Sequence[Person], people: Sequence[Person]) -> str:
    if len(chosen) == 1:
        return chosen[0].name
    if request.args.get("region") is not None:
        return request.args["region"] or _("no office")
    return _("everybody you see") if len(chosen) == len(people) else chosen[0].team


def _major(minor: int, currency: str) -> Decimal:
    return Money(minor, currency).major if currency else Decimal(0)


def _percent(share_bp: int | None) -> str:
    return "" if share_bp is None else f"{share_bp / 100:.1f}"
