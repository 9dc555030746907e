"""What a form says of an answer it cannot take: our sentences in the place of those built into WTForms."""

from collections.abc import Mapping

from webapp.translating import gettext as _
from workflows.words import N_

NEEDED = N_("This is needed. Fill it in or choose.")
NOT_OFFERED = N_("What was chosen is not offered here, or no longer. Choose again.")
NO_WHOLE_NUMBER = N_("This is no whole number. Write it in digits, such as 12.")
NO_NUMBER = N_("This is no number. Write it in digits, such as 12.5.")

SAID: Mapping[str, str] = {
    "This field is required.": NEEDED,
    "Not a valid choice.": NOT_OFFERED,
    "Invalid Choice: could not coerce.": NOT_OFFERED,
    "Invalid choice(s): one or more data inputs could not be coerced.": NOT_OFFERED,
    "'%(value)s' is not a valid choice for this field.": NOT_OFFERED,
    "'%(value)s' are not valid choices for this field.": NOT_OFFERED,
    "Invalid value, must be one of: %(values)s.": N_("Only these can be taken: %(values)s. Choose one of them."),
    "Invalid value, can't be any of: %(values)s.": N_("None of these can be taken: %(values)s. Write another."),
    "Not a valid integer value.": NO_WHOLE_NUMBER,
    "Not a valid decimal value.": NO_NUMBER,
    "Not a valid float value.": NO_NUMBER,
    "Not a valid date value.": N_("This is no day of the calendar. Choose one, or write it as 2026-03-02."),
    "Not a valid datetime value.": N_("This is no day with a time. Choose both, or write them as 2026-03-02 14:30."),
    "Not a valid time value.": N_("This is no time of day. Write it as 14:30."),
    "Number must be at least %(min)s.": N_("The least that can be taken is %(min)s. Write a larger number."),
    "Number must be at most %(max)s.": N_("The most that can be taken is %(max)s. Write a smaller number."),
    "Number must be between %(min)s and %(max)s.": N_("Write a number from %(min)s to %(max)s."),
    "Date must be at least %(min)s.": N_("Choose a day from %(min)s on."),
    "Date must be at most %(max)s.": N_("Choose a day up to %(max)s."),
    "Date must be between %(min)s and %(max)s.": N_("Choose a day from %(min)s to %(max)s."),
    "Field must be at least %(min)d characters long.": N_(
        "This is too short: %(length)d characters. Write at least %(min)d."),
    "Field cannot be longer than %(max)d characters.": N_(
        "This is too long: %(length)d characters. Shorten it to at most %(max)d."),
    "Field must be exactly %(max)d characters long.": N_(
        "This has %(length)d characters. Write exactly %(max)d."),
    "Field must be between %(min)d and %(max)d characters long.": N_(
        "This has %(length)d characters. Write from %(min)d to %(max)d."),
    "Field must be equal to %(other_name)s.": N_("This differs from “%(other_label)s”. Write the same in both."),
    "Invalid input.": N_("This is not written in the form that is asked for. Compare it with the hint."),
    "Invalid email address.": N_("This is no e-mail address. Check it for missing signs."),
    "This field cannot be edited.": N_("This cannot be changed here. Leave it as it was."),
    "This field is disabled and cannot have a value.": N_("Nothing can be written here. Leave it empty."),
    "File does not have an approved extension: {extensions}": N_(
        "Files of this kind cannot be read here. Choose one of these kinds: {extensions}."),
    "File does not have an approved extension.": N_("Files of this kind cannot be read here. Choose another."),
}
"""By what WTForms and Flask-WTF would say (where they count, by the sentence for many)."""


class FormWords:
    """Translations as WTForms asks for them."""

    def gettext(self, text: str) -> str:
        return _(SAID[text]) if text in SAID else text

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(many)


WORDS = FormWords()
