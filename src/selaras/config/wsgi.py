"""The WSGI application that granian serves, as a role that row-level security binds."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.config.settings")
application = get_wsgi_application()

from selaras.core.roles import refuse_unsafe_role_at_start  # noqa: E402  # needs the applications loaded

refuse_unsafe_role_at_start()
