"""Settings read from the environment: the way to the mail server, and words that are refused."""

import os
import subprocess
import sys

import pytest

NAMES = ("EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_HOST_USER")
ASKED = f"from selaras.config import settings as s; print(*(getattr(s, name) for name in {NAMES}))"


@pytest.fixture
def read(tmp_path):
    """What a fresh process reads; a database is named so that none is started."""

    def run(**given):
        env = {
            key: value for key, value in os.environ.items() if not key.startswith(("SELARAS_", "DATABASE_"))
        }
        env |= {
            "SELARAS_HOME": str(tmp_path),
            "DATABASE_URL": "postgresql://selaras_app@localhost/none",
            **given,
        }
        return subprocess.run(
            [sys.executable, "-c", ASKED], env=env, capture_output=True, text=True, check=False
        )

    return run


def test_the_port_follows_the_encryption_unless_it_is_given(read):
    assert read().stdout.split() == ["25", "False", "False"]
    assert read(SELARAS_EMAIL_TLS="starttls", SELARAS_EMAIL_USER="u").stdout.split() == [
        "587",
        "True",
        "False",
        "u",
    ]
    given = read(SELARAS_EMAIL_TLS="ssl", SELARAS_EMAIL_PORT="2465")
    assert given.stdout.split() == ["2465", "False", "True"]


def test_an_unknown_encryption_is_refused_with_the_known_ones(read):
    refused = read(SELARAS_EMAIL_TLS="yes")
    assert refused.returncode != 0
    assert "starttls, ssl or none" in refused.stderr
