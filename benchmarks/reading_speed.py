"""How much reading a résumé costs over what spaCy's PhraseMatcher costs alone, with 5,000 phrases on two pages.

    python benchmarks/reading_speed.py

The target is a ratio of at most 2. Getting the text out of the file happens in a child process and is timed apart.
"""

import random
import statistics
import time
from collections.abc import Callable

import spacy
from spacy.matcher import PhraseMatcher

from question_banks.extraction import extract
from question_banks.reading import read_text
from question_banks.resumes.documents import Extracted, UploadKind
from question_banks.resumes.phrases import PhraseFinder

COMPETENCIES = 10
PHRASES = 5_000
ROUNDS = 60
VERBS = "built ran closed led won wrote opened kept raised trained planned mapped called met sold"
NOUNS = (
    "account plan, discovery call, pipeline review, territory plan, price objection, buying committee, renewal deal, "
    "cold call, demo script, business case, stakeholder map, sales forecast, reference customer, win plan, reply"
)
JOBS = (
    ("Senior Account Executive, Northwind Systems AB", "March 2020 – Present"),
    ("Account Executive, Contoso GmbH", "06/2017 – 02/2020"),
    ("Sales Development Representative at Fabrikam Ltd", "2015 – 2017"),
    ("Sales Assistant, Corner Books", "Sep 2013 – May 2015"),
)


def resume_of_two_pages(chance: random.Random) -> str:
    """About 900 words: four jobs of a dozen bullets, education, languages."""
    lines = [
        "Maria Lindqvist",
        "maria.lindqvist@example.com | +46 70 123 45 67 | linkedin.com/in/maria",
        "",
        "Experience",
    ]
    nouns, verbs = NOUNS.split(", "), VERBS.split()
    for title, dates in JOBS:
        lines += [title, dates]
        for _ in range(12):
            first, second = chance.sample(nouns, 2)
            lines.append(
                f"• {chance.choice(verbs).capitalize()} a {first} for {chance.randint(3, 40)} customers in the region, "
                f"and {chance.choice(verbs)} one {second} with each of them, {chance.randint(80, 140)} % of quota."
            )
        lines.append("")
    return "\n".join(
        [*lines, "Education", "BSc in Economics, Lund University, 2013", "", "Languages", "Swedish (native)"]
    )


def phrases(chance: random.Random) -> dict[str, list[str]]:
    """The nouns above, and made-up phrases of two to four words from the same vocabulary, 500 for each competency."""
    words = f"{NOUNS} {VERBS} the a of with for new key large".replace(",", "").split()
    drawn = set(NOUNS.split(", "))
    while len(drawn) < PHRASES:
        drawn.add(" ".join(chance.choices(words, k=chance.randint(2, 4))))
    listed = sorted(drawn)
    chance.shuffle(listed)
    return {f"competency-{number}": listed[number::COMPETENCIES] for number in range(COMPETENCIES)}


def milliseconds(work: Callable[[], object]) -> float:
    """The median of many runs, after two to warm up."""
    taken = []
    for _ in range(ROUNDS + 2):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken[2:])


def main() -> None:
    chance = random.Random(7)
    text, listed = resume_of_two_pages(chance), phrases(chance)
    nlp = spacy.blank("en")
    bare = PhraseMatcher(nlp.vocab, attr="LOWER")
    start = time.perf_counter()
    for key, written in listed.items():
        bare.add(key, [nlp.make_doc(phrase) for phrase in written])
    bare_built = time.perf_counter() - start
    start = time.perf_counter()
    finder = PhraseFinder(listed)
    ours_built = time.perf_counter() - start
    document = Extracted("resume.txt", UploadKind.TXT, text)

    alone = milliseconds(lambda: bare(nlp.make_doc(text)))
    ours = milliseconds(lambda: read_text(document, finder))
    start = time.perf_counter()
    extract("resume.txt", text.encode())
    child = time.perf_counter() - start
    print(f"{len(text.split())} words, {sum(map(len, listed.values())):,} phrases, median of {ROUNDS}")
    print(f"PhraseMatcher alone      {alone:7.2f} ms   (building it {bare_built:.2f} s)")
    print(f"the whole reading        {ours:7.2f} ms   (building it {ours_built:.2f} s)")
    print(f"ratio                    {ours / alone:7.2f}      target: at most 2")
    print(f"text out of the file     {1000 * child:7.0f} ms   in a child process")


if __name__ == "__main__":
    main()
