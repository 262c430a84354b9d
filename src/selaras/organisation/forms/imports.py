"""What an officer uploads to import people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.core.vocabulary import either


class UploadForm(AgencyForm):
    """A workbook, and whether accounts are opened for the people in it."""

    file = forms.FileField(label=_("Workbook of people"))
    with_accounts = forms.BooleanField(
        label=_("Open accounts for people who have none"),
        required=False,
        help_text=either(
            _("The login is the NIP, or the agency's code with the number. People set a password by e-mail."),
            _("The login is the company's code with the employee number. People set a password by e-mail."),
        ),
    )
