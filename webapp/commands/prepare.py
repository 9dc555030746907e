"""Make this machine able to run or test Onramp: called by `make` with any Python, before anything is installed.

    python3 -I webapp/commands/prepare.py run | test | serve      (serve: as run, and the port must be free)

Standard library only, and no syntax newer than Python 3.6, so that an old Python can be told so in one sentence.
What was done is remembered by stamps in `.venv`; when nothing has changed this takes a tenth of a second.
"""

import ctypes
import errno
import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
LOG = ROOT / "instance" / "prepare.log"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
NATIVE = {"libpango-1.0-0": "libpango-1.0.so.0", "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
          "libharfbuzz-subset0": "libharfbuzz-subset.so.0"}
NO_ANSWER = ("NewConnectionError", "Temporary failure in name resolution", "ConnectTimeout", "ReadTimeout",
             "ProxyError", "Network is unreachable", "Connection refused", "Max retries", "SSLError",
             "No matching distribution found")


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def say(sentence):
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def check_python():
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run by Pythons that are too old
        major, minor = sys.version_info[:2]
        stop(f"Onramp needs Python 3.11 or newer, and {sys.executable} is {major}.{minor}. Install a newer one and "
             "name it: make PYTHON=/path/to/python3.11 run")


def check_folder():
    for folder in (ROOT, VENV, ROOT / "instance"):
        if folder.exists() and not os.access(str(folder), os.W_OK | os.X_OK):
            stop(f"You may not write to {folder}. Make it yours (sudo chown -R $USER {folder}) or copy the project to "
                 "a folder of your own.")
    try:
        LOG.parent.mkdir(mode=0o700, exist_ok=True)
        LOG.touch()
    except OSError as failure:
        stop(f"Cannot write to {LOG}: {failure.strerror}. Free some space or copy the project elsewhere.")


def check_port():
    """As `settings.listening_complaints` says it, before anything is installed."""
    host, wanted = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    nowhere = f"HOST is “{host}”, which is no address of this machine. Leave it out, or write 0.0.0.0 for all it has."
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        stop(f"PORT is “{wanted}”; it must be a number from 1 to 65535, as in: PORT=8080 make run")
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, int(wanted), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except (socket.gaierror, UnicodeError):
        stop(nowhere)
    except PermissionError:
        stop(f"Port {wanted} needs administrator rights; choose one above 1023: PORT=8080 make run")
    except OSError as failure:
        if failure.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            stop(nowhere)
        stop(f"Port {wanted} cannot be used ({failure.strerror}). Stop what uses it, or choose another: "
             "PORT=8080 make run")


def stamp(purpose):
    """What the environment was made from; another value means that it must be brought up to date."""
    digest = hashlib.sha256(sys.version.encode() + str(VENV).encode())
    for name in (LOCKS[purpose], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_prepared(purpose):
    kept = VENV / f"onramp-{purpose}.stamp"
    return kept.exists() and kept.read_text() == stamp(purpose)


def call(*command):
    """Run quietly, keeping the output in the log; returns whether it worked."""
    with LOG.open("ab") as log:
        log.write("$ {}\n".format(" ".join(command)).encode())
        log.flush()
        return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=str(ROOT)) == 0


def is_usable():
    """Whether `.venv` is this Python's, and was made in this folder (a moved one starts the wrong programs)."""
    python, script = VENV / "bin" / "python", VENV / "bin" / "pip"
    if not python.exists() or not script.exists() or str(VENV) not in script.read_text():
        return False
    probe = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return subprocess.call([str(python), "-c", probe], stderr=subprocess.DEVNULL) == 0


def make_environment():
    if is_usable():
        return
    try:
        import ensurepip  # noqa: F401 - Debian ships it apart, in python3-venv
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv module is missing. Install it (sudo apt-get install python3-venv) and run make again.")
    if not call(sys.executable, "-m", "venv", "--clear", str(VENV)):
        stop(f"The virtual environment could not be made in {VENV}; {LOG} says why. On Debian it needs: "
             "sudo apt-get install python3-venv")


def install(purpose):
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    began = LOG.stat().st_size
    done = call(*pip, "install", "--retries", "2", "--timeout", "20", "--no-compile", "--require-hashes",
                "-r", LOCKS[purpose])
    done = done and call(*pip, "install", "--no-compile", "--no-deps", "--no-build-isolation", "--no-index", "-e", ".")
    if not done:
        said = LOG.read_bytes()[began:].decode(errors="replace")
        if "No space left" in said:
            stop("The disk is full: the Python packages need about 1 GB. Free some space and run make again.")
        if any(words in said for words in NO_ANSWER):
            stop("The Python packages could not be fetched: there is no network, or the package index does not answer. "
                 "Connect and run make again.")
        stop(f"The Python packages could not be installed. {LOG} says why; it ends with:\n{said[-600:]}")
    for name in {"run", purpose}:
        (VENV / f"onramp-{name}.stamp").write_text(stamp(name))


def missing_packages(purpose):
    """Debian packages that are wanted and not here: for PDFs, and for the tests' browser and database."""
    wanted = [package for package, library in NATIVE.items() if not loads(library)]
    if not any(Path("/usr/share/fonts").glob("**/*.[ot]tf")):
        wanted.append("fonts-dejavu-core")
    if purpose == "test":
        if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
            wanted.append("chromium")
        if not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
            wanted.append("postgresql")
    return wanted


def loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def begin_native(packages):
    """Install Debian packages in the background when that is allowed; otherwise print the command that does."""
    command = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)
    if not packages:
        return None
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say("For PDFs, and for all tests, this machine still needs: {}\n  sudo sh -c '{}'".format(
            ", ".join(packages), command))
        return None
    say("Installing system packages: {} ...".format(", ".join(packages)))
    with LOG.open("ab") as log:
        return subprocess.Popen(["sh", "-c", command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))


def end_native(running, packages):
    if running is not None and running.wait() != 0:
        say("The system packages could not be installed ({} says why). PDFs and some tests will do without until: "
            "apt-get install {}".format(LOG, " ".join(packages)))


def main(wanted):
    purpose = "test" if wanted == "test" else "run"
    check_python()
    check_folder()
    if wanted == "serve":
        check_port()
    packages = missing_packages(purpose)
    running = begin_native(packages)
    if not is_prepared(purpose):
        say("Preparing the Python environment in .venv (once, about a minute) ...")
        make_environment()
        install(purpose)
    end_native(running, packages)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        stop("Stopped. Run make again to go on from here.")
