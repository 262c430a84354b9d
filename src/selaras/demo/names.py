"""Believable Indonesian names for people nobody has to remember."""

from __future__ import annotations

import random

GIVEN = (
    "Agus", "Aisyah", "Andi", "Anisa", "Bambang", "Bayu", "Citra", "Dedi", "Desi", "Dian", "Eka", "Endang", "Fajar",
    "Fitri", "Galih", "Hendra", "Indah", "Irfan", "Joni", "Kartika", "Laila", "Lukman", "Maya", "Mulyadi", "Nanda",
    "Nurul", "Oktavia", "Putri", "Rahmat", "Ratih", "Rina", "Rizky", "Siti", "Slamet", "Sri", "Teguh", "Tika", "Umar",
    "Vina", "Wahyu", "Wulan", "Yanti", "Yusuf", "Zainal", "Ni Luh", "Made", "Ketut", "Cut", "Mangara", "Yohanes",
)  # fmt: skip
FAMILY = (
    "Saputra", "Lestari", "Wibowo", "Hidayat", "Siregar", "Nasution", "Harahap", "Simanjuntak", "Pratama", "Kusuma",
    "Handayani", "Setiawan", "Rahmawati", "Santoso", "Permata", "Gunawan", "Utami", "Maulana", "Suryani", "Firmansyah",
    "Wijaya", "Anggraini", "Ramadhan", "Purnomo", "Susanti", "Halim", "Mahendra", "Pertiwi", "Hasibuan", "Tarigan",
)  # fmt: skip
TITLES = ("", "", ", S.E.", ", S.Sos.", ", S.Kom.", ", A.Md.", ", S.H.", ", S.Pd.", ", S.T.", ", M.Si.")


def full_name(chance: random.Random) -> str:
    """Return a name with titles."""
    return f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}{chance.choice(TITLES)}"
