"""The Django application of recognition."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Holds awards, employee of the month, sanctions, consequences of predicates."""

    name = "selaras.recognition"
    label = "recognition"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may open certificates: everybody who sees the wall."""
        from selaras.core.actor import Actor
        from selaras.core.verdict import Verdict
        from selaras.documents.queries import readable_by
        from selaras.recognition.permissions import can_see_wall

        def may_read(user: Actor, _award_id: int) -> Verdict:
            return can_see_wall(user)

        readable_by("recognition.award", may_read)
