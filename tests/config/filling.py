"""Fills the home of its process with both agencies of the cast and one lived year, as the application role."""

import django

if __name__ == "__main__":
    django.setup()
    from django.conf import settings
    from tests import cast
    from tests.architecture import prepared_year

    from selaras.core import clock
    from selaras.core.tenancy import acting_in

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.fixed(cast.AT):
        people = cast.build()
        with acting_in(people.kepahiang):
            prepared_year.build(people)
