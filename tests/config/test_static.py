"""Static files in production: our module imports the other one under its hashed name."""

import re

from django.core.management import call_command


def test_an_import_names_the_hash_of_the_imported_file(tmp_path, settings) -> None:
    backend = {"BACKEND": "selaras.config.static.StaticFiles"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": backend}
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    (module,) = tmp_path.glob("selaras.????????????.js")
    (name,) = re.findall(r'from "\./(kept\.[0-9a-f]{12}\.js)"', module.read_text())
    assert (tmp_path / name).exists()
