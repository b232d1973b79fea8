"""What a region code says by itself (Permendagri 58/2021): 2, 4, 6 or 10 digits, written 35.17.08.2001."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?")
# Regencies are numbered 01-69, cities 71-99 (Permendagri 137/2017 art. 4).
FIRST_CITY = 71
# What people write before a name to say which level it is of.
LEVEL_WORDS = {
    **dict.fromkeys(
        ("desa", "ds", "kel", "kelurahan", "ds/kel", "desa/kelurahan", "gampong", "nagari", "pekon"), 4
    ),
    **dict.fromkeys(("kec", "kecamatan", "distrik"), 3),
    **dict.fromkeys(("kab", "kabupaten"), 2),
    **dict.fromkeys(("prov", "prop", "provinsi", "propinsi"), 1),
}


def _level_words(words: Iterable[str]) -> str:
    return rf"({'|'.join(sorted(words, key=len, reverse=True))})(?:\.\s*|:\s*|\s+)(?=\S)"


# These stand inside names: "Tuha Gampong Gajah", "IV Nagari Bayang Utara".
IN_NAMES = {"gampong", "nagari", "pekon"}
LEVEL_WORD = re.compile(rf"\s*{_level_words(LEVEL_WORDS)}", re.IGNORECASE)
BEFORE_LEVEL_WORD = re.compile(rf"(?<=\S)\s+(?={_level_words(LEVEL_WORDS.keys() - IN_NAMES)})", re.IGNORECASE)
# What of an address is smaller than a village: "RT 01/RW 02", "RT/RW 01/02", "RT.001 RW.002".
NEIGHBOURHOOD = re.compile(
    r"(?<!\w)R[TW](?=[\s./:\d])(?:[\s./:]*(?:R[TW](?=[\s./:\d])|\d{1,3}))*", re.IGNORECASE
)
VILLAGE = 4
DIRECTIONS = {
    "tim": "Timur",
    "teng": "Tengah",
    "bar": "Barat",
    "sel": "Selatan",
    **dict.fromkeys(("ut", "tara"), "Utara"),
    "tra": "Tenggara",
}
# What people call a province or city besides its name; each is one word.
EVERYDAY = {
    **dict.fromkeys(("dki", "dkj"), "Daerah Khusus Ibukota Jakarta"),
    "diy": "Daerah Istimewa Yogyakarta",
    **dict.fromkeys(("jogja", "jogjakarta", "jogyakarta", "yogya"), "Yogyakarta"),
    "nad": "Aceh",
    "babel": "Kepulauan Bangka Belitung",
    "kepri": "Kepulauan Riau",
    "ntb": "Nusa Tenggara Barat",
    "ntt": "Nusa Tenggara Timur",
    "malut": "Maluku Utara",
    **{
        f"{short}{side}": f"{island} {direction}"
        for short, island, sides in (
            ("ja", "Jawa", "tim teng bar"),
            ("sum", "Sumatera", "ut bar sel"),
            ("kal", "Kalimantan", "bar teng sel tim tara"),
            ("sul", "Sulawesi", "ut teng sel tra bar"),
        )
        for side in sides.split()
        for direction in [DIRECTIONS[side]]
    },
}
# An address has fewer words; more would be cut in too many ways.
MOST_WORDS = 9
LONGEST_NAME = 5  # words
# What countries are called in Indonesian lists besides their names; AS is American Samoa to ISO 3166 and America to Indonesians.
ALSO_CALLED = {
    "AE": ("PEA", "UEA", "UAE", "Emirat", "Persatuan Emirat Arab", "Dubai", "Abu Dhabi"),
    "BN": ("Brunei",),
    "CN": ("China", "RRC", "RRT", "Cina"),
    "CZ": ("Republik Ceko", "Cheko", "Czech Republic"),
    "GB": ("UK", "Inggris", "Britania Raya", "England"),
    "HK": ("Hongkong",),
    "KR": ("Korsel", "Korea", "Republik Korea", "Korea S", "South Korea", "ROK"),
    "MO": ("Macau", "Macao"),
    "MY": ("Malaysia Barat", "Malaysia Timur", "Sabah", "Sarawak"),
    "NZ": ("Selandia Baru", "New Zealand"),
    "RU": ("Rusia", "Federasi Rusia"),
    "SA": ("Arab Saudi", "Saudi", "Saudi Arabia", "KSA", "Arab"),
    "SG": ("Singapore", "Singapura"),
    "TR": ("Turkiye", "Türkiye"),
    "TW": ("Taiwan", "China Taipei", "Chinese Taipei"),
    "US": ("AS", "USA", "Amerika", "Amerika Serikat"),
}
# Keppres 41/1987, by province; provinces made since keep the time of the one they were part of.
CENTRAL_TIME = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
EASTERN_TIME = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})
VILLAGE_KINDS = {"1": "kelurahan", "2": "desa", "3": "desa_adat"}


def is_code(text: str) -> bool:
    """Whether the text has the form of a region code."""
    return CODE.fullmatch(text) is not None


def zone_of(code: str) -> ZoneInfo:
    """The time of the province a region lies in; that of the capital where no region is known."""
    province = code[:2]
    if province in CENTRAL_TIME:
        return ZoneInfo("Asia/Makassar")
    return ZoneInfo("Asia/Jayapura" if province in EASTERN_TIME else "Asia/Jakarta")


@dataclass(frozen=True)
class Part:
    """A place as it was named: `whole` as typed; `words` without the word for its kind, of `level` (0: not said)."""

    whole: str
    words: str
    level: int = 0


def parts_of(text: str) -> list[Part]:
    """The name and what it lies in: "Kayangan, Kec. Diwek" and "Ds. Kayangan Kec. Diwek" are a name and a district.

    What stands before the village, a street or hamlet, is left out, and RT and RW. At least one part, for an empty text an
    empty one.
    """
    pieces = [piece.strip() for piece in NEIGHBOURHOOD.sub(" ", text).split(",")]
    parts = [_part(words.strip()) for piece in pieces if piece for words in _at_level_words(piece)]
    parts = parts or [_part("")]
    villages = (at for at, part in enumerate(parts) if part.level == VILLAGE)
    return parts[next(villages, 0) :]


def _at_level_words(piece: str) -> list[str]:
    """Cut before every word for a kind of place but the first: a name may be "Kelurahan Desa Baru"."""
    starts = [found.start() for found in BEFORE_LEVEL_WORD.finditer(piece)]
    edges = [0, *(at for at in starts if piece[:at].strip(" .:").lower() not in LEVEL_WORDS), len(piece)]
    return [piece[start:end] for start, end in pairwise(edges)] or [piece]


def _part(piece: str) -> Part:
    found = LEVEL_WORD.match(piece)
    if found is None:
        return Part(piece, piece)
    return Part(piece, piece[found.end() :], LEVEL_WORDS[found[1].lower()])


def in_full(text: str) -> str:
    """The text with everyday names of provinces and cities in full: "Jombang Jatim" is "Jombang Jawa Timur"."""
    return re.sub(r"\w+", lambda word: EVERYDAY.get(word[0].lower(), word[0]), text)


def cuts_of(words: Sequence[str], is_name: Callable[[str], bool]) -> Iterator[list[str]]:
    """Every way in which words one after the other are names: "jawa timur jombang" is "jawa timur" and "jombang"."""
    if not words:
        yield []
    for end in range(1, len(words) + 1):
        if is_name(name := " ".join(words[:end])):
            yield from ([name, *rest] for rest in cuts_of(words[end:], is_name))


def typed_code(text: str) -> str:
    """The beginning of a code in what was typed, with or without dots: "35.17", "3517", "35 17 08"; "" for none."""
    typed = re.sub(r"[\s'’`]+", "", text)
    if not typed.replace(".", "").isdecimal():
        return ""
    try:
        return from_digits(typed.replace(".", ""))
    except ValueError:
        return typed


def level_of(code: str) -> int:
    """1 province, 2 regency or city, 3 district, 4 village. ValueError when it is no code."""
    if not is_code(code):
        raise ValueError(f"not a region code: {code}")
    return code.count(".") + 1


def kind_of(code: str) -> str:
    """province, regency, city, district, desa, kelurahan or desa_adat, read from the digits."""
    level = level_of(code)
    if level == 1:
        return "province"
    parts = code.split(".")
    if level == 2:
        return "city" if int(parts[1]) >= FIRST_CITY else "regency"
    return "district" if level == 3 else VILLAGE_KINDS[parts[3][0]]


def parent_code(code: str) -> str:
    """The code of the region it lies in; "" for a province."""
    level_of(code)
    return code.rpartition(".")[0]


def ancestor_codes(code: str) -> list[str]:
    """The codes above it, from the province down, without itself."""
    level_of(code)
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def lies_in(code: str, region: str) -> bool:
    """Whether `code` is the region or lies below it."""
    return code == region or code.startswith(f"{region}.")


def common_region(one: str, other: str) -> str:
    """The smallest region in which both lie; "" when they lie in two provinces."""
    shared = [code for code in (*ancestor_codes(one), one) if lies_in(other, code)]
    return shared[-1] if shared else ""


def from_digits(digits: str) -> str:
    """351708 → 35.17.08: the first six digits of an identity number, or any code written without dots.

    ValueError when it is not 2, 4, 6 or 10 digits of that form.
    """
    cuts = {2: (2,), 4: (2, 4), 6: (2, 4, 6), 10: (2, 4, 6, 10)}.get(len(digits))
    if cuts is None or not digits.isdecimal():
        raise ValueError(f"not a region code without dots: {digits}")
    code = ".".join(digits[start:end] for start, end in zip((0, *cuts), cuts, strict=False))
    level_of(code)
    return code
