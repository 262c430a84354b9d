"""The columns of the workbook of people: headers in both languages, kinds of cell, choices and explanations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence
from selaras.core.vocabulary import either, speaks_as_company
from selaras.organisation.forms.fields import employment_choices
from selaras.organisation.models import AssignmentKind, EmploymentKind, PositionKind, PositionLevel


class Cell(StrEnum):
    """What a cell holds."""

    TEXT = "TEXT"
    CODE = "CODE"
    DATE = "DATE"
    CHOICE = "CHOICE"
    NUMBER = "NUMBER"


@dataclass(frozen=True)
class Column:
    """One column: its key, header, kind of cell, longest text, choices (code → label) and what to write in it."""

    key: str
    header: Sentence
    cell: Cell
    help: Sentence
    longest: int = 200
    required: bool = False
    width: int = 18
    choices: Mapping[str, Sentence] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


YES_NO: Mapping[str, Sentence] = {"YES": _("Yes"), "NO": _("No")}
SEXES: Mapping[str, Sentence] = {"M": _("Man"), "F": _("Woman")}

COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        _("Employee number"),
        Cell.CODE,
        either(
            _("PNS: NIP of 18 digits. PPPK: 18 digits. Others: the agency's own number. Always as text."),
            _("The company's own number, always as text."),
        ),
        30,
        required=True,
        width=22,
        aliases=(
            "nip",
            "nip / nomor pegawai",
            "nip/nomor pegawai",
            "nomor pegawai",
            "nik pegawai",
            "nik karyawan",
        ),
    ),
    Column(
        "name",
        _("Name with titles"),
        Cell.TEXT,
        _("As it is to be printed on official papers."),
        required=True,
        width=32,
        aliases=("nama", "name", "nama lengkap", "nama pegawai"),
    ),
    Column(
        "email",
        _("E-mail"),
        Cell.TEXT,
        _("Needed to reset a password by e-mail. May be empty."),
        254,
        width=26,
        aliases=("email", "surel", "e-mail"),
    ),
    Column(
        "sex",
        _("Sex"),
        Cell.CHOICE,
        _("Choose from the list. May be empty."),
        choices=SEXES,
        width=12,
        aliases=("jenis kelamin", "sex", "gender"),
    ),
    Column(
        "birth_on",
        _("Date of birth"),
        Cell.DATE,
        _("Day, month and year, such as 15-03-1992. May be empty."),
        width=14,
        aliases=("tanggal lahir", "tgl lahir"),
    ),
    Column(
        "employment",
        _("Kind of employment"),
        Cell.CHOICE,
        _("Choose from the list. Needed for a new employee."),
        choices=dict(EmploymentKind.choices),
        width=26,
        aliases=("jenis kepegawaian", "status kepegawaian"),
    ),
    Column(
        "rank",
        either(_("Rank/grade"), _("Grade")),
        Cell.TEXT,
        either(
            _("PNS such as III/b, PPPK such as IX, others as the agency writes it. May be empty."),
            _("As the company writes it. May be empty."),
        ),
        10,
        width=12,
        aliases=(
            "golongan",
            "gol",
            "gol/ruang",
            "golongan ruang",
            "pangkat/golongan",
            "pangkat/golongan ruang",
        ),
    ),
    Column(
        "position_code",
        _("Position code"),
        Cell.CODE,
        _("The agency's own short code. Empty: a post for this person alone is made from the number."),
        60,
        aliases=("kode jabatan",),
    ),
    Column(
        "position_title",
        _("Position"),
        Cell.TEXT,
        _("The title as it is to be printed. Needed for a new position."),
        width=34,
        aliases=("jabatan", "nama jabatan"),
    ),
    Column(
        "position_kind",
        _("Kind of position"),
        Cell.CHOICE,
        _("Choose from the list. Companies leave it empty."),
        choices=dict(PositionKind.choices),
        width=28,
        aliases=("jenis jabatan",),
    ),
    Column(
        "position_level",
        _("Level of position"),
        Cell.CHOICE,
        _("Choose from the list. It has to belong to the kind."),
        choices=dict(PositionLevel.choices),
        width=16,
        aliases=("jenjang jabatan", "jenjang"),
    ),
    Column(
        "job_class",
        _("Job class"),
        Cell.NUMBER,
        _("A whole number from 1 to 30. May be empty."),
        width=10,
        aliases=("kelas jabatan", "kelas"),
    ),
    Column(
        "unit_code",
        _("Unit code"),
        Cell.CODE,
        _("The short code of the work unit. Needed for a new position."),
        40,
        aliases=("kode unit", "kode unit kerja"),
    ),
    Column(
        "unit_name",
        _("Unit name"),
        Cell.TEXT,
        _("Needed once for each new unit; other rows of the unit may leave it empty."),
        width=34,
        aliases=("nama unit", "unit kerja", "nama unit kerja"),
    ),
    Column(
        "parent_code",
        _("Code of the unit above"),
        Cell.CODE,
        _("Empty for the highest unit. Units may stand in any order."),
        40,
        aliases=("kode unit induk", "kode unit atasan", "unit induk"),
    ),
    Column(
        "is_head",
        _("Leads the unit"),
        Cell.CHOICE,
        _("Yes for the one who leads the unit."),
        choices=YES_NO,
        width=14,
        aliases=("pimpinan unit", "kepala unit"),
    ),
    Column(
        "superior_number",
        _("Number of the superior"),
        Cell.CODE,
        _("Only when the superior is not the head of the unit. Superiors may stand in any order."),
        30,
        width=22,
        aliases=("nip atasan", "nomor atasan", "nip atasan langsung", "nomor pegawai atasan"),
    ),
    Column(
        "kind",
        _("How the post is held"),
        Cell.CHOICE,
        _("Empty means definitive. Plt and Plh stand in a row of their own."),
        choices=dict(AssignmentKind.choices),
        width=18,
        aliases=("status jabatan", "status penugasan", "definitif/plt/plh"),
    ),
    Column(
        "from_on",
        _("In this post since"),
        Cell.DATE,
        _("Day, month and year. Empty means today."),
        width=16,
        aliases=("tmt jabatan", "tmt", "berlaku sejak", "sejak"),
    ),
    Column(
        "until_on",
        _("In this post until"),
        Cell.DATE,
        _("First day on which it no longer holds, for Plt and Plh. May be empty."),
        width=16,
        aliases=("berakhir", "sampai", "berlaku sampai"),
    ),
    Column(
        "person_ref",
        _("ID in another system"),
        Cell.TEXT,
        _(
            "What another system calls this person, as system:ID, such as SIASN:A5EB03. Several: put ; between."
        ),
        400,
        width=24,
        aliases=("id di sistem lain", "id siasn", "id luar"),
    ),
    Column(
        "position_ref",
        _("ID of the position in another system"),
        Cell.TEXT,
        _("As system:ID. May be empty."),
        400,
        width=24,
        aliases=("id jabatan di sistem lain",),
    ),
    Column(
        "unit_ref",
        _("ID of the unit in another system"),
        Cell.TEXT,
        _("As system:ID. May be empty."),
        400,
        width=24,
        aliases=("id unit di sistem lain",),
    ),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
NOT_OF_A_COMPANY = {"position_kind", "position_level"}


def offered() -> tuple[Column, ...]:
    """Return the columns of the workbook of this agency: a company has free titles without kind and level."""
    if not speaks_as_company():
        return COLUMNS
    return tuple(column for column in COLUMNS if column.key not in NOT_OF_A_COMPANY)


def labels_of(column: Column) -> Mapping[str, Sentence]:
    """Return the choices of the drop-down of this agency."""
    if column.key == "employment":
        return dict(employment_choices())
    if speaks_as_company() and column.key in NOT_OF_A_COMPANY:
        return {"OTHER": column.choices["OTHER"]}
    return column.choices
