"""What a reason's sentence makes of the days, months and quarters it is about."""

import re

import pytest
from flask_babel import force_locale

from webapp.commands.plain_sentences import plain
from webapp.sentences import SENTENCES, sentence
from workflows.reasons import Reason

JUNE = {"from_on": "2026-06-01", "month_on": "2026-06-01", "lands_on": "2026-06-01", "currency": "USD"}
SOLD = JUNE | {"credit_minor": 90_000, "quota_minor": 120_000, "attainment_bp": 7500}


@pytest.mark.parametrize(("code", "params", "said"), [
    ("chain.quota", JUNE | {"amount_minor": 120_000}, "Quota of June 2026: $1,200.00."),
    ("chain.quota-replaced", JUNE | {"amount_minor": 120_000}, "Quota of June 2026 as it was for a statement: "),
    ("chain.attained", SOLD, "In June 2026: $900.00 of $1,200.00 quota, 75%."),
    ("chain.credited", SOLD, "In June 2026: $900.00 credited, without a quota."),
    ("agenda.dispute", JUNE, "A dispute about the statement for June 2026 is open."),
    ("pay.no-plan", JUNE, "There is no pay plan for June 2026."),
    ("statement.mail-again", JUNE, "June 2026 was computed again."),
    ("statement.correction-not-paid", JUNE,
     "This corrects a released statement. Only the difference is paid, with the statement for June 2026."),
    ("statement.to-release", JUNE | {"rep": "Ana"}, "Check and release the statement of Ana for June 2026"),
    ("pay.period-too-long", {"period": "2026-Q2", "plan_period": "month"}, "Q2 2026 is longer than one month, "),
    ("sales.quota-repeated", {"rep": "Ana", "month": "2026-06", "row": 2},
     "Row 2 has another quota of Ana for June 2026."),
    ("ramp.told-exit-with-quota", JUNE | {"before_minor": 100, "after_minor": 0},
     "Your ramp ends on June 1, 2026. The quota of June 2026 changes from $1.00 to $0.00."),
    ("pay.plan-not-later", JUNE, "The present plan holds from June 1, 2026. "),
])
def test_a_month_is_told_as_its_first_day(app, code, params, said):
    with app.test_request_context(), force_locale("en_US"):
        assert sentence(Reason(code, params)).startswith(said)


def test_a_command_tells_a_month_as_its_first_day():
    assert plain(Reason("pay.no-plan", JUNE)).startswith("There is no pay plan for June 2026.")


def test_a_sentence_calls_a_day_a_month():
    days = {code for code, text in SENTENCES.items()
            if re.search(r"(month|quarter|statement)\b[^.]* (from|of) %\((?!month_)\w+_on\)s", text)}
    assert days == set()
