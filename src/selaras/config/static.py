"""The storage of static files: names with a hash, also inside our modules that import each other."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """A browser never runs a new module together with an old one: the import names the hash too."""

    support_js_module_import_aggregation = True
