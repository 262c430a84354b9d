"""The Django application of monitoring."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Holds monthly reports, evidence, feedback."""

    name = "selaras.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let papers about reports and feedback be read by whoever may read their subject, and know the notices."""
        from selaras.documents.queries import readable_by
        from selaras.monitoring import operations  # noqa: F401 - registers the texts of notices
        from selaras.monitoring.queries.closing import CLOSING
        from selaras.monitoring.queries.papers import can_read_record_paper, can_read_report_paper
        from selaras.planning.queries.closing import before_closing

        before_closing(CLOSING)
        readable_by("monitoring.report", can_read_report_paper)
        readable_by("monitoring.feedbackrecord", can_read_record_paper)
