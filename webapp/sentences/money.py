"""Sentences about amounts, currencies and shares."""

from workflows.words import N_

SENTENCES = {
    "money.currencies-differ": N_("%(one)s and %(other)s cannot be added up. Convert one of them first."),
    "money.currency-unknown": N_("“%(currency)s” is not a currency code. Use three capital letters such as EUR."),
    "money.not-a-number": N_("“%(text)s” is not an amount. Write digits and a point only, such as 1250.50."),
    "money.share-negative": N_("A share cannot be below zero."),
    "money.shares-not-whole": N_("The shares add up to %(sum_bp)s. Make them 100%% together."),
    "money.too-large": N_("%(text)s is more than can be stored. Check the number of zeros."),
    "money.too-many-digits": N_("%(text)s has too many digits behind the point; this currency has %(digits)s."),
}
