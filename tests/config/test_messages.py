"""Texts: found in code and templates, kept when translated, reported when missing, compiled when newer."""

import gettext
import os
from pathlib import Path

import pytest

from selaras.config import messages


@pytest.fixture
def package(tmp_path: Path, monkeypatch) -> Path:
    """A small package with one app, its templates and a rule."""
    root = tmp_path / "selaras"
    files = {
        "planning/__init__.py": "",
        "planning/models.py": 'from x import gettext_lazy as _\nLABEL = _("The plan is agreed.")\n',
        "planning/views.py": 'ngettext("%(count)s plan waits.", "%(count)s plans wait.", count)\n',
        "core/__init__.py": "",
        "rules/__init__.py": "",
        "rules/rating.py": 'pgettext("rating", "Good")\n',
        "web/__init__.py": "",
        "web/templates/base.html": "{{ _('Skip to the content') }}",
        "web/templates/planning/list.html": "{% trans %}\n  Two\n  lines\n{% endtrans %}",
        "web/templates/account/login.html": "{{ _('Sign in') }}",
        "accounts/__init__.py": "",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(messages, "PACKAGE", root)
    monkeypatch.setattr(messages, "TEMPLATES", root / "web" / "templates")
    return root


def ids(app: str) -> set[str]:
    return {messages.key(message)[1] for message in messages.extracted(app) if message.id}


def test_each_text_has_one_owner(package: Path):
    assert ids("planning") == {"The plan is agreed.", "%(count)s plan waits.", "Two lines"}
    assert ids("core") == {"Good"}, "rules speak through core"
    assert ids("web") == {"Skip to the content"}
    assert ids("accounts") == {"Sign in"}


def translate(app: str, **more: str) -> None:
    catalogue = messages.read(app)
    for message in catalogue:
        if message.id:
            message.string = ("%(count)s rencana menunggu.",) if message.pluralizable else f"ID {message.id}"
    messages.store(app, catalogue)


def test_update_keeps_translations_and_drops_what_is_gone(package: Path):
    list(messages.update())
    translate("planning")
    (package / "planning/models.py").write_text('_("A new text.")\n')
    list(messages.update(["planning"]))
    known = {messages.key(m)[1]: m.string for m in messages.read("planning") if m.id}
    assert known["Two lines"] == "ID Two lines"
    assert known["A new text."] == ""
    assert "The plan is agreed." not in known


def test_second_update_changes_no_byte(package: Path):
    list(messages.update())
    before = messages.catalogue_path("planning").read_bytes()
    list(messages.update())
    assert messages.catalogue_path("planning").read_bytes() == before


def test_check_names_missing_uncertain_and_unused_texts(package: Path):
    list(messages.update())
    for app in messages.apps():
        translate(app)
    assert messages.troubles() == []
    catalogue = messages.read("planning")
    catalogue["Two lines"].flags.add("fuzzy")
    catalogue["The plan is agreed."].string = ""
    catalogue.add("Gone", "Hilang")
    catalogue["%(count)s plan waits."].string = ("%(number)s rencana",)
    messages.store("planning", catalogue)
    said = "\n".join(messages.troubles())
    for part in (
        "uncertain: 'Two lines'",
        "not translated: 'The plan",
        "no longer in the code: 'Gone'",
        "%(",
    ):
        assert part in said
    assert len(messages.troubles()) == 4


def test_text_of_a_library_that_we_say_better_is_kept(package: Path):
    catalogue = messages.empty()
    catalogue.add("Does not exist.", "Sudah ada.", user_comments=["Overrides Django"])
    messages.store("core", catalogue)
    list(messages.update(["core"]))
    assert messages.read("core").get("Does not exist.").string == "Sudah ada."
    assert not [line for line in messages.troubles(["core"]) if "Does not exist" in line]


def test_indonesian_has_one_plural_form(package: Path):
    list(messages.update())
    translate("planning")
    messages.compile_newer()
    with messages.catalogue_path("planning").with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    said = {catalogue.ngettext("%(count)s plan waits.", "%(count)s plans wait.", n) for n in (0, 1, 2, 11)}
    assert said == {"%(count)s rencana menunggu."}


def test_only_newer_catalogues_are_compiled(package: Path):
    list(messages.update())
    assert messages.compile_newer() == 4
    assert messages.compile_newer() == 0
    source = messages.catalogue_path("web")
    os.utime(source, (source.stat().st_mtime + 10,) * 2)
    assert messages.compile_newer() == 1
