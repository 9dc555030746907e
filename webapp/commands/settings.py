"""What is wrong with an installation's settings: one sentence each, the same for `onramp run`, worker and gunicorn."""

import errno
import os
import re
import socket
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from config import Config

REGION = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
FAMILIAR = "US"
SWITCHES = ("ONRAMP_SECURE_COOKIES", "ONRAMP_PROXIES")


class SettingsWrong(ValueError):
    """Settings nobody can work with, in sentences."""


def complaints(settings: Config, environment: Mapping[str, str] = os.environ) -> list[str]:
    """What is wrong with the settings, all of it."""
    return [*_places(settings), *_addresses(settings), *_switches(environment)]


def listening_complaints(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Why `onramp run` cannot listen with what HOST, PORT and WEB_PROCESSES say."""
    host, port = environment.get("HOST") or "127.0.0.1", environment.get("PORT") or "8000"
    processes = environment.get("WEB_PROCESSES") or "1"
    wrong = []
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        wrong.append(f"PORT is “{port}”; it must be a number from 1 to 65535: PORT=8080 make run")
    elif taken := cannot_be_taken(host, int(port)):
        wrong.append(taken)
    if not re.fullmatch("[0-9]{1,3}", processes) or int(processes) < 1:
        wrong.append(f"WEB_PROCESSES is “{processes}”; it must be a number from 1 to 999: WEB_PROCESSES=2 make run")
    return wrong


def cannot_be_taken(host: str, port: int) -> str | None:
    """Why nobody can listen there."""
    nowhere = f"HOST is “{host}”, which is no address of this machine. Leave it out, or write 0.0.0.0 for all it has."
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except (socket.gaierror, UnicodeError):
        return nowhere
    except OSError as failure:
        if failure.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            return nowhere
        return (f"Port {port} cannot be used ({failure.strerror}). Stop what uses it, or choose another: "
                "PORT=8080 make run")
    return None


def _places(settings: Config) -> Iterator[str]:
    if not _is_locale(settings.locale):
        yield f"ONRAMP_LOCALE is “{settings.locale}”, which is no language that is known. Write en, or en_GB."
    if not _is_zone(settings.time_zone):
        yield (f"ONRAMP_TIME_ZONE is “{settings.time_zone}”, which is no time zone that is known. Write UTC, or a "
               "place as Europe/Berlin.")
    if not _is_region(settings.region):
        yield (f"ONRAMP_REGION is “{settings.region}”, whose public holidays nobody knows. Write a country as DE, or a "
               "part of one as US-CA.")


def _addresses(settings: Config) -> Iterator[str]:
    if settings.public_url and not _is_address(settings.public_url, "http", "https"):
        yield (f"ONRAMP_PUBLIC_URL is “{settings.public_url}”, which is no address of a website. Write "
               "https://onramp.example.com.")
    if settings.smtp_url and not _is_address(settings.smtp_url, "smtp", "smtps"):  # it may hold a password: not shown
        yield ("ONRAMP_SMTP_URL is no address of a mail server. Write smtp://user:password@host:587, or smtps:// for "
               "TLS from the start.")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(settings.mail_from)[1]):
        yield (f"ONRAMP_MAIL_FROM is “{settings.mail_from}”, which is no sender of mail. Write "
               "Onramp <onramp@example.com>.")


def _switches(environment: Mapping[str, str]) -> Iterator[str]:
    for name in SWITCHES:
        if (given := environment.get(name, "")) not in ("", "0", "1"):
            yield f"{name} is “{given}”; write 1 for on, or 0 for off."


def _is_locale(name: str) -> bool:
    from babel import Locale, UnknownLocaleError  # slow import

    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def _is_region(name: str) -> bool:
    """Whether its public holidays are known; the one that is there without a setting needs no looking up."""
    if name == FAMILIAR:
        return True
    if not (found := REGION.fullmatch(name)):
        return False
    import holidays  # slow import

    try:
        holidays.country_holidays(found[1], subdiv=found[2])
    except NotImplementedError:
        return False
    return True


def _is_address(url: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:
        return False
