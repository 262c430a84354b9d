"""Makes any text printable: a character for which no embedded font has a glyph is printed by its name.

Only the fonts inside the typst wheel are used, so that a document looks and hashes the same everywhere. PDF/A
refuses a text with a missing glyph; therefore every unusual character is first tried in a tiny document, once
per process.
"""

import functools
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

# Tried by a test in every weight and slant; everything outside is tried at run time.
_SURE = "\n\x20-\x7e\u00a1-\u00ac\u00ae-\u017f‐-‗“”‘’‚„•…‰′″‹›€™−≤≥≠×÷"
_UNUSUAL = re.compile(f"[^{_SURE}]")
_LONG_WORD = re.compile(r"[^\s/-]{22,}")
_PIECE = 8
# Surrogates, private use and non-characters: PDF/A forbids them even where a font draws them.
_NOT_A_CHARACTER = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]")
BREAK = "\u200b"  # where a long word may break

_SKIN_TONES = range(0x1F3FB, 0x1F400)
_SCRIPTS = {
    "ARABIC": "Arab", "BALINESE": "Bali", "BATAK": "Batak", "BUGINESE": "Bugis", "CJK": "Han",
    "DEVANAGARI": "Dewanagari", "HANGUL": "Hangul", "HEBREW": "Ibrani", "HIRAGANA": "Hiragana",
    "JAVANESE": "Jawa", "KATAKANA": "Katakana", "REJANG": "Rejang", "SUNDANESE": "Sunda",
    "TAMIL": "Tamil", "THAI": "Thai",
}  # fmt: skip
NAMES = Path(__file__).parent / "forms" / "characters.id.json"

Try = Callable[[Iterable[str]], set[str]]


class Glyphs:
    """Remembers which characters can be printed; `try_out` returns those of the given ones that cannot."""

    def __init__(self, try_out: Try) -> None:
        self._try_out = try_out
        self._good: set[str] = set()
        self.missing: set[str] = set()

    def learn(self, texts: Iterable[str]) -> None:
        """Try all unusual characters of these texts that were not met before, in one go."""
        met = {character for text in texts for character in _UNUSUAL.findall(text)}
        new = met - self._good - self.missing
        if new:
            bad = self._try_out(sorted(new))
            self.missing |= bad
            self._good |= new - bad

    def printable(self, text: str, language: str) -> str:
        """The text as it can be printed, with marks where a long word may break."""
        if not text.isascii() and self.missing and not self.missing.isdisjoint(text):
            text = self._named(text, language)
        return _LONG_WORD.sub(_breakable, text)

    def _named(self, text: str, language: str) -> str:
        out: list[str] = []
        run: list[str] = []
        for character in text:
            if character in self.missing:
                run.append(character)
                continue
            if run:
                out.append(_run_name(run, language))
                run = []
            out.append(character)
        return "".join(out) + (_run_name(run, language) if run else "")


def clean(text: str) -> str:
    """Drop what has no meaning on paper: control and direction characters, selectors, skin tones."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").replace("\u00a0", " ")
    text = _NOT_A_CHARACTER.sub("\ufffd", unicodedata.normalize("NFC", text))
    return "".join(character for character in text if character == "\n" or _is_meaningful(character))


def _is_meaningful(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}:
        return False
    return not (0xFE00 <= ord(character) <= 0xFE0F or ord(character) in _SKIN_TONES)


def _breakable(word: re.Match[str]) -> str:
    text = word.group()
    return BREAK.join(text[start : start + _PIECE] for start in range(0, len(text), _PIECE))


def _run_name(run: list[str], language: str) -> str:
    script = _SCRIPTS.get(unicodedata.name(run[0], "").split(" ")[0])
    if script is None or len(run) == 1:
        return "".join(f"[{_name(character, language)}]" for character in run)
    codes = " ".join(f"U+{ord(character):04X}" for character in run)
    return f"[{'aksara ' + script if language == 'id' else script + ' script'}: {codes}]"


def _name(character: str, language: str) -> str:
    if language == "id" and character in _indonesian_names():
        return _indonesian_names()[character]
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()


@functools.cache
def _indonesian_names() -> dict[str, str]:
    names: dict[str, str] = json.loads(NAMES.read_text("utf-8"))
    return names
