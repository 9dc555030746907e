"""The files of a curriculum opened so far, with one list of problems for all of them."""

import re
from pathlib import Path

from workflows.authored import Checker, Problem, read_document, read_text, refuse_problems

_WORD = re.compile(r"\w[\w'’-]*")
_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING_1 = re.compile(r" {0,3}#(\s|$)")
_UNDERLINE = re.compile(r" {0,3}=+\s*$")


class Pack:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._opened: list[Checker] = []
        self._texts: dict[str, str] = {}

    def open(self, name: str) -> Checker:
        self._opened.append(Checker(read_document(self.folder / name, self.folder), self.problems))
        return self._opened[-1]

    def names(self, folder: str, ending: str) -> tuple[str, ...]:
        """Paths of the files in a sub-folder, sorted, relative to the pack."""
        return tuple(f"{folder}/{path.name}" for path in sorted((self.folder / folder).glob(f"*{ending}")))

    def markdown(self, name: str, fewest_words: int) -> str:
        """The lesson in `name`; too short, or with a heading that competes with the page's own title, is a problem."""
        if name not in self._texts:
            self._texts[name] = self._read(name, fewest_words)
        return self._texts[name]

    def fail(self, name: str, line: int, message: str) -> None:
        self.problems.append(Problem(name, line, "", message))

    def finish(self) -> None:
        """Raises AuthoredInvalid with the problems of every file."""
        for checker in self._opened:
            checker.unknown()
        refuse_problems(self.problems)

    def _read(self, name: str, fewest_words: int) -> str:
        text, problem = read_text(self.folder / name, self.folder)
        if problem:
            self.problems.append(problem)
            return ""
        if (words := word_count(text)) < fewest_words:
            self.fail(name, 1, f"has {words} words; at least {fewest_words} are needed")
        for line in title_lines(text):
            self.fail(name, line, "is a heading of level 1; the page's title is the module's, begin with “##”")
        return text.strip() + "\n"


def word_count(text: str) -> int:
    return len(_WORD.findall(text))


def title_lines(text: str) -> list[int]:
    """Lines, from 1, with a Markdown heading of level 1 outside code fences."""
    found: list[int] = []
    fenced = False
    before = ""
    for number, line in enumerate(text.splitlines(), start=1):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (_HEADING_1.match(line) or (_UNDERLINE.match(line) and before.strip())):
            found.append(number)
        before = line
    return found
