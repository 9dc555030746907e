"""Somebody who uses the keyboard only: presses keys one by one, and notes what the focus comes to."""

from dataclasses import dataclass

from playwright.sync_api import Page

PATIENCE = 12
MOST_STOPS = 150

# All that Tab is to stop at, in the order in which a page is read out: of radio buttons one per group.
STOPS = """() => {
  const native = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const seen = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest("[inert], [hidden]");
  const open = (each) => seen(each) && !each.disabled && each.tabIndex >= 0;
  const all = [...document.querySelectorAll(native)].filter(open);
  return all.filter((each) => {
    if (each.type !== "radio") return true;
    const members = all.filter((other) => other.type === "radio" && other.name === each.name
      && other.form === each.form);
    if (members.some((other) => other.checked)) return each.checked;
    return members[0] === each;
  }).map(NAMED);
}"""
NAMED = """(each) => [each.tagName.toLowerCase(), each.id && "#" + each.id, each.name && `[${each.name}]`,
  each.type === "radio" ? `=${each.value}` : "", (each.innerText || "").trim().replace(/\\s+/g, " ").slice(0, 40),
  each.getAttribute("href") || ""].filter(Boolean).join(" ")"""
# Once the page has scrolled to it; null where nothing has the focus, or where the walk began.
HERE = """async () => {
  const drawn = () => new Promise((next) => requestAnimationFrame(next));
  await drawn();
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement || here === window.begun) return null;
  window.begun = window.begun || here;
  const inside = () => {
    const box = (here.labels && here.labels[0] || here).getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  };
  for (let frames = 0; frames < 90 && !inside(); frames += 1) await drawn();
  return [(NAMED)(here), inside()];
}"""


@dataclass(frozen=True)
class Stop:
    """What has the focus: what it is called, and whether it stands within the window."""

    name: str
    in_sight: bool


class Keyboard:
    """Counts interactions: each key (Tab, arrow, figure, Enter) is one, a sentence typed into a field is one."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.count += 1

    def type(self, sentence: str) -> None:
        self.page.keyboard.insert_text(sentence)
        self.count += 1

    def tab_to(self, what: str) -> None:
        """Tab until the focus is on something that matches the selector; gives up where a person would."""
        for _ in range(PATIENCE):
            self.press("Tab")
            if self.page.evaluate("what => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"{what} was not reached within {PATIENCE} tabs")

    def stops(self) -> list[str]:
        """What Tab is to stop at, in reading order."""
        return list(self.page.evaluate(STOPS.replace("NAMED", NAMED)))

    def here(self) -> Stop | None:
        """What has the focus; None when nothing has, or what had it first since the walk began."""
        found = self.page.evaluate(HERE.replace("NAMED", NAMED))
        return found and Stop(found[0], found[1])

    def walk(self, key: str = "Tab") -> list[Stop]:
        """What the focus comes to with this key until it leaves the page; not at all if it is trapped."""
        met: list[Stop] = []
        self.page.evaluate("() => { window.begun = null }")
        while len(met) < MOST_STOPS:
            self.press(key)
            stop = self.here()
            if stop is None:
                return met
            met.append(stop)
        raise AssertionError(f"the focus never leaves {self.page.url}; last {[each.name for each in met[-3:]]}")


