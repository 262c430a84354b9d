"""Views of the shell itself: the choice of language and the gallery of components."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.i18n import set_language

from selaras.accounts.models import User
from selaras.core.http import public
from selaras.web.gallery import examples


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send whoever asks at the usual address, without reading the page, to the mark; open to all."""
    return redirect(static("favicon.ico"))


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and come back; open to all, the sign-in page needs it too.

    The letters of whoever is signed in follow it.
    """
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)


@public
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once; invented data only, and routed only where settings ask for it."""
    return render(request, "gallery.html", examples(request))
