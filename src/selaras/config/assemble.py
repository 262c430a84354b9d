"""Makes what an image carries: compiled texts and hashed, compressed static files. Needs no database."""

import os


def main() -> None:
    """Compile and collect; settings are those of the environment."""
    import django

    from selaras.config import messages, prepare

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.config.settings")
    messages.compile_newer()
    django.setup()
    prepare.static_files()


if __name__ == "__main__":
    main()
