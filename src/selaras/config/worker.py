"""The worker: does the long and the periodic work, as a role that row-level security binds."""

import os


def main() -> None:
    """Refuse an unsafe role, then work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from selaras.core.roles import refuse_unsafe_role_at_start

    refuse_unsafe_role_at_start()
    call_command("procrastinate", "worker", "--concurrency", "3", "--delete-jobs", "successful")


if __name__ == "__main__":
    main()
