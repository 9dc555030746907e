"""`onramp run`: web and worker on this machine, watched over; `onramp worker`: background jobs, anywhere."""

import os
import secrets
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from config import Config
from webapp.commands.children import Child
from webapp.commands.settings import complaints, listening_complaints

READY_WITHIN = 60
PAUSE = 0.25
INTERRUPTED = 130
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses that stand for all a machine has, and the one at which it reaches itself."""


def address() -> tuple[str, int]:
    """Where to listen, from HOST and PORT; whatever is wrong with the settings is told at once."""
    if wrong := listening_complaints():
        raise click.ClickException("\n".join([*wrong, *complaints(Config())]))
    return os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or "8000")


def in_link(host: str, port: int) -> str:
    """Host and port as an address has them: one of IPv6 stands in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _onramp(*arguments: str) -> tuple[str, ...]:
    return str(Path(sys.executable).with_name("onramp")), *arguments


def _web(host: str, port: int) -> tuple[str, ...]:
    return (sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4",
            "--workers", os.environ.get("WEB_PROCESSES") or "1", "--bind", in_link(host, port), "--no-control-socket",
            "--log-level", "warning", "--graceful-timeout", "5", "webapp:create_app()")


@click.command
def run() -> None:
    """Start web and worker on this machine; ctrl-C stops both."""
    host, port = address()
    shown = f"http://{in_link('localhost' if host == '127.0.0.1' or host in EVERYWHERE else host, port)}"
    if host in EVERYWHERE and not os.environ.get("ONRAMP_PUBLIC_URL"):
        click.echo(f"Links in mail lead to {shown}, which nobody elsewhere can open. Say what address others use: "
                   "ONRAMP_PUBLIC_URL=https://…")
    os.environ["ONRAMP_PUBLIC_URL"] = os.environ.get("ONRAMP_PUBLIC_URL") or shown
    stopping = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopping.set())
    get_ready(stopping)
    children = [Child("web", *_web(host, port))]
    try:
        await_answer(f"http://{in_link(EVERYWHERE.get(host, host), port)}/sign-in", children[0], stopping)
        if not stopping.is_set():
            children.append(Child("worker", *_onramp("worker", "--name", secrets.token_hex(4))))
            click.echo(f"\nOnramp is ready: {shown}\nctrl-C stops it.")
        watch(children, stopping)
    finally:
        for child in children:
            child.stop()
    click.echo("Onramp has stopped.")


def get_ready(stopping: threading.Event) -> None:
    """What must be there first; who stops it on the way hears one sentence."""
    first = Child("first start", sys.executable, "-m", "webapp.commands.first_start")
    while not first.ended and not stopping.wait(0.02):
        pass
    if not first.ended:
        first.stop()
        click.echo("Stopped before Onramp was ready; start it again whenever you like.")
        raise SystemExit(INTERRUPTED)
    if first.process.returncode != 0:
        raise click.ClickException("Onramp did not start; the lines above say why.")


def await_answer(url: str, web: Child, stopping: threading.Event) -> None:
    """Return when the web answers; one that ends before that, or has only errors to show, is not helped by waiting."""
    until = time.monotonic() + READY_WITHIN
    while not stopping.is_set() and time.monotonic() < until:
        if web.ended:
            raise click.ClickException("The web process ended while starting; the lines above say why.")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError as answer:
            if answer.code >= 500:
                raise click.ClickException(f"The web process answers with an error ({answer.code}), so it was stopped; "
                                           "the lines above say why.") from None
            return
        except OSError:
            stopping.wait(0.05)
            continue
        return
    if not stopping.is_set():
        raise click.ClickException(f"The web process did not answer within {READY_WITHIN} seconds.")


def watch(children: list[Child], stopping: threading.Event) -> None:
    """Start again what falls over, until told to stop; what keeps falling over ends everything, with a sentence."""
    while not stopping.wait(0.3):
        for child in children:
            if not child.ended:
                continue
            if child.hopeless:
                raise click.ClickException(f"The {child.name} process keeps ending ({child.process.returncode}), so "
                                           "everything was stopped; the lines above say why.")
            click.echo(f"The {child.name} process ended ({child.process.returncode}); starting it again.", err=True)
            child.start()


@click.command
@click.option("--once", is_flag=True, help="Do what is due, then end.")
@click.option("--name", type=click.STRING, default="", help="At most 8 letters, this worker's own. Started again under "
              "the same name, it goes on with what it was killed in at once, not after ten minutes.")
def worker(once: bool, name: str) -> None:
    """Do background jobs, send mail and seal the ledger until told to stop."""
    if len(name) > 8:
        raise click.UsageError("A worker's name has at most 8 letters.")
    from webapp import create_app  # slow import
    from webapp.chores import do_what_is_due  # slow import
    from workflows import jobs  # slow import

    stopping = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopping.set())
    app = create_app()
    if not once:
        import_module("workflows.measurement.ratings_next")  # whoever submits first does not wait for the statistics
    if name:
        with app.app_context():
            jobs.release(name)

    def in_turn() -> bool:
        with app.app_context():
            return do_what_is_due(name)

    repeat(in_turn, stopping, once=once)


def repeat(chore: Callable[[], bool], stopping: threading.Event, *, once: bool) -> None:
    """Call `chore` again at once while it finds work, else after a pause."""
    while not stopping.is_set():
        if chore():
            continue
        if once:
            return
        stopping.wait(PAUSE)
