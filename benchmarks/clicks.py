"""What people send: applications with a résumé and scorecards one by one, then 1,000 clicks at once on one button."""

import html
import http.client
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from webapp.access import COOKIE

CLICKS, AT_ONCE = 1_000, 50
ROUNDS = 10  # for each size: more than 20 applications an hour from one place are refused
HIDDEN = re.compile(r'name="(csrf_token|was|window|after)"[^>]*value="([^"]*)"')
RESUME = (b"Kim Ode\nkim@example.com\n\nExperience\nAccount executive, Northwind, 2021 - 2026\n"
          b"- Closed 132 % of a $900k quota.\n")


class Clicker:
    """One person's connection to the web process under measure."""

    def __init__(self, port: int, session: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies = {COOKIE: session} if session else {}

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": cookies, **({"Content-Type": kind} if kind else {})})
        answer = self.connection.getresponse()
        for each in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode("utf-8", "replace")

    def form(self, path: str) -> dict[str, str]:
        """What the form of a page sends without being typed."""
        found = {name: html.unescape(value) for name, value in reversed(HIDDEN.findall(self.ask("GET", path)[1]))}
        if "csrf_token" not in found:
            raise SystemExit(f"{path} has no form to send")
        return found

    def post(self, path: str, fields: dict[str, str]) -> int:
        return self.ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")[0]


def applications(clicker: Clicker, slug: str) -> Iterator[float]:
    """Milliseconds from pressing “Send the application” to the answer, résumé included, one by one."""
    path = f"/careers/{slug}/apply"
    for number in range(ROUNDS):
        mark = secrets.token_hex(8)
        fields = {**clicker.form(path), "name": "Kim Ode", "consent": "y",
                  "email": f"bench-{mark}-{number}@example.com"}
        body = b"".join(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                        for name, value in fields.items())
        body += (f'--{mark}\r\nContent-Disposition: form-data; name="resume"; filename="kim.txt"\r\n'
                 "Content-Type: text/plain\r\n\r\n").encode() + RESUME + f"\r\n--{mark}--\r\n".encode()
        began = time.perf_counter()
        status, _ = clicker.ask("POST", path, body, f"multipart/form-data; boundary={mark}")
        yield _since(began, path, status, 303)


def autosaves(clicker: Clicker, path: str, fields: dict[str, str]) -> Iterator[float]:
    """Milliseconds of keeping a scorecard while it is written, one by one."""
    fields = {**clicker.form(path), **fields}
    for number in range(ROUNDS):
        began = time.perf_counter()
        status = clicker.post(f"{path}/draft", {**fields, "notes": f"Note {number}"})
        yield _since(began, f"{path}/draft", status, 204)


def submits(clicker: Clicker, path: str, fields: dict[str, str], reopen: Callable[[], object]) -> Iterator[float]:
    """Milliseconds of submitting a scorecard, one by one; `reopen` makes it a draft before each."""
    for _ in range(ROUNDS):
        reopen()
        sent = {**clicker.form(path), **fields}
        began = time.perf_counter()
        yield _since(began, path, clicker.post(path, sent), 303)


def _since(began: float, path: str, status: int, expected: int) -> float:
    taken = (time.perf_counter() - began) * 1000
    if status != expected:
        raise SystemExit(f"{path} answered {status}")
    return taken


def all_at_once(port: int, path: str, session: str, form: str, fields: dict[str, str]) -> tuple[Counter[int], float]:
    """1,000 presses of one button, 50 at a time: how often each status came, and the seconds it all took."""
    fields = {**(first := Clicker(port, session)).form(form), **fields}

    def press(clicker: Clicker) -> Counter[int]:
        return Counter(clicker.post(path, fields) for _ in range(CLICKS // AT_ONCE))

    clickers = [Clicker(port, session) for _ in range(AT_ONCE)]
    for each in clickers:
        each.cookies.update(first.cookies)
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        counted = sum(pool.map(press, clickers), Counter[int]())
    return counted, time.perf_counter() - began
