"""Words as searches compare them, one way for every list, box and register.

Folded is: small letters, no accents, no hyphen, apostrophe, point or space of any kind, spellings of one name made one.
"Ma'ruf" is maruf, "Grong-Grong" is gronggrong, "Moh. Rizki" is muhammadrizki, J-7F3K-92QX is j7f3k92qx. The database does
the same by its function `folded` (migration 0001), on which indexes stand; a test holds the two equal.
"""

import re
import unicodedata

# Spellings of one name that papers of one person mix.
SPELLINGS = {
    "muhammad": (
        *("moh", "moch", "much", "muh", "mohamad", "mohammad", "mochamad", "mochammad", "muhamad", "muhamed"),
        *("mohammed", "muchamad", "muchammad"),
    ),
    "siti": ("st", "sitti"),
    "abdul": ("abd",),
}
SAME_NAME = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
_AS_WORD = re.compile(rf"(?<![a-z0-9])({'|'.join(SAME_NAME)})(?![a-z0-9])")
# Controls, spaces, signs, accents left alone by NFKD, and what keyboards put for hyphens, quotation marks and nothing at all.
_SIGNS = re.compile(r"[\u0001-/:-@\[-`{-\u00BF\u02B9-\u02DF\u0300-\u036F\u1680\u2000-\u206F\u3000\uFEFF]+")
# What a company is in law says nothing of its name, and half of all people leave it out.
FORMS = frozenset({"pt", "cv", "ud", "tbk", "persero"})
# Such a form as it is written: "PT.Laju", "P T Laju", "P.T. Laju", "(Persero)".
_FORM = re.compile(r"(?<!\w)(?:p[\s.]*t|c[\s.]*v|u[\s.]*d|tbk|persero)(?!\w)\.?", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s,;]+")


def fold(text: str) -> str:
    """The text as it is compared; "" for one of signs alone."""
    return _SIGNS.sub("", _AS_WORD.sub(lambda found: SAME_NAME[found[0]], _lower(text)))


def spellings_of(word: str) -> list[str]:
    """What of a folded text the word is found in: the name as it is told, and the letters as they were typed."""
    return list(dict.fromkeys((fold(word), _SIGNS.sub("", _lower(word)))))


def _lower(text: str) -> str:
    return unicodedata.normalize("NFKD", text).lower()


def words_of(text: str) -> list[str]:
    """What was typed, word by word, to be looked for by `finds`; forms of companies only where nothing else was typed."""
    words = _words(text)
    return [word for word in words if fold(word) not in FORMS] or words


def forms_of(text: str) -> frozenset[str]:
    """The forms of companies in what was typed, folded: {"pt", "tbk"} of "P.T. Laju, Tbk"."""
    return FORMS.intersection(fold(word) for word in _words(text))


def _words(text: str) -> list[str]:
    apart = _FORM.sub(lambda found: f" {''.join(found[0].split())} ", text)
    return [word for word in _BETWEEN_WORDS.split(apart) if fold(word)]
