"""Reads a civil servant's number (NIP) by its parts and says which part is impossible."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.sentences import Sentence, day_words, say

SEXES = {"1": "M", "2": "F"}
_YEAR = slice(0, 4)
_MONTH = slice(4, 6)
_DAY = slice(6, 8)
_FIRST_DAY = 1
Part = TypeVar("Part")


@dataclass(frozen=True)
class NipError:
    """What is wrong with one part: field nip.length, nip.birth, nip.appointed or nip.sex."""

    field: str
    id: str
    en: str


class NipRefused(ValueError):
    """A number that cannot be a NIP; `errors` names every impossible part."""

    def __init__(self, errors: tuple[NipError, ...]) -> None:
        super().__init__("; ".join(error.en for error in errors))
        self.errors = errors


@dataclass(frozen=True)
class Nip:
    """The parts of a NIP; `appointed_on` is the first day of the month of appointment (TMT CPNS)."""

    birth_on: date
    appointed_on: date
    sex: str
    serial: str
    warnings: tuple[Sentence, ...] = ()


def parse_nip(nip: str, *, on: date) -> Nip:
    """The parts of a PNS's NIP: birth (1–8), month of appointment (9–14), sex (15), serial (16–18).

    Perka BKN 22/2007. Raises NipRefused with all impossible parts; what is possible but doubtful (an early
    appointment, a birth or an appointment after `on`, the serial 000) is only a warning: a number may be older or
    younger than the day whose law is asked for.
    """
    parts = _parts(nip, on)
    errors: list[NipError] = []
    birth = _tried("birth", parts["BIRTH"], _as_birth, errors)
    appointed = _tried("appointed", parts["APPOINTED"], _as_month, errors)
    sex = _tried("sex", parts["SEX"], SEXES.__getitem__, errors)
    if errors or birth is None or appointed is None or sex is None:
        raise NipRefused(tuple(errors))
    return Nip(birth, appointed, sex, parts["SERIAL"], _warnings(birth, appointed, parts["SERIAL"], on))


def check_nip(nip: str, *, on: date) -> tuple[NipError, ...]:
    """The errors of a PNS's NIP; empty when it can be one."""
    try:
        parse_nip(nip, on=on)
    except NipRefused as refused:
        return refused.errors
    return ()


def check_pppk_number(number: str, *, on: date) -> tuple[NipError, ...]:
    """The errors of a PPPK's number: 18 digits, the first eight a date of birth; the rest is not checked."""
    try:
        parts = _parts(number, on)
    except NipRefused as refused:
        return refused.errors
    errors: list[NipError] = []
    _tried("birth", parts["BIRTH"], _as_birth, errors)
    return tuple(errors)


def format_nip(nip: str, *, on: date) -> str:
    """The printed form with spaces between the parts: 19860926 201505 1 001."""
    return " ".join(_parts(nip, on).values())


def explain_nip(nip: str, *, on: date) -> Explanation:
    """The parts of a NIP with the step that read them; raises NipRefused."""
    read = parse_nip(nip, on=on)
    entry = in_force("identity", "nip", on)
    month = read.appointed_on.isoformat().rpartition("-")[0]
    words = say(
        "nip_read",
        birth=day_words(read.birth_on),
        appointed=month,
        sex=say("male" if read.sex == "M" else "female"),
        serial=read.serial,
    )
    result = {
        "birth_on": read.birth_on.isoformat(),
        "appointed": month,
        "sex": read.sex,
        "serial": read.serial,
    }
    return Explanation(
        "nip", on, result, (step(entry, words), *(step(entry, warning) for warning in read.warnings))
    )


def _parts(nip: str, on: date) -> dict[str, str]:
    spans = in_force("identity", "nip", on).value
    length = max(span["stop"] for span in spans.values())
    if len(nip) != length or not (nip.isascii() and nip.isdigit()):
        words = say("nip_length", count=len(nip))
        raise NipRefused((NipError("nip.length", words.id, words.en),))
    return {part: nip[span["start"] : span["stop"]] for part, span in spans.items()}


def _tried(name: str, part: str, read: Callable[[str], Part], errors: list[NipError]) -> Part | None:
    try:
        return read(part)
    except (ValueError, KeyError):
        words = say(f"nip_{name}", part=part)
        errors.append(NipError(f"nip.{name}", words.id, words.en))
        return None


def _as_birth(part: str) -> date:
    return date(int(part[_YEAR]), int(part[_MONTH]), int(part[_DAY]))


def _as_month(part: str) -> date:
    return date(int(part[_YEAR]), int(part[_MONTH]), _FIRST_DAY)


def _warnings(birth: date, appointed: date, serial: str, on: date) -> tuple[Sentence, ...]:
    age = int(in_force("identity", "appointment-age", on).value)
    too_young = (appointed.year - birth.year, appointed.month) < (age, birth.month)
    doubts = {
        say("nip_young", age=age): too_young,
        say("nip_unborn", day=day_words(on)): birth > on,
        say("nip_future", day=day_words(on)): appointed > on,
        say("nip_serial"): not int(serial),
    }
    return tuple(sentence for sentence, doubtful in doubts.items() if doubtful)
