"""The storage of static files: names with a hash, also inside our module that imports another."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = r"""(?P<matched>import(?P<import>\s*\{[^}]*\})\s*from\s*['"](?P<url>\./[^'"]+)['"]\s*;)"""


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """A browser never runs a new module together with an old one: the import names the hash too.

    Django's own switch for this also reads third-party files, and stops at an import in a comment of htmx.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("selaras.js", ((IMPORT, 'import%(import)s from "%(url)s";'),)),
    )
