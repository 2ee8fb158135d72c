"""Titles of columns in personnel files: SIASN export (65 columns), DUK lists, SIMPEG exports and their like."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from bangkom.foundation.tabular import Field, Vocabulary, clean, read_date

from .ranks import read_rank
from .terms import read_education, read_kind

_EXPAND = {
    "tgl": "tanggal", "tggl": "tanggal", "gol": "golongan", "glngan": "golongan", "jab": "jabatan", "jbt": "jabatan",
    "pend": "pendidikan", "pddk": "pendidikan", "pendd": "pendidikan", "no": "nomor", "nmr": "nomor", "jns": "jenis",
    "jen": "jenis", "kel": "kelamin", "klmn": "kelamin", "thn": "tahun", "th": "tahun", "bln": "bulan", "bl": "bulan",
    "tmp": "tempat", "tmpt": "tempat", "lhr": "lahir", "peg": "pegawai", "pgw": "pegawai", "pkt": "pangkat",
    "pngkt": "pangkat", "esl": "eselon", "es": "eselon", "tk": "tingkat", "tkt": "tingkat", "unker": "unit kerja",
    "satker": "satuan kerja", "mk": "masa kerja", "ttl": "tempat tanggal lahir", "telp": "telepon", "tlp": "telepon",
    "tel": "telepon", "ket": "keterangan", "dan": "", "serta": "", "atau": "", "wajib": "", "diisi": "", "di": "",
    "pada": "", "jml": "jumlah", "jum": "jumlah", "terakir": "terakhir", "akhir": "terakhir", "sekarang": "terakhir",
    "saat": "", "ini": "", "nippk": "ni pppk", "nipppk": "ni pppk", "nippppk": "ni pppk", "isian": "", "lengkap": "",
    "ruangan": "ruang", "emailgov": "email gov", "e": "", "mail": "email", "hp": "hp", "ybs": "", "data": "",
    "terhitung": "tmt", "mulai": "", "ijasah": "ijazah", "sex": "kelamin", "gender": "kelamin", "jk": "jenis kelamin",
    "jenkel": "jenis kelamin", "lp": "l p",
    "kepangkatan": "pangkat", "kelahiran": "lahir", "opd": "opd", "skpd": "opd",
}  # fmt: skip


def _is_nip(value: object) -> bool:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value >= 1e16
    digits = re.sub(r"\D", "", str(value))
    return len(digits) in (17, 18, 19, 27) or bool(
        re.match(r"^\d[.,]\d+E\+?1[67]$", str(value).strip(), re.I)
    )


def _is_name(value: object) -> bool:
    text = clean(value) if isinstance(value, str) else ""
    letters = sum(sign.isalpha() for sign in text)
    return letters >= 2 and letters >= 0.7 * len(text.replace(" ", "")) and len(text) < 80


def _is_date(value: object) -> bool:
    return read_date(value).value is not None


def _is_plain_date(value: object) -> bool:
    read = read_date(value)
    return read.value is not None and read.before.lower().strip(" .") in ("", "tmt")


def _is_rank(value: object) -> bool:
    return not isinstance(value, dt.date) and bool(
        read_rank(value, "pns").code or read_rank(value, "pppk").code
    )


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    return re.sub(r"[^a-z12]", "", text.lower())


def _is_sex(value: object) -> bool:
    known = (
        "l",
        "p",
        "m",
        "f",
        "w",
        "1",
        "2",
        "lk",
        "pr",
        "pria",
        "wanita",
        "lakilaki",
        "perempuan",
        "male",
        "female",
    )
    return _letters(clean(value)) in known


def _is_kind(value: object) -> bool:
    return bool(read_kind(clean(value)))


def _is_education(value: object) -> bool:
    return bool(read_education(clean(value))[0])


def _is_year(value: object) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d", clean(value)))


def _is_words(value: object) -> bool:
    return (
        isinstance(value, str)
        and sum(sign.isalpha() for sign in value) >= 3
        and read_date(value).value is None
    )


_TAKE = (
    Field("nip", _("NIP / NI PPPK"), (
        "nip baru", "nip", "ni pppk", "nip ni pppk", "nip pppk", "nomor induk pegawai", "ni p3k", "nip baru nip lama",
        "nip lama baru", "nip karpeg", "nip nomor karpeg", "nip nomor seri karpeg", "nip nik", "nip pegawai", "nomor nip",
        "nomor induk pegawai nip", "nip pns", "nip asn", "nip 18 digit", "nip 18 angka", "employee number", "nip nrp",
        "nip terakhir", "nomor induk", "nomor induk pegawai negeri sipil", "nip nomor induk pegawai",
    ), _is_nip, is_distinctive=True),
    Field("name", _("Nama"), (
        "nama", "nama pegawai", "nama gelar", "nama asn", "nama pns", "nama pppk", "nama pegawai negeri sipil",
        "nama nip", "nip nama", "nama tempat tanggal lahir", "nama nip tempat tanggal lahir", "name", "full name",
        "nama karyawan", "nama gelar pendidikan", "nama pns gelar", "nama jelas", "nama beserta gelar",
        "nama dengan gelar", "nama tanpa gelar", "nama pejabat", "nama aparatur", "nama nip karpeg", "nama pegawai gelar",
        "nama guru", "employee name", "nama pegawai nip", "nama nip pangkat golongan", "nama nip pangkat golongan ruang", "nama pangkat nip",
        "nama pangkat golongan nip", "nama pangkat golongan ruang nip", "nama nip pangkat", "nama nip golongan",
    ), _is_name, is_strict=True),
    Field("front_title", _("Gelar depan"), ("gelar depan", "gelar muka", "gelar depan nama"), is_strict=True),
    Field("back_title", _("Gelar belakang"), ("gelar belakang", "gelar", "gelar akademik", "gelar belakang nama"),
          is_strict=True),
    Field("birth_date", _("Tanggal lahir"), (
        "tanggal lahir", "tempat tanggal lahir", "tanggal bulan tahun lahir", "tempat lahir tanggal lahir",
        "tempat tanggal bulan tahun lahir", "birth date", "date of birth", "lahir tanggal", "kelahiran tanggal",
        "tanggal kelahiran", "lahir",
    ), _is_date),
    Field("birth_place", _("Tempat lahir"), ("tempat lahir nama", "tempat lahir", "kota lahir", "lahir tempat",
                                             "kelahiran tempat", "kabupaten lahir", "tempat kelahiran"), _is_words),
    Field("sex", _("Jenis kelamin"), ("jenis kelamin", "kelamin", "l p", "jenis kelamin l p", "p l", "pria wanita",
                                      "laki laki perempuan", "jenis kelamin nama"), _is_sex),
    Field("kind", _("Status kepegawaian"), (
        "status cpns pns", "status kepegawaian", "status pegawai", "status asn", "jenis asn", "jenis kepegawaian",
        "jenis pegawai", "status pns", "status pns pppk", "status", "pns pppk", "status pns cpns", "kategori pegawai",
        "cpns pns", "status kepegawaian pns cpns pppk",
    ), _is_kind),
    Field("legal_state", _("Kedudukan hukum"), ("kedudukan hukum nama", "kedudukan hukum", "kedudukan pegawai",
                                                "kedudukan", "status aktif", "status keaktifan")),
    Field("rank", _("Golongan"), (
        "golongan terakhir nama", "golongan ruang terakhir", "golongan ruang", "golongan", "golongan terakhir",
        "pangkat golongan ruang", "pangkat golongan", "pangkat golongan ruang terakhir", "pangkat golongan terakhir",
        "golongan nama", "pangkat golongan ruang tmt", "pangkat golongan tmt", "golongan tmt", "golongan ruang tmt",
        "golongan pangkat", "pangkat ruang", "golongan pppk", "golongan pns", "kode golongan", "pangkat golongan ruang golongan ruang",
    ), _is_rank),
    Field("rank_title", _("Pangkat"), ("pangkat", "pangkat nama", "nama pangkat", "pangkat terakhir"), _is_rank),
    Field("rank_since", _("TMT golongan"), (
        "tmt golongan", "tmt pangkat", "tmt golongan ruang", "tmt golongan terakhir", "pangkat golongan ruang tmt",
        "tmt pangkat terakhir", "pangkat terakhir tmt", "golongan terakhir tmt", "golongan ruang terakhir tmt",
        "pangkat tmt golongan", "tanggal golongan", "tmt kenaikan pangkat", "pangkat golongan tmt", "pangkat tanggal",
        "pangkat golongan ruang terakhir tmt", "pangkat tmt pangkat", "tmt kp", "pangkat golongan terakhir tmt",
    ), _is_plain_date),
    Field("post", _("Jabatan"), (
        "jabatan nama", "jabatan", "nama jabatan terakhir", "jabatan terakhir", "jabatan pegawai", "jabatan pekerjaan",
        "jabatan nama jabatan", "jabatan tmt", "uraian jabatan", "position", "jabatan struktural fungsional",
        "jabatan fungsional", "jabatan struktural", "nama jabatan fungsional", "jabatan asn", "tugas jabatan",
        "jabatan tugas", "jabatan unit kerja", "jabatan eselon tmt",
    ), _is_words),
    Field("post_kind", _("Jenis jabatan"), ("jenis jabatan nama", "jenis jabatan", "tipe jabatan", "kelompok jabatan",
                                            "jabatan jenis", "kategori jabatan", "rumpun jabatan")),
    Field("post_level", _("Jenjang jabatan"), ("jenjang jabatan", "jenjang", "jenjang fungsional", "jabatan jenjang",
                                               "jenjang jabatan fungsional"), is_strict=True),
    Field("eselon", _("Eselon"), ("eselon", "eselon nama", "tingkat eselon", "jabatan eselon", "eselonering",
                                  "eselon jabatan"), is_strict=True),
    Field("job_class", _("Kelas jabatan"), ("kelas jabatan", "jabatan kelas", "kelas"), is_strict=True),
    Field("position_since", _("TMT jabatan"), (
        "tmt jabatan", "tmt jabatan terakhir", "tanggal jabatan", "jabatan tanggal", "jabatan tmt jabatan", "tanggal pelantikan",
        "tmt pelantikan", "jabatan struktural tmt", "jabatan tanggal pelantikan", "tmt jabatan fungsional", "jabatan eselon tmt",
    ), _is_plain_date),
    Field("unit", _("Unit kerja"), (
        "unor nama", "unit kerja", "unit organisasi", "nama unit kerja", "unit kerja terakhir", "tempat tugas", "unor",
        "sub unit kerja", "tempat bekerja", "unit kerja nama", "nama unit organisasi", "unit", "tempat kerja", "bidang",
        "unit kerja organisasi", "nama sekolah tempat tugas", "unit kerja tempat tugas", "work unit", "sub unit",
    ), _is_words),
    Field("opd", _("OPD"), (
        "opd", "perangkat daerah", "nama opd", "satuan kerja", "satuan kerja perangkat daerah", "unit kerja induk",
        "unor induk", "unor induk nama", "unit organisasi induk", "organisasi perangkat daerah", "instansi", "dinas",
        "dinas badan kantor", "nama satuan kerja", "unit induk", "opd induk", "nama perangkat daerah", "opd unit kerja",
        "unit kerja opd", "instansi unit kerja",
    ), _is_words),
    Field("education_level", _("Tingkat pendidikan"), (
        "tingkat pendidikan nama", "tingkat pendidikan", "jenjang pendidikan", "pendidikan tingkat ijazah",
        "pendidikan tingkat", "pendidikan terakhir", "pendidikan", "tingkat ijazah", "ijazah", "strata",
        "pendidikan terakhir tingkat", "pendidikan jenjang", "pendidikan ijazah", "pendidikan umum", "pendidikan formal",
        "ijazah terakhir", "tingkat pendidikan terakhir", "pendidikan terakhir jenjang", "pendidikan strata",
    ), _is_education),
    Field("education_major", _("Jurusan"), (
        "pendidikan nama", "nama pendidikan", "jurusan", "program studi", "prodi", "jurusan pendidikan",
        "jurusan program studi", "pendidikan terakhir nama", "pendidikan terakhir jurusan", "bidang studi",
        "pendidikan prodi", "jurusan prodi", "pendidikan program studi", "pendidikan nama pendidikan",
        "pendidikan terakhir program studi",
    ), _is_words),
    Field("graduated_year", _("Tahun lulus"), ("tahun lulus", "lulus tahun", "pendidikan tahun lulus", "tahun ijazah",
                                               "pendidikan lulus tahun", "pendidikan tahun", "pendidikan lulus",
                                               "pendidikan terakhir tahun lulus", "pendidikan terakhir tahun"), _is_year),
    Field("entered_on", _("TMT CPNS/PPPK"), ("tmt cpns", "tmt pppk", "tmt pengangkatan", "tmt masuk", "tanggal masuk",
                                             "tmt kerja", "tmt calon pns", "tmt pengangkatan cpns", "cpns tmt", "tmt capeg",
                                             "tmt pengangkatan pertama", "tmt cpns pppk"), _is_plain_date),
    Field("retires_on", _("TMT pensiun"), ("tmt pensiun", "tanggal pensiun", "pensiun", "tmt bup", "bup"), _is_plain_date,
          is_strict=True),
    Field("email", _("Surel"), ("email gov", "email dinas", "email kantor", "email instansi", "email", "surel",
                                "alamat email", "email resmi", "alamat surel", "email pribadi")),
    Field("old_nip", _("NIP lama"), ("nip lama", "nip lama 9 digit"), is_strict=True),
)  # fmt: skip

_LEAVE = Field("unused", _("Tidak dipakai"), (
    "nomor", "nomor urut", "urut", "urutan", "nomor duk", "pns id", "id", "orang id", "kode", "tempat lahir id",
    "jenis pegawai id", "jenis pegawai nama", "kedudukan hukum id", "kartu asn virtual", "nomor sk cpns",
    "tanggal sk cpns", "nomor sk pns", "tanggal sk pns", "tmt pns", "sk pns", "sk cpns", "golongan awal id",
    "golongan awal nama", "golongan awal", "golongan terakhir id", "golongan id", "masa kerja tahun", "masa kerja bulan",
    "masa kerja", "masa kerja golongan", "masa kerja keseluruhan", "masa kerja seluruhnya", "jenis jabatan id",
    "jabatan id", "tingkat pendidikan id", "pendidikan id", "kpkn id", "kpkn nama", "lokasi kerja id",
    "lokasi kerja nama", "lokasi kerja", "unor id", "instansi induk id", "instansi induk nama", "instansi kerja id",
    "instansi kerja nama", "satuan kerja induk id", "satuan kerja induk nama", "satuan kerja kerja id",
    "satuan kerja kerja nama", "is valid nik", "keterangan", "catatan", "catatan mutasi", "catatan mutasi kepegawaian", "usia", "umur",
    "latihan jabatan nama", "latihan jabatan", "latihan jabatan tahun", "latihan jabatan bulan tahun",
    "latihan jabatan jumlah jam", "latihan jabatan lama", "latihan jabatan tanggal", "diklat", "diklat nama", "diklat tahun",
    "diklat penjenjangan", "diklat jumlah jam", "nama diklat", "diklat struktural", "latihan jabatan jam", "latihan nama",
    "latihan tahun", "pelatihan", "karpeg", "nomor karpeg", "nomor seri karpeg", "taspen", "nomor taspen", "gaji pokok",
    "gaji", "tunjangan", "angka kredit", "foto", "kgb", "tmt kgb", "nama sekolah", "sekolah", "nama instansi pendidikan",
    "nama perguruan tinggi", "perguruan tinggi", "universitas", "pendidikan nama sekolah", "alamat kantor",
    "alamat unit kerja", "nomor sk", "tanggal sk", "nomor sk jabatan", "tanggal sk jabatan", "jumlah", "skp", "nilai skp",
    "jabatan nomor sk", "pangkat nomor sk", "pangkat tanggal sk", "jabatan tanggal sk", "unor induk id", "tanda tangan",
    "tahun pengangkatan", "hukuman disiplin", "penghargaan", "pejabat penetap", "kode unit kerja", "kode opd",
    "masa kerja golongan tahun", "masa kerja golongan bulan", "masa kerja keseluruhan tahun",
    "masa kerja keseluruhan bulan", "jurusan id", "eselon id", "nama jabatan atasan", "nama atasan", "nip atasan",
    "nama pasangan",
), use="leave", is_strict=True)  # fmt: skip

_REFUSE = (
    Field("national_id", _("NIK"), ("nik", "nik ktp", "nomor ktp", "nomor induk kependudukan", "ktp", "nomor kk",
                                    "kartu keluarga", "nomor kartu keluarga", "nomor nik", "nomor identitas",
                                    "nomor induk kependudukan nik"), use="refuse"),
    Field("phone", _("Nomor telepon"), ("nomor hp", "hp", "telepon", "nomor telepon", "handphone", "wa", "whatsapp",
                                        "nomor wa", "nomor handphone", "telepon hp", "nomor telepon hp", "kontak",
                                        "telepon rumah", "nomor kontak", "ponsel", "nomor whatsapp"), use="refuse"),
    Field("address", _("Alamat"), ("alamat", "alamat rumah", "alamat tinggal", "alamat domisili", "kode pos",
                                   "tempat tinggal", "alamat ktp", "rt rw", "alamat tempat tinggal"), use="refuse",
          is_strict=True),
    Field("religion", _("Agama"), ("agama nama", "agama", "agama id", "agama kepercayaan"), use="refuse"),
    Field("marriage", _("Status perkawinan"), ("jenis kawin nama", "jenis kawin id", "jenis kawin", "status kawin",
                                               "status perkawinan", "status nikah", "status pernikahan", "kawin",
                                               "nama istri", "nama suami", "nama istri suami", "nama suami istri",
                                               "jumlah anak", "jumlah tanggungan", "karis karsu", "nomor karis karsu",
                                               "nama anak", "nama ibu", "nama ibu kandung"),
          use="refuse", is_strict=True),
    Field("tax_number", _("NPWP"), ("npwp nomor", "npwp", "nomor npwp", "nomor pokok wajib pajak"), use="refuse"),
    Field("insurance", _("Nomor BPJS"), ("bpjs", "nomor bpjs", "bpjs kesehatan", "askes", "nomor askes",
                                         "bpjs ketenagakerjaan"), use="refuse"),
    Field("bank_account", _("Nomor rekening"), ("nomor rekening", "rekening", "rekening bank", "nama bank"), use="refuse"),
    Field("blood", _("Golongan darah"), ("golongan darah", "darah"), use="refuse"),
)  # fmt: skip

PEOPLE = Vocabulary((*_TAKE, _LEAVE, *_REFUSE), anchors=("name", "nip"), expand=_EXPAND)
FIELD_LABELS = {one.name: one.label for one in _TAKE}
