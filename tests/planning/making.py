"""A performance year of the cast and plans in every state, made only through operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from selaras.planning import operations as ops
from selaras.planning.models import Period, Plan, PlanVersion

JANUARY = datetime(2026, 1, 12, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
RESULT = ops.ResultInput(
    text="Usul mutasi pegawai terselesaikan tepat waktu",
    source="MPH",
    intervened_text="Layanan kepegawaian yang cepat dan tertib",
    indicators=(
        ops.IndicatorInput(
            text="Jumlah usul mutasi yang selesai", aspect="QUANTITY", target_text="120 – 140 usul"
        ),
        ops.IndicatorInput(text="Lama penyelesaian satu usul", aspect="TIME", target_text="5 – 7 hari kerja"),
    ),
)
ANNEX = {
    "RESOURCE": ["Akses aplikasi layanan mutasi"],
    "ACCOUNTABILITY": ["Hasil kerja dilaporkan setiap bulan beserta daftar usul yang selesai"],
}


@dataclass
class Year:
    """The year 2026 of Kepahiang and what the tests do in it."""

    period: Period
    actor: Callable

    def on(self, name: str, role: str | None = None):
        return self.actor(name, on=JANUARY.date(), role=role)

    def plan(self, person) -> Plan:
        return ops.create_plan(period=self.period, person=person, by=self.on("Dewi", "OFFICER"), at=JANUARY)

    def written(self, person, name: str = "Sari") -> PlanVersion:
        """A draft that breaks no rule."""
        version = self.plan(person).versions.get()
        by = self.on(name)
        ops.save_result(version=version, result=RESULT, by=by, at=JANUARY)
        ops.save_provisions(version=version, provisions=ANNEX, by=by, at=JANUARY)
        ops.save_expectations(
            version=version, expectations={"ADAPTIVE": ["Mencoba cara kerja baru"]}, by=by, at=JANUARY
        )
        return version

    def in_force(self, person, name: str = "Sari", appraiser: str = "Budi") -> PlanVersion:
        """A version that was submitted, agreed, signed and set."""
        version = self.written(person, name)
        version = ops.submit(version=version, by=self.on(name), at=JANUARY)
        version = ops.agree(version=version, by=self.on(appraiser), at=JANUARY)
        version = ops.sign(version=version, by=self.on(name), at=JANUARY)
        return ops.set_plan(version=version, by=self.on(appraiser), at=JANUARY)
