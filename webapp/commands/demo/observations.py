"""What coach and assessor saw, criterion by criterion, and what a rep hands in with what is said to it."""

from collections.abc import Mapping
from typing import Final

SAW: Final[Mapping[str, str]] = {
    # Checkpoint: discovery
    "reason-for-the-conversation": "Named the second filling line at Erie Glass, why now, and how the plant was found, "
                                   "in twenty seconds that ended in a question.",
    "from-event-to-number": "Followed the stop of 14 March to the night shift and to 11,000 a day, a figure the buyer "
                            "worked out; then a second one, and asked which matters more.",
    "buyers-words": "Spoke for 9 of 24 minutes; read back “we run blind after ten” and was corrected on one point.",
    "evidence-for-six-lines": "Had a dated quote for five of six lines and made the missing one, the signature, the "
                              "next step.",
    # Checkpoint: value and objections
    "case-they-would-carry": "Showed four lines, each with the name of whoever gave the figure, and said what could go "
                             "wrong; the controller repeated the sum.",
    "each-person": "Gave the plant manager one sentence about stops and the controller one about scrap, and asked each "
                   "a question they could have answered with no.",
    "stop-ask-answer-check": "Paused, asked what was behind “too dear”, answered in two sentences, and asked whether "
                             "that settles it, all four times.",
    "plain-about-drawbacks": "Said “no, not before the autumn release”, and asked how much that matters for the "
                             "1998 press.",
    # Checkpoint: deal and forecast
    "plan-one-can-act-on": "Named three people on three floors and three moves with a date; explained why packaging "
                           "comes before the larger bottling hall.",
    "terms": "Said “if two years, then instalments”, condition first each time; gave training days before price, in "
             "shrinking steps.",
    "refusing-well": "Said no to unlimited users with a reason, and offered one site less in place of a lower price.",
    "forecast-with-causes": "Put each deal's category on something the buyer did, and gave three estimates with the "
                            "reason why they differ.",
    # Role-play: first call
    "opening-and-permission": "Said why Ashby and why this month, asked for 25 minutes, and came back to her wish for "
                              "one number at the end.",
    "depth-of-questions": "Asked three linked questions about the night shift; she worked out the cost herself.",
    "listening": "Waited after “it depends” and heard about the failed retrofit; summed up with her name, number and "
                 "date.",
    "decision-and-next-step": "Agreed on Tuesday with the shift leader, and asked how the last compressor was bought, "
                              "step by step.",
    # Role-play: two people
    "their-number": "Built one sum for Ms Reyes and another for Mr Okafor from their own inputs, and called both "
                    "careful.",
    "shape-of-presentation": "Began with the result, showed three screens, and left the fourth out when Mr Okafor "
                             "looked at the clock.",
    "finding-the-kind": "Asked before answering each of the four, and checked each time; gave no discount.",
    "honesty-about-limits": "Admitted that the 1998 press stays without sensors, and asked how much that matters.",
    # Role-play: terms
    "whole-table": "Asked for every open point before touching any, and for the reason behind three of them.",
    "trading": "Put a condition before each concession, offered the training days first, and kept quiet after the "
               "offer.",
    "pressure": "Met the third “by Friday” as evenly as the first, and offered a smaller scope in place of a lower "
                "price.",
    "steps-and-date": "Wrote six steps with durations on the board, noticed that legal had no text yet, and sent it "
                      "from the room.",
}
OTHERWISE: Final = "Did what the line asks in the first try, and said afterwards what to do differently."

WORK: Final[Mapping[str, tuple[str, str]]] = {
    "listen-to-five-calls": (
        "Five calls, two of Jonas and three of Priya. Priya's second: she waits after the number is named, and the "
        "buyer goes on. I interrupt at that place.", "You heard the pause. Count yours in the next call."),
    "extra-ten-day-energy-log": (
        "Ten days. I start late after an internal meeting (four times) and at once after a visit (five times). From "
        "Monday the calls come before the meeting.", "A cause and a change, good. Show me the next ten days."),
    "extra-one-change-three-times": (
        "One change: no product before the third question. Call one failed at minute two, calls two and three held.",
        "Say what was different in call one, and this is done. You did: the price came up."),
    "first-thirty-accounts": (
        "Thirty plants by number of lines and age of the oldest. The first ten have a named plant manager and one "
        "reason to call this month.", "Specific enough to call from on Monday."),
    "extra-ten-openings": (
        "Ten openings, each with a fact about the plant. Seven ended in a question; I rewrote the other three.",
        "Number four would make me stay on the phone. Use it."),
    "extra-three-old-deals": (
        "Three lost deals of last year: in two nobody ever spoke to who signs, in one there was no date.",
        "Right. Ask for the signature by name in the second call."),
    "extra-five-translations": (
        "Five functions as one change for one person each: the shift leader sees the stop before the line does.",
        "Three are in their words. Say the other two to somebody from maintenance first."),
    "one-page-business-case": (
        "Erie Glass: two stops a month at 11,000, a third of them seen six hours ahead. About 88,000 a year against "
        "31,000, counted carefully; risk: no sensors on the old press.", "Mr Okafor could read this aloud. Send it."),
    "extra-map-the-people": (
        "Nine people at Harlow Plastics: two for it, one against (he chose the old system), six unknown. Next: the "
        "quality manager.", "Go to the one who is against it before he hears of it from others."),
    "extra-forecast-in-hindsight": (
        "Eight deals of the last quarter: my dates were early by 17 days on average, always at legal.",
        "Add the 17 days now, and we look again in March."),
    "plan-for-one-account": (
        "Erie Glass: three floors, four fields. Packaging first, since its manager measures stops. Moves: visit on the "
        "4th, test line by the 20th, service contract before the budget.", "Three moves with dates. Make the first."),
}
PLAIN_WORK: Final = ("Done as asked; what I would do differently is in the last line.", "Good. Try that last line.")


def saw(criterion: str) -> str:
    return SAW.get(criterion, OTHERWISE)
