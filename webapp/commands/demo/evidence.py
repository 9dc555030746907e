"""What interviewers of the demo company write: what they saw, by competency and level, and what they make of it all."""

from collections.abc import Mapping
from enum import Enum
from typing import Final


class Band(Enum):
    """Levels that read alike: 1 and 2, 3, 4 and 5."""

    low = 0
    middle = 1
    high = 2


def band(level: int) -> Band:
    return Band.low if level < 3 else Band.middle if level == 3 else Band.high


L, M, H = Band.low, Band.middle, Band.high

SEEN: Final[Mapping[str, Mapping[Band, tuple[str, ...]]]] = {
    "negotiation": {
        L: ("Offered a discount before anybody had asked for one.",
            "Gave in three equal steps and got nothing for any of them.",
            "Apologised for the price, and talked about nothing but the price.",
            "Accepted the buyer's deadline without asking what it was for.",
            "Promised to ask the boss about everything, and named no condition.",
            "Took the first no as final and changed the subject."),
        M: ("Asked for a longer term in return, and dropped the condition when the demand was repeated.",
            "Held the price for two rounds, then met in the middle without asking for anything.",
            "Named what could be traded when asked for it, not before.",
            "Set a floor and kept to it, but talked price before the other points were on the table.",
            "Confirmed the terms in writing two days later, with one point left open.",
            "Said calmly what could not be decided alone, and forgot to agree on when the answer would come."),
        H: ("Named three trades in order, the longer contract first, and kept the discount for last.",
            "Said no, gave the reason in one sentence, and waited until the other side spoke.",
            "Asked what the deadline meant for the buyer before answering it.",
            "Traded instalments against a second year, and read both back before going on.",
            "Wrote down what was agreed the same evening, and struck one line that had never been promised.",
            "Moved the talk from price to the risk of another year with the old line.",
            "Offered training days before any money, and said what they were worth to the buyer.",
            "Asked for the whole list of open points before answering the first of them.",
            "Made the second concession half the size of the first, and said that it was the last.",
            "Proposed one site less in place of a lower price.",
            "Told the buyer which point could not be decided alone, and by when the answer would come.",
            "Waited through a long silence after the offer, and did not improve it."),
    },
    "discovery": {
        L: ("Read the questions from a list and went to the next one whatever the answer was.",
            "Heard one familiar word and presented the feature for four minutes.",
            "Gave the price in the second minute and asked nothing afterwards.",
            "Took the first symptom for the problem; asked neither for its cost nor for a date.",
            "Talked for most of the time, and summed up what had been said before the call."),
        M: ("Asked two second questions about the same problem, reached its cause, and left its cost open.",
            "Repeated three points at the end; one of them had not come from the buyer.",
            "Put a number on the problem together with the buyer, but never asked who else feels it.",
            "Told apart what was known and what was a guess, and planned a question for half of the guesses.",
            "Asked how the last purchase was decided, late, after the price had come up twice."),
        H: ("Asked who pays for the overtime and wrote down the figure in the buyer's own words.",
            "Followed one breakdown three steps down, to the person who stays late because of it.",
            "Left a long pause after a short answer, and heard about the project that had failed before.",
            "Asked what happens if nothing changes, and let the buyer work out what it costs.",
            "Summed up in four sentences, was corrected once, and used the correction at once.",
            "Noticed that the shift leader had not been named, and asked to meet her next."),
    },
    "drive": {
        L: ("Waited for the list and stopped when it was empty.",
            "Blamed the leads, the region and the price, and named nothing to do differently.",
            "Planned to “catch up on mail” on days that nobody would check.",
            "Worked hard on the demos and left the calls to the last hour of the week.",
            "Told of one idea, and had not tried it in two years."),
        M: ("Kept the calls booked for Friday at four, and told of the one week in which that failed.",
            "Asked for the next task before the last one was done, and named whom to ask for it.",
            "Filled two of three free days and left the third open “for what comes up”.",
            "Told with pleasure how a customer's line works; followed it up with one visit.",
            "Began after a reminder, and then finished a week early."),
        H: ("Called the lost customer again the same afternoon, with another first sentence.",
            "Started a call hour that nobody had ordered, kept it for eleven months, and handed it on.",
            "Booked nine visits for the days nobody would check, and said which three would move next month.",
            "Stood beside a filling line for a whole shift to learn how it works, and used it in the next call.",
            "Took the ugliest list first and told two colleagues the score every evening.",
            "Took the pitch apart without being asked, and gave it again with one change."),
    },
    "forecasting": {
        L: ("Named the number the manager wanted to hear, and could not say what it rested on.",
            "Counted every deal in the last stage, whatever the buyer had done.",
            "Left three close dates in the past and called that normal.",
            "Learned from the customer's lawyer that a deal would slip, and told nobody until Monday."),
        M: ("Gave evidence for most of the dates, and moved one deal out before being asked.",
            "Called the manager about the slip the same day, without a deal to take its place.",
            "Landed within 15 % last quarter, and explained the rest by one late signature.",
            "Kept next steps in the system for large deals and none for small ones."),
        H: ("Gave for each deal the evidence behind its date and the one thing that could stop it.",
            "Told the manager about the slip within the hour, with two deals that could take its place.",
            "Named one number with a range, and said in which direction earlier guesses had been wrong.",
            "Showed Friday's notes, from which a stranger could have made the next call."),
    },
}
OTHERWISE: Final[Mapping[Band, tuple[str, ...]]] = {
    L: ("Told of a lost deal and named nothing to do differently.",
        "Explained why the advice did not apply, and repeated the mistake a minute later."),
    M: ("Told of a lost deal and what to do differently, without having tried it yet.",
        "Repeated the advice in other words, and tried half of it."),
    H: ("Told of a lost deal, what to do differently, and the call in which that was done.",
        "Asked for one thing to change, and changed it in the next try."),
}
MADE_OF_IT: Final[Mapping[str, Mapping[Band, tuple[str, ...]]]] = {
    "negotiation": {
        L: ("gives before being asked", "pays for every silence with a concession",
            "treats the first demand as the last word"),
        M: ("holds a price, and trades only when reminded", "stands firm on the price and forgets to ask for a return",
            "knows what could be traded, and offers it late"),
        H: ("trades where others give", "every concession bought something",
            "keeps the price and the friendly tone at once")},
    "discovery": {
        L: ("stays at the first answer", "leaves most of the problem unasked",
            "hears a keyword and begins to present"),
        M: ("finds the cause and leaves its cost open", "gets to the second why and stops there",
            "asks well about the problem, hardly about who decides"),
        H: ("asks until the buyer names the cost", "lets the buyer work out what waiting costs",
            "the pauses brought out more than the questions")},
    "drive": {
        L: ("waits to be pushed", "does what is on the list and no line more", "looks for the reason somewhere else"),
        M: ("keeps to the plan and seldom goes beyond it", "reliable, with few ideas of what else to try",
            "needs a reminder to begin and none to finish"),
        H: ("starts what nobody ordered and finishes it", "picks up the phone again when others go home",
            "a setback is the reason for the next try")},
    "forecasting": {
        L: ("names the number that was wished for", "dates rest on hope", "counts deals instead of looking at them"),
        M: ("gives reasons for most dates, not for all", "close on the total, vague about single deals",
            "moves a deal when asked, not before"),
        H: ("says what each date rests on", "tells of a slip before anybody asks",
            "gives a range and says where it could break")},
}
VOICES: Final = (
    "Strongest in {strongest}: {praise}. Weakest in {weakest}: {blame}.",
    "What stays with me is {strongest}: {praise}. I would ask again about {weakest}: {blame}.",
    "{Weakest} first: {blame}. Best of what I heard was {strongest}: {praise}.",
)
"""How one interviewer writes, and another, and a third."""


def seen(competency: str, level: int, number: int) -> str:
    """The sentence of that number, round and round; a competency nobody wrote about has sentences that fit any."""
    sentences = SEEN.get(competency, {}).get(band(level), OTHERWISE[band(level)])
    return sentences[number % len(sentences)]


def overall(levels: Mapping[str, int], voice: int = 0) -> str:
    """The reason for the overall verdict, from the strongest competency and the weakest, in one interviewer's words."""
    strongest, weakest = max(levels, key=lambda each: levels[each]), min(levels, key=lambda each: levels[each])
    return VOICES[voice % len(VOICES)].format(
        strongest=strongest, weakest=weakest, Weakest=weakest.capitalize(),
        praise=_made_of(strongest, levels[strongest], voice), blame=_made_of(weakest, levels[weakest], voice))


def _made_of(competency: str, level: int, voice: int) -> str:
    said = MADE_OF_IT[competency][band(level)]
    return said[voice % len(said)]
