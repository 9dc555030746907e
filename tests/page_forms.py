"""Filling in a form as a browser does: what it holds already, what a person changes, what the button adds."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from lxml.etree import _Element as Element
from werkzeug.datastructures import MultiDict

from tests.page_lint import text_of


def exact(found: Iterable[Element], words: str) -> Element | None:
    """The element with exactly these words, or else the only one that contains them."""
    named = [(text_of(element) or element.get("aria-label", ""), element) for element in found]
    same = [element for name, element in named if name == words]
    near = [element for name, element in named if words in name]
    return same[0] if same else near[0] if len(near) == 1 else None


def label_words(label: Element) -> str:
    words = label.xpath(".//text()[not(ancestor::select or ancestor::textarea)]")
    return " ".join("".join(words).split()).removesuffix("*").strip()


def find_form(tree: Element, button: str, path: str) -> "Form":
    pressed = exact(tree.xpath("//button[not(@type='button')]"), button)
    assert pressed is not None, (
        f"no button “{button}” on {path}; there are {[text_of(found) for found in tree.xpath('//button')]}")
    locked = pressed.get("disabled") is not None or any(
        outer.get("disabled") is not None for outer in pressed.iterancestors("fieldset"))
    assert not locked, f"“{button}” on {path} is disabled"
    owner = pressed.get("form")
    form = tree.xpath("//form[@id=$id]", id=owner)[0] if owner else next(pressed.iterancestors("form"), None)
    assert form is not None, f"“{button}” on {path} belongs to no form"
    return Form(form, tree, pressed)


class Form:
    def __init__(self, form: Element, tree: Element, pressed: Element) -> None:
        self.tree = tree
        self.pressed = pressed
        self.action = pressed.get("formaction") or form.get("action") or ""
        self.method = (pressed.get("formmethod") or form.get("method") or "get").upper()
        inside = [field for field in form.iter("input", "select", "textarea") if not field.get("form")]
        owned = tree.xpath("//*[@form=$id][self::input or self::select or self::textarea]", id=form.get("id") or "-")
        self.fields = [field for field in [*inside, *owned] if field.get("name") and not self.is_disabled(field)]

    @staticmethod
    def is_disabled(field: Element) -> bool:
        return field.get("disabled") is not None or any(
            outer.get("disabled") is not None for outer in field.iterancestors("fieldset"))

    @property
    def names(self) -> set[str]:
        return {field.get("name") for field in self.fields}

    def labels(self, field: Element) -> set[str]:
        """What a person calls the field: its labels, or the legend or label of the group around a choice."""
        pointing = self.tree.xpath("//label[@for=$id]", id=field.get("id") or "-")
        wrapping = list(field.iterancestors("label"))
        said = {label_words(label) for label in [*pointing, *wrapping]}
        return said | {field.get("aria-label", "")} - {""}

    def group(self, field: Element) -> str:
        outer = next(field.iterancestors("fieldset"), None)
        legend = "" if outer is None else next((text_of(found) for found in outer.iter("legend")), "")
        return legend.removesuffix("*").strip()

    def named(self, key: str) -> list[Element]:
        """The fields a person means: by name, by label, or by the legend over a group of choices."""
        found = [field for field in self.fields if field.get("name") == key]
        found = found or [field for field in self.fields if key in self.labels(field)]
        found = found or [field for field in self.fields
                          if field.get("type") in ("radio", "checkbox") and self.group(field) == key]
        told = sorted(label for field in self.fields for label in self.labels(field) | {field.get("name")})
        assert found, f"no field “{key}”; there are {told}"
        assert len({field.get("name") for field in found}) == 1, f"“{key}” names several fields"
        return found

    def held(self) -> MultiDict:
        """What the form would send if nobody touched it."""
        data = MultiDict()
        for field in self.fields:
            name, kind = field.get("name"), field.get("type", "text")
            if field.tag == "textarea":
                data.add(name, (field.text or "").removeprefix("\n"))
            elif field.tag == "select":
                for value in chosen(field):
                    data.add(name, value)
            elif kind in ("checkbox", "radio"):
                if field.get("checked") is not None:
                    data.add(name, field.get("value", "on"))
            elif kind not in ("submit", "button", "image", "reset", "file"):
                data.add(name, field.get("value", ""))
        return data

    def filled(self, changes: Mapping[str, Any]) -> MultiDict:
        data = self.held()
        for key, value in changes.items():
            fields = self.named(key)
            name = fields[0].get("name")
            if fields[0].get("type") in ("checkbox", "radio"):
                data.setlist(name, self.ticked(fields, key, value, data.getlist(name)))
            else:
                data.setlist(name, [sent(fields[0], one) for one in (value if isinstance(value, list) else [value])])
        if self.pressed.get("name"):
            data.add(self.pressed.get("name"), self.pressed.get("value", ""))
        return data

    def ticked(self, fields: list[Element], key: str, value: Any, held: list[str]) -> list[str]:
        if isinstance(value, bool):
            mine = [field.get("value", "on") for field in fields]
            kept = [one for one in held if one not in mine]
            return [*kept, *mine] if value else kept
        wanted = [str(one) for one in (value if isinstance(value, list) else [value])]
        found = [field.get("value") for field in fields
                 if field.get("value") in wanted or self.labels(field) & set(wanted)]
        offered = sorted(label for field in fields for label in self.labels(field))
        assert len(found) == len(wanted), f"“{key}” offers {offered}, not {wanted}"
        return found


def chosen(select: Element) -> list[str]:
    options = list(select.iter("option"))
    picked = [option for option in options if option.get("selected") is not None]
    if not picked and select.get("multiple") is None:
        picked = options[:1]
    return [option.get("value", text_of(option)) for option in picked]


def sent(field: Element, value: Any) -> Any:
    if isinstance(value, tuple):
        content, filename = value
        return BytesIO(content), filename
    if field.tag != "select":
        return str(value)
    for option in field.iter("option"):
        if str(value) in (option.get("value"), text_of(option)):
            return option.get("value", text_of(option))
    offered = [text_of(option) for option in field.iter("option")]
    raise AssertionError(f"{field.get('name')} offers {offered}, not {value}")
