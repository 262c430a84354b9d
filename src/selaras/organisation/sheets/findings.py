"""What is wrong with a workbook, by row and cell, as codes with values; sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence
from selaras.organisation.sheets.columns import BY_KEY

ERROR, WARNING = "error", "warning"
DAY = "%d-%m-%Y"

SENTENCES: Mapping[str, Sentence] = {
    "empty": _("This cell must not be empty."),
    "needs_employment": _("A new employee needs a kind of employment."),
    "formula": _("This cell holds a formula. Copy it and paste it as a value."),
    "error_value": _("This cell shows the error “%(value)s”. Write the value itself."),
    "merged": _("The cells %(range)s are merged. Unmerge them, so that each row has its own value."),
    "spaces": _("Stray spaces were taken away: “%(value)s”."),
    "number_as_text": _(
        "A number stands where text was meant; it was read as “%(value)s”. Format the column as text."
    ),
    "digits_lost": _(
        "The spreadsheet turned this number into “%(value)s”. Format the column as text and write it again."
    ),
    "text_expected": _("A number stands where text was meant. Write text."),
    "too_long": _("The text is longer than %(most)s characters."),
    "control": _("The text holds characters that cannot be printed. Write it again."),
    "bad_date": _("“%(value)s” is not a date. Write it like 15-03-1992."),
    "impossible_date": _("The date %(value)s is impossible here."),
    "reversed_dates": _("The end %(until)s does not come after the beginning %(start)s."),
    "far_ahead": _("This holds only from %(day)s on, which is still far ahead. Check the year."),
    "too_young": _("The post begins before the person was 15 years old."),
    "before_unit": _("The post begins before the unit “%(code)s” exists (since %(day)s)."),
    "bad_choice": _("“%(value)s” is not in the list. Choose one of: %(choices)s."),
    "bad_number": _("“%(value)s” is not a whole number from 1 to 30."),
    "bad_email": _("“%(value)s” is not an e-mail address."),
    "wrong_number": _("The number is not right: %(why)s"),
    "wrong_rank": _("The rank “%(value)s” does not exist for this kind of employment."),
    "level_kind": _("The level “%(level)s” does not belong to the kind “%(kind)s”."),
    "nip_birth": _("The date of birth differs from the one in the NIP (%(value)s)."),
    "nip_sex": _("The sex differs from the one in the NIP."),
    "duplicate": _("The same row stands in row %(row)s already."),
    "two_posts": _("The person has another definitive post on the same days in row %(row)s."),
    "name_conflict": _("Row %(row)s gives another name for the same number."),
    "unknown_unit": _("The unit “%(code)s” is not known. Write its name in one of its rows."),
    "unit_like": _(
        "The unit “%(code)s” is not known. Did you mean “%(like)s”? For a new unit, write its name in one of its rows."
    ),
    "unit_case": _("“%(value)s” was read as the unit “%(code)s”, which differs in capital letters only."),
    "position_case": _(
        "“%(value)s” was read as the position “%(code)s”, which differs in capital letters only."
    ),
    "unknown_parent": _("The unit above, “%(code)s”, is not known and stands in no row."),
    "unit_conflict": _("Row %(row)s says something else about the unit “%(code)s”."),
    "unit_loop": _("The unit “%(code)s” would hang below itself."),
    "needs_unit": _("A new position needs a unit."),
    "needs_title": _("A new position needs a title."),
    "position_conflict": _("Row %(row)s says something else about the position “%(code)s”."),
    "two_heads": _("Row %(row)s names another leading position for the unit “%(code)s”."),
    "leads_two": _("The position “%(code)s” already leads the unit in row %(row)s."),
    "two_holders": _("The leading position “%(code)s” is held definitively by “%(name)s” too."),
    "unknown_superior": _("No employee has the number “%(value)s”, neither in the file nor in the agency."),
    "superior_without_post": _("The superior “%(value)s” holds no post."),
    "own_superior": _("A person cannot be one's own superior."),
    "superior_conflict": _("Row %(row)s gives the same position another superior."),
    "superior_loop": _("The superiors would run in a circle: %(names)s."),
    "acting_without_end": _("An acting post (Plt, Plh) has no end."),
    "bad_reference": _("“%(value)s” is not written as system:ID, such as SIASN:A5EB03."),
    "reference_conflict": _("Row %(row)s gives another ID in the system “%(system)s” for the same."),
    "reference_twice": _("Row %(row)s gives “%(value)s” to somebody or something else."),
    "reference_taken": _("“%(value)s” already belongs to “%(owner)s”. Correct it there first."),
    "account_elsewhere": _(
        "This number already has an account in another agency. The import opens nothing for it: it asks the "
        "account's owner, who must confirm. The person's page shows the code to hand over."
    ),
    "unknown_column": _("The column “%(value)s” is not known and was left out."),
}


@dataclass(frozen=True)
class Finding:
    """One finding: row and column (None: the whole sheet), its code, whether it stops the import, and its values."""

    row: int | None
    column: str | None
    code: str
    severity: str = ERROR
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the active language."""
        return str(SENTENCES[self.code]) % self._words()

    def _words(self) -> dict[str, str]:
        """The values as the workbook writes them: days like 15-03-1992."""
        return {
            key: value.strftime(DAY) if isinstance(value, date) else str(value)
            for key, value in self.values.items()
        }

    @property
    def header(self) -> str:
        """The header of the column, in the active language."""
        return str(BY_KEY[self.column].header) if self.column else ""

    def as_data(self) -> dict[str, Any]:
        """Return plain data for a job's result."""
        return {
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "severity": self.severity,
            "values": self._words(),
        }


def warning(row: int | None, column: str | None, code: str, /, **values: Any) -> Finding:
    """Return a finding that does not stop the import."""
    return Finding(row, column, code, WARNING, values)


def error(row: int | None, column: str | None, code: str, /, **values: Any) -> Finding:
    """Return a finding that stops the import."""
    return Finding(row, column, code, ERROR, values)
