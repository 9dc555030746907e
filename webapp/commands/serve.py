"""`onramp run`: web and worker on this machine, watched over; `onramp worker`: background jobs, anywhere."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from pathlib import Path

import click

READY_WITHIN = 60
RESTARTS, RESTARTS_WITHIN = 3, 60
PAUSE = 1.0
STOP_WITHIN = 10
DIE_WITH_PARENT = 1


def address() -> tuple[str, int]:
    """Where to listen, from HOST and PORT; a port that is no number or is taken is told in a sentence."""
    host, wanted = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise click.ClickException(f"PORT is “{wanted}”; it must be a number from 1 to 65535: PORT=8080 make run")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(wanted)))
        except OSError as failure:
            raise click.ClickException(f"Port {wanted} cannot be used ({failure.strerror}). Stop what uses it, or "
                                       "choose another: PORT=8080 make run") from None
    return host, int(wanted)


class Child:
    """A program that is to go on running. It dies with us, whatever ends us."""

    def __init__(self, name: str, *command: str) -> None:
        self.name, self.command = name, command
        self.starts: deque[float] = deque(maxlen=RESTARTS)
        self.start()

    def start(self) -> None:
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True,
                                        preexec_fn=_die_with_parent)

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def hopeless(self) -> bool:
        """Whether it fell over so often lately that starting it again is no help."""
        return len(self.starts) == RESTARTS and time.monotonic() - self.starts[0] < RESTARTS_WITHIN

    def stop(self) -> None:
        if not self.ended:
            self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _onramp(*arguments: str) -> tuple[str, ...]:
    return str(Path(sys.executable).with_name("onramp")), *arguments


def _web(host: str, port: int) -> tuple[str, ...]:
    return (sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4",
            "--workers", os.environ.get("WEB_PROCESSES") or "1", "--bind", f"{host}:{port}", "--no-control-socket",
            "--log-level", "warning", "--graceful-timeout", "5", "webapp:create_app()")


@click.command
def run() -> None:
    """Start web and worker on this machine; ctrl-C stops both."""
    host, port = address()
    if subprocess.call([sys.executable, "-m", "webapp.commands.first_start"]) != 0:
        raise click.ClickException("Onramp did not start; the lines above say why.")
    shown = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"
    stopping = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopping.set())
    children = [Child("web", *_web(host, port))]
    try:
        await_answer(f"http://127.0.0.1:{port}/sign-in", children[0], stopping)
        children.append(Child("worker", *_onramp("worker")))
        click.echo(f"\nOnramp is ready: {shown}\nctrl-C stops it.")
        watch(children, stopping)
    finally:
        for child in children:
            child.stop()
    click.echo("Onramp has stopped.")


def await_answer(url: str, web: Child, stopping: threading.Event) -> None:
    """Return when the web answers; a web that ends before that cannot be helped by another start."""
    until = time.monotonic() + READY_WITHIN
    while not stopping.is_set() and time.monotonic() < until:
        if web.ended:
            raise click.ClickException("The web process ended while starting; the lines above say why.")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
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
def worker(once: bool) -> None:
    """Do background jobs, send mail and seal the ledger until told to stop."""
    from webapp import create_app  # slow import
    from webapp.chores import do_what_is_due  # slow import

    stopping = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopping.set())
    app = create_app()

    def in_turn() -> bool:
        with app.app_context():
            return do_what_is_due()

    repeat(in_turn, stopping, once=once)


def repeat(chore: Callable[[], bool], stopping: threading.Event, *, once: bool) -> None:
    """Call `chore` again at once while it finds work, else after a pause."""
    while not stopping.is_set():
        if chore():
            continue
        if once:
            return
        stopping.wait(PAUSE)
