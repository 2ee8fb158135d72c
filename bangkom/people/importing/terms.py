"""Words with few meanings: sex, status, education, eselon, kind of post, legal standing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bangkom.foundation.tabular import clean, words_of

_MALE = frozenset(["l", "lk", "laki", "lelaki", "pria", "m", "male", "cowok", "1"])
_FEMALE = frozenset(["p", "pr", "perempuan", "wanita", "w", "f", "female", "cewek", "2"])


def read_sex(value: object, *, pria_wanita: bool = False) -> str:
    """ "m", "f" or "" when unreadable. ``pria_wanita``: the column says P for pria and W for wanita."""
    words = words_of(clean(value))
    if not words:
        return ""
    word = words[0]
    if pria_wanita and word == "p":
        return "m"
    return "m" if word in _MALE else "f" if word in _FEMALE else ""


def is_pria_wanita(values: Iterable[object]) -> bool:
    """Whether a column uses the letters P and W: W occurs and L, M and F do not."""
    letters = {clean(value).lower().strip(".") for value in values}
    return "w" in letters and not letters & {"l", "m", "f", "lk", "pr"}


@lru_cache(maxsize=4096)
def read_kind(text: str) -> str:
    """Employment kind, "none" for somebody who is no ASN, "" when the words say nothing."""
    words = words_of(clean(text))
    if not words:
        return ""
    joined, held = " ".join(words), set(words)
    if held & {
        "honorer",
        "honor",
        "ptt",
        "thl",
        "phl",
        "magang",
        "kontrak",
        "sukarela",
        "gtt",
        "outsourcing",
    }:
        return "none"
    if "non" in held and held & {"asn", "pns"}:
        return "none"
    if held & {"pppk", "pppkpw"} or "p 3 k" in joined or "perjanjian kerja" in joined:
        part = held & {"paruh", "pw", "part", "pppkpw"}
        return "pppk_part" if part else "pppk"
    if held & {"cpns", "capeg"} or joined.startswith("calon pegawai") or joined in ("c", "calon pns"):
        return "cpns"
    if held & {"pns", "pnsd"} or "pegawai negeri sipil" in joined or joined == "p":
        return "pns"
    return ""


# Tingkat pendidikan: code -> (SIASN ids, patterns). Longest and most special first.
_LEVELS = (
    ("S3", ("50",), r"\bs\s*-?\s*(3|iii)\b|strata\s*(3|iii)|\bdoktor\b"),
    ("S2", ("45",), r"\bs\s*-?\s*(2|ii)\b|strata\s*(2|ii)|magister|pasca\s*sarjana|spesialis\s*(i|1)?\b"),
    ("PROFESI", (), r"\bprofesi\b|\bners\b"),
    ("D4", ("35",), r"\bd\s*-?\s*(4|iv)\b|diploma\s*(4|iv|empat)|sarjana\s*terapan"),
    ("S1", ("40",), r"\bs\s*-?\s*(1|i)\b|strata\s*(1|i)\b|\bsarjana\b(?!\s*muda)|\ba\s*-?\s*iv\b|akta\s*iv"),
    ("D3", ("30",), r"\bd\s*-?\s*(3|iii)\b|diploma\s*(3|iii|tiga)|sarjana\s*muda|\bakademi\b|\bsm\b"),
    ("D2", ("25",), r"\bd\s*-?\s*(2|ii)\b|diploma\s*(2|ii|dua)"),
    ("D1", ("20",), r"\bd\s*-?\s*(1|i)\b|diploma\s*(1|i|satu)"),
    (
        "SMP",
        ("10", "12"),
        r"\bs[ml]tp\b|\bsmp\b|\bmts\b|tsanawiyah|\bstn?\s*negeri\b|sekolah menengah pertama",
    ),
    (
        "SMA",
        ("15", "17", "18"),
        r"(?:madrasah )?aliyah|\bs[ml]ta\b|\bsma\b|\bsmu\b|\bsmk\b|\bsmea\b|\bstm\b|\bspg\b|\bsmkk\b|\bspk\b|\bpga\b|\bsgo\b|"
        r"\bma\b|\bsmip\b|\bsmf\b|\bsaa\b|\bpaket\s*c\b|sekolah menengah (atas|umum|kejuruan)",
    ),
    ("SD", ("05", "5"), r"\bsd\b|sekolah dasar|ibtidaiyah|\bsr\b|\bpaket\s*a\b"),
)
_COMPILED = tuple((code, ids, re.compile(pattern, re.I)) for code, ids, pattern in _LEVELS)
EDUCATION_ORDER = ("SD", "SMP", "SMA", "D1", "D2", "D3", "D4", "S1", "PROFESI", "S2", "S3")


@lru_cache(maxsize=16384)
def read_education(text: str) -> tuple[str, str]:
    """Level and the words beside it: ``S-1 PENDIDIKAN AGAMA`` -> ("S1", "Pendidikan Agama"); level "" if unclear."""
    text = clean(text).replace("/", " ").replace("_", " ").replace(".", " ")
    if not text:
        return "", ""
    for code, ids, _pattern in _COMPILED:
        if text in ids:
            return code, ""
    for code, _ids, pattern in _COMPILED:
        if found := pattern.search(text):
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            rest = re.sub(
                r"\b(a\s*-?\s*iv|sarjana muda|sarjana|strata|diploma|sederajat)\b|^[\s\-,:]+|[\s\-,:]+$",
                " ",
                rest,
                flags=re.I,
            )
            rest = rest.strip(" -,:")
            return code, title_words(rest if rest.count("(") == rest.count(")") else rest.strip("()"))
    return "", title_words(text)


_ESELON = re.compile(r"^(?:eselon|esl|es)?\s*\.?\s*([iv1-5l]{1,3})\s*[./\-, ]?\s*([ab12])$", re.I)


@lru_cache(maxsize=1024)
def read_eselon(text: str) -> str:
    """``II.b`` and the like; "" for none (Non Eselon, 99, -); ``ValueError`` when unreadable."""
    text = clean(text).strip("() ")
    words = words_of(text)
    if not words or words[0] in (
        "non",
        "tidak",
        "staf",
        "pelaksana",
        "jfu",
        "jft",
        "fungsional",
        "99",
        "0",
        "00",
    ):
        return ""
    found = _ESELON.match(text)
    if not found:
        raise ValueError(text)
    group = found[1].upper().replace("L", "I")
    if group.isdigit() and len(group) == 1:
        group = ("I", "II", "III", "IV", "V")[int(group) - 1]
    group = group.replace("1", "I")
    if group not in ("I", "II", "III", "IV", "V"):
        raise ValueError(text)
    letter = found[2].lower().replace("1", "a").replace("2", "b")
    return f"{group}.{letter}"


@lru_cache(maxsize=4096)
def read_post_kind(text: str) -> str:
    """structural, functional, executive or "" from the words of a kind-of-post column or its SIASN number."""
    text = clean(text).lower()
    if not text:
        return ""
    if text in ("1", "2", "3", "4"):
        return {"1": "structural", "2": "functional", "3": "functional", "4": "executive"}[text]
    if "umum" in text or "pelaksana" in text or text in ("jfu", "staf", "staff"):
        return "executive"
    if "fungsional" in text or text in ("jf", "jft", "guru", "tenaga kesehatan"):
        return "functional"
    if any(
        word in text
        for word in ("struktural", "pimpinan tinggi", "administrator", "pengawas", "jpt", "eselon")
    ):
        return "structural"
    return ""


# Kedudukan hukum with its SIASN number.
LEGAL_STATES = {
    "01": "Aktif", "02": "CLTN", "03": "Tugas Belajar", "04": "Pemberhentian Sementara", "05": "Penerima Uang Tunggu",
    "06": "Prajurit Wajib", "07": "Pejabat Negara", "08": "Kepala Desa", "09": "Sedang dlm Proses Banding BAPEK",
    "11": "Pegawai Titipan", "12": "Pengungsi", "13": "Perpanjangan CLTN", "14": "PNS yang dinyatakan hilang",
    "15": "PNS kena hukuman disiplin", "16": "Pemindahan dalam rangka penurunan Jabatan",
    "20": "Masa Persiapan Pensiun", "51": "CPNS yang belum menerima SK CPNS", "52": "Tidak Aktif",
    "66": "Diberhentikan", "67": "Punah", "68": "Eks PNS Timor Timur", "69": "TMS Dari Pengadaan",
    "70": "Pembatalan NIP", "77": "Pemberhentian tanpa hak pensiun", "88": "Pemberhentian dengan hak pensiun",
    "89": "Tidak aktif tetapi diusulkan Pensiun", "90": "Tidak Ikut PUPNS 2015",
    "91": "Tindak Pidana/ Tindak Pidana Jabatan", "92": "Pemblokiran Data PNS", "98": "Mencapai BUP", "99": "Pensiun",
}  # fmt: skip
_LEGAL_WORDS = {words_of(name): name for name in LEGAL_STATES.values()} | {
    ("aktif", "bekerja"): "Aktif", ("pns", "aktif"): "Aktif", ("pppk", "aktif"): "Aktif", ("active",): "Aktif",
    ("cpns", "aktif"): "Aktif", ("mpp",): "Masa Persiapan Pensiun", ("bup",): "Mencapai BUP",
    ("cuti", "di", "luar", "tanggungan", "negara"): "CLTN",
    ("diberhentikan", "sementara"): "Pemberhentian Sementara", ("meninggal",): "Punah", ("tb",): "Tugas Belajar",
}  # fmt: skip


@lru_cache(maxsize=1024)
def read_legal_state(text: str) -> str:
    """The standard name of a kedudukan hukum; "" when unknown."""
    text = clean(text)
    if text.isdigit():
        return LEGAL_STATES.get(text.zfill(2), "")
    return _LEGAL_WORDS.get(words_of(text), "")


_SMALL = frozenset(
    ["dan", "di", "ke", "dari", "pada", "untuk", "yang", "atau", "dengan", "dalam", "oleh", "serta"]
)
_KEPT_WORDS = (
    "SD SMP SMA SMK SLTP SLTA TK PAUD UPTD UPT RSUD SKPD OPD ASN PNS PPPK KB PKK MTS MI MA BKPSDM BLUD IPA IPS KUA "
    "II III IV VI VII VIII IX XI XII PGSD PJOK TIK IT SDM KIA UKS TU BPBD BPKAD SATPOL PP DPRD RI JFT JFU"
)
_KEEP = frozenset(_KEPT_WORDS.split())


@lru_cache(maxsize=16384)
def title_words(text: str) -> str:
    """``KEPALA SUB BAGIAN UMUM DAN KEPEGAWAIAN`` in readable case; text that has small letters stays."""
    text = clean(text)
    letters = [sign for sign in text if sign.isalpha()]
    if not letters or not (
        all(sign.isupper() for sign in letters) or all(sign.islower() for sign in letters)
    ):
        return text
    words = []
    for place, word in enumerate(text.split(" ")):
        bare = word.strip("().,").upper()
        if bare in _KEEP and text != text.lower():
            words.append(word)
        elif place and word.lower() in _SMALL:
            words.append(word.lower())
        else:
            words.append(re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), word))
    return " ".join(words)
