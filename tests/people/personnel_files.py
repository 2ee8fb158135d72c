"""Personnel files as offices make them, built by code so that every quirk can be read here."""

from __future__ import annotations

import datetime as dt
import io
import random

import xlsxwriter

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "Nopember",
    "Desember",
]
RANKS = (
    "III/d",
    "IIID",
    "3d",
    "III d",
    "Penata Tk. I (III/d)",
    "Penata Tingkat I, III/d",
    "III-D",
    "III.d",
    "lll/d",
    "34",
)
FIRST = (
    "LA ODE ALI",
    "WA ODE SITI",
    "MUH. RIDWAN",
    "SITTI NUR'AINI",
    "ABD. RAHMAN",
    "ANDI TENRI",
    "LAODE MA'RUF",
)


def nip(number: int, *, year: int = 1975, sex: int = 1, entry: str = "200012") -> str:
    """A sound number, different for every ``number`` below 300,000."""
    month, day, serial = number // 25 % 12 + 1, number % 25 + 1, number // 300 % 998 + 1
    return f"{year}{month:02}{day:02}{entry}{sex}{serial:03}"


def birth(number: str) -> dt.date:
    return dt.date(int(number[:4]), int(number[4:6]), int(number[6:8]))


def workbook(rows, *, merges=(), sheets=None, dates=True) -> bytes:
    """XLSX bytes from rows of values; ``merges`` as (top, left, bottom, right), all from 0."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    style = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, lines in (sheets or {"Lembar1": rows}).items():
        page = book.add_worksheet(name)
        for top, left, bottom, right in merges:
            page.merge_range(top, left, bottom, right, "")
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if value is None or value == "":
                    continue
                if isinstance(value, (dt.date, dt.datetime)):
                    page.write_datetime(row, column, value, style)
                else:
                    page.write(row, column, value)
    book.close()
    return stream.getvalue()


def duk() -> tuple[bytes, dict]:
    """A DUK list with letterhead, two-row merged header, number row, headings, footer: twenty quirks and more.

    Returns the file and what must be read from it.
    """
    a, b, c, d, e, f, g = (nip(n, sex=sex) for n, sex in enumerate((1, 2, 2, 1, 2, 1, 2), 1))
    pppk = "199001012022212005"
    lines = [
        ["PEMERINTAH KOTA KENDARI"],
        ["DAFTAR URUT KEPANGKATAN PEGAWAI NEGERI SIPIL"],
        ["Keadaan : Januari 2026"],
        [],
        ["NO.", "NAMA", "NIP / KARPEG", "TEMPAT, TGL. LAHIR", "L/P", "PANGKAT", "", "JABATAN", "", "PENDIDIKAN", "", "NO. HP", "KET."],
        ["", "", "", "", "", "GOL. RUANG", "TMT", "NAMA", "TMT", "TINGKAT IJAZAH", "LULUS TAHUN", "", ""],
        list(range(1, 14)),
        ["DINAS KESEHATAN"],
        [1, "Dr. Ir. H. LA ODE ALI, S.Pd., M.Si", f"'{a[:8]} {a[8:14]} {a[14]} {a[15:]}", f"KENDARI, {birth(a):%d/%m/%Y}", "L", "Penata Tk. I (III/d)",
         "01-04-2019", "KEPALA BIDANG KESEHATAN MASYARAKAT", dt.date(2020, 1, 2), "S-2", 2005, "0812345678"],
        [2, "DRA. WA ODE SITI", f"131234567 / {b}", f"Baubau, {birth(b).day} {MONTHS[birth(b).month - 1]} {birth(b).year}", "Perempuan", "IIID", 43556.0, "Analis Kesehatan",
         "43832", "S1", 1999.0],
        [3, "siti\u00a0aminah skm", c, (birth(c) - dt.date(1899, 12, 30)).days, "Wanita", "3d", "1 April 2019", "Perawat Ahli Muda", "null", "D-IV", "2001"],
        ["NO.", "NAMA", "NIP / KARPEG", "TEMPAT, TGL. LAHIR", "L/P", "PANGKAT", "", "JABATAN", "", "PENDIDIKAN", "", "NO. HP", "KET."],
        ["", "", "", "", "", "GOL. RUANG", "TMT", "NAMA", "TMT", "TINGKAT IJAZAH", "LULUS TAHUN", "", ""],
        list(range(1, 14)),
        ["", "JUMLAH DINAS KESEHATAN", 3],
        ["B", "DINAS PENDIDIKAN"],
        [4, "H. ABD. RAHMAN, A.Ma.Pd", int(d), f"{birth(d):%d-%m-%Y}", "1", "III-D", "01-04-2019", "Guru", "-", "D2", 1998],
        [5, "ANDI TENRI, S. Pd. SD", f"NIP. {e}", f"{birth(e):%d-%m-%Y}", "2", "34", "2019-04-01", "Guru Ahli Muda", "1/2/2020", "S1", ""],
        [6, "Laode Ma'ruf Amin", f, f"{birth(f):%d-%m-%Y}", "L", "III/e", "01-04-2019", "Guru", "", "S1", ""],
        [7, "Nurhayati", g[:17], f"{birth(g):%d-%m-%Y}", "P", "III/d", "01-04-2019", "Guru", "", "S1", ""],
        [8, "Rina Wati, S.Pd., Gr.", pppk, "01-01-1990", "P", "IX", "01-01-2022", "Ahli Pertama - Guru Kelas", "", "S1", "2013"],
        [9, "Wa Ode Siti, Dra.", b, "", "P", "III/d", "", "", "", "", ""],
        [],
        ["", "", "", "", "", "", "", "Kendari, 2 Januari 2026"],
        ["", "Mengetahui,", "", "", "", "", "", "KEPALA BADAN,"],
        ["", "Drs. H. FULAN, M.Si", "", "", "", "", "", "Ir. FULANAH"],
        ["", "NIP. 19650101 199003 1 001", "", "", "", "", "", "NIP. 19660101 199003 2 001"],
    ]  # fmt: skip
    merges = [(0, 0, 0, 12), (1, 0, 1, 12), (4, 0, 5, 0), (4, 1, 5, 1), (4, 2, 5, 2), (4, 3, 5, 3), (4, 4, 5, 4),
              (4, 5, 4, 6), (4, 7, 4, 8), (4, 9, 4, 10), (4, 11, 5, 11), (4, 12, 5, 12), (7, 0, 7, 12)]  # fmt: skip
    expected = {
        "header_rows": [5, 6],
        "nips": [a, b, c, e, pppk],
        "lost": 17,
        "bad_rank": 19,
        "short": 20,
        "twice": 22,
    }
    return workbook(lines, merges=merges), expected


SIASN = [
    "pns_id",
    "nip_baru",
    "nip_lama",
    "nama",
    "gelar_depan",
    "gelar_belakang",
    "tempat_lahir_id",
    "tempat_lahir_nama",
    "tanggal_lahir",
    "jenis_kelamin",
    "agama_id",
    "agama_nama",
    "jenis_kawin_id",
    "jenis_kawin_nama",
    "nik",
    "nomor_hp",
    "email",
    "email_gov",
    "alamat",
    "npwp_nomor",
    "bpjs",
    "jenis_pegawai_id",
    "jenis_pegawai_nama",
    "kedudukan_hukum_id",
    "kedudukan_hukum_nama",
    "status_cpns_pns",
    "kartu_asn_virtual",
    "nomor_sk_cpns",
    "tanggal_sk_cpns",
    "tmt_cpns",
    "nomor_sk_pns",
    "tanggal_sk_pns",
    "tmt_pns",
    "gol_awal_id",
    "gol_awal_nama",
    "gol_akhir_id",
    "gol_akhir_nama",
    "tmt_golongan",
    "mk_tahun",
    "mk_bulan",
    "jenis_jabatan_id",
    "jenis_jabatan_nama",
    "jabatan_id",
    "jabatan_nama",
    "tmt_jabatan",
    "tingkat_pendidikan_id",
    "tingkat_pendidikan_nama",
    "pendidikan_id",
    "pendidikan_nama",
    "tahun_lulus",
    "kpkn_id",
    "kpkn_nama",
    "lokasi_kerja_id",
    "lokasi_kerja_nama",
    "unor_id",
    "unor_nama",
    "instansi_induk_id",
    "instansi_induk_nama",
    "instansi_kerja_id",
    "instansi_kerja_nama",
    "satuan_kerja_induk_id",
    "satuan_kerja_induk_nama",
    "satuan_kerja_kerja_id",
    "satuan_kerja_kerja_nama",
    "is_valid_nik",
]


def siasn_rows(count: int, *, seed: int = 7) -> list[list[object]]:
    """The 65 columns of the SIASN export, texts with apostrophes, empty cells as ``null``."""
    dice = random.Random(seed)
    rows: list[list[object]] = [list(SIASN)]
    for number in range(count):
        sex = 1 + number % 2
        own = nip(number, sex=sex, year=1968 + number % 30, entry=f"{1968 + number % 30 + 24}03")
        day = birth(own)
        values = {
            "pns_id": f"A5EB03{number:026X}",
            "nip_baru": f"'{own}",
            "nip_lama": "null",
            "nama": f"{FIRST[number % len(FIRST)]} {number}".replace(str(number), "")
            + chr(65 + number % 26) * 3,
            "gelar_depan": "Dr." if number % 11 == 0 else "null",
            "gelar_belakang": "S.Pd., M.Si" if number % 3 == 0 else "null",
            "tempat_lahir_nama": "KENDARI",
            "tanggal_lahir": f"{day:%d-%m-%Y}",
            "jenis_kelamin": "M" if sex == 1 else "F",
            "agama_nama": "Islam",
            "jenis_kawin_nama": "Menikah",
            "nik": f"'7471{number:012}",
            "nomor_hp": f"'0812{number:08}",
            "email": f"orang{number}@gmail.com",
            "email_gov": f"orang{number}@kendarikota.go.id",
            "alamat": f"JL. MELATI NO. {number}",
            "npwp_nomor": f"'{number:015}",
            "kedudukan_hukum_id": "'01",
            "kedudukan_hukum_nama": "Aktif",
            "status_cpns_pns": "P",
            "tmt_cpns": f"01-03-{own[8:12]}",
            "gol_awal_nama": "III/a",
            "gol_akhir_id": "'34",
            "gol_akhir_nama": dice.choice(("III/a", "III/b", "III/c", "III/d", "IV/a")),
            "tmt_golongan": "01-04-2019",
            "jenis_jabatan_id": "'2",
            "jenis_jabatan_nama": "Jabatan Fungsional Tertentu",
            "jabatan_nama": dice.choice(
                ("GURU AHLI MUDA", "PERAWAT AHLI PERTAMA", "ANALIS KEBIJAKAN AHLI MUDA")
            ),
            "tmt_jabatan": "02-01-2020",
            "tingkat_pendidikan_id": "'40",
            "tingkat_pendidikan_nama": "S-1/Sarjana",
            "pendidikan_nama": "S-1 PENDIDIKAN MATEMATIKA",
            "tahun_lulus": "1999",
            "unor_nama": dice.choice(("DINAS KESEHATAN", "DINAS PENDIDIKAN", "BAPPEDA")),
            "instansi_kerja_nama": "Pemerintah Kota Kendari",
            "satuan_kerja_kerja_nama": "Pemerintah Kota Kendari",
            "is_valid_nik": "1",
        }
        rows.append([values.get(column, "null" if number % 5 else "") for column in SIASN])
    return rows
