"""Values of personnel files: numbers, golongan, names, words with few meanings."""

from __future__ import annotations

import datetime as dt

import pytest

from bangkom.people.importing import name_case, name_key, read_name, read_nip, read_rank
from bangkom.people.importing.names import standard_degrees
from bangkom.people.importing.terms import (
    is_pria_wanita,
    read_education,
    read_eselon,
    read_kind,
    read_legal_state,
    read_post_kind,
    read_sex,
    title_words,
)

TODAY = dt.date(2026, 11, 24)
NIP = "197501012000121001"


@pytest.mark.parametrize(
    "value",
    [
        NIP, f"'{NIP}", "19750101 200012 1 001", "19750101.200012.1.001", "19750101-200012-1-001", f'"{NIP}"', f"NIP. {NIP}",
        "NIP : 19750101 200012 1 001", f"\u00a0{NIP}\u200b", f"131234567 / {NIP}", f"{NIP}\n131234567", f"131234567\r\n{NIP}",
        f"131234567 {NIP}", f"'{NIP}'", f'="{NIP}"', "1975 0101 2000 12 1001", f"{NIP} / {NIP}", f"{NIP},", "19750101 2000121 001",
    ],
)  # fmt: skip
def test_nip_in_every_dress(value):
    read = read_nip(value, TODAY)

    assert (read.nip.digits, read.nip.kind, read.nip.sex, read.nip.serial) == (NIP, "pns", "m", "001")
    assert (read.nip.birth_date, read.nip.entered_on) == (dt.date(1975, 1, 1), dt.date(2000, 12, 1))
    assert read.finding is None


def test_old_number_beside_the_new_one_is_kept_apart():
    assert read_nip(f"131234567 / {NIP}", TODAY).old_nip == "131234567"


def test_ni_pppk_is_told_by_its_contract_number():
    nip = read_nip("199001012022212005", TODAY).nip

    assert (nip.kind, nip.sex, nip.entered_on) == ("pppk", "f", dt.date(2022, 1, 1))


@pytest.mark.parametrize("value", [1.97501012000121e17, 197501012000121001, 197501012000121000, "1.97501E+17", "1,97501E+17",
                                   "1.97501012000121E+17", "197501012000121000", "19750101 200012 1 000"])  # fmt: skip
def test_a_number_that_lost_its_digits_is_never_guessed(value):
    read = read_nip(value, TODAY)

    assert (read.nip, read.finding.code) == (None, "nip_lost_digits")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "nip_missing"), ("-", "nip_missing"), ("null", "nip_missing"), (None, "nip_missing"), (0.0, "nip_missing"),
        (NIP[:17], "nip_length"), (f"{NIP}1", "nip_length"), ("197513012000121001", "nip_birth_date"),
        ("197502302000121001", "nip_birth_date"), ("197501012000001001", "nip_month"), ("197501012000123001", "nip_sex"),
        ("197501012000120001", "nip_sex"), ("131234567", "nip_old"), (131234567.0, "nip_old"), ("19750101200012100l", "nip_letters"),
        ("1975O1O12000121001", "nip_letters"), ("abc", "nip_unreadable"), (f"{NIP} / 197601012000121002", "nip_two"),
        ("204001012060121001", "age_impossible"), ("193001011955121001", "age_impossible"), ("201501012026011001", "age_impossible"),
        ("197501012030121001", "nip_entry"), ("197501012026121001", "nip_entry"), ("199501012003121001", "nip_entry_age"),
        ("197501012010211001", "nip_month"),
    ],
)  # fmt: skip
def test_a_bad_number_is_refused_with_its_reason(value, code):
    read = read_nip(value, TODAY)

    assert (read.nip, read.finding.code, read.finding.is_refusal) == (None, code, True)
    assert read.finding.remedy


def test_a_nik_in_the_nip_column_is_refused_and_not_shown():
    read = read_nip("7471010101750001", TODAY)

    assert (read.finding.code, read.shown) == ("nip_is_nik", "7471************")


@pytest.mark.parametrize(
    "value",
    [
        "III/d", "IIID", "3d", "III d", "Penata Tk. I (III/d)", "Penata Tingkat I, III/d", "III-D", "III.d", "34", 34, 34.0,
        "Penata Tk.I", "PENATA TINGKAT I", "penata tk 1", "lll/d", "111/d", "Gol. III/d", "GOL.RUANG III/d", "\u2162/d", "III / d",
        "Penata Tk. I - III/d", "III/d (Penata Tk. I)", "'III/d", "III\\d", "3/D", "III_d", "3.4", "iii/d", "Penata Tkt. I / IIId",
    ],
)  # fmt: skip
def test_one_golongan_in_every_spelling(value):
    assert read_rank(value, "pns") == ("III/d", "pns", None, None)


@pytest.mark.parametrize(
    ("value", "family", "code"),
    [
        ("IX", "", "IX"), ("9", "pppk", "IX"), (9.0, "pppk", "IX"), ("9", "", "IX"), ("Golongan IX", "pppk", "IX"), ("PPPK IX", "", "IX"),
        ("III", "pppk", "III"), ("11", "pppk", "XI"), ("11", "pns", "I/a"), ("ix", "pppk", "IX"), ("XVII", "pppk", "XVII"),
        ("Pembina Utama Muda", "", "IV/c"), ("Pembina Utama", "", "IV/e"), ("Pembina", "", "IV/a"), ("Pembina Utama Madya, IV/d", "", "IV/d"),
        ("Pengatur Muda Tk. I", "", "II/b"), ("Juru", "", "I/c"), ("IV/e", "pns", "IV/e"), ("1V/a", "", "IV/a"), ("V", "pppk", "V"),
        ("11/c", "", "II/c"), ("45", "pns", "IV/e"),
    ],
)  # fmt: skip
def test_golongan_of_both_families(value, family, code):
    assert (read_rank(value, family).code, read_rank(value, family).finding) == (code, None)


@pytest.mark.parametrize("value", ["III/d, 01-04-2019", "Penata Tk.I (III/d) TMT 1 April 2019", "III/d\n01/04/2019", "IIId / 1-4-2019",
                                   "III/d 2019-04-01", "34 (01-04-2019)"])  # fmt: skip
def test_tmt_in_the_cell_of_the_golongan(value):
    assert read_rank(value, "pns")[:3] == ("III/d", "pns", dt.date(2019, 4, 1))


@pytest.mark.parametrize(("value", "family", "code"), [
    ("III/e", "pns", "rank_unknown"), ("V/a", "pns", "rank_unknown"), ("III", "pns", "rank_incomplete"), ("III", "", "rank_incomplete"),
    ("XVIII", "pppk", "rank_unknown"), ("18", "pppk", "rank_unknown"), ("Staf", "pns", "rank_unknown"), ("11", "", "rank_unknown"),
    ("IX", "pns", "rank_incomplete"), ("46", "pns", "rank_unknown"), (dt.date(2019, 4, 1), "pns", "rank_unknown"),
])  # fmt: skip
def test_what_is_no_golongan_is_refused(value, family, code):
    read = read_rank(value, family)

    assert (read.code, read.finding.code, read.finding.is_refusal) == ("", code, True)


def test_title_and_code_that_disagree_are_told():
    read = read_rank("Penata (III/d)", "pns")

    assert (read.code, read.finding.code, read.finding.is_refusal) == ("III/d", "rank_contradiction", False)


@pytest.mark.parametrize(
    ("text", "name", "front", "back"),
    [
        ("Dr. Ir. H. LA ODE ALI, S.Pd., M.Si", "La Ode Ali", ["Dr.", "Ir.", "H."], ["S.Pd.", "M.Si."]),
        ("DRA. WA ODE SITI", "Wa Ode Siti", ["Dra."], []),
        ("dr. ANDI, Sp.A", "Andi", ["dr."], ["Sp.A."]),
        ("DR. ANDI, Sp.OG", "Andi", ["dr."], ["Sp.OG."]),
        ("DR. ANDI, M.Kes", "Andi", ["Dr."], ["M.Kes."]),
        ("HJ. NUR'AINI, S.KM", "Nur'aini", ["Hj."], ["S.K.M."]),
        ("SITI AMINAH SKM", "Siti Aminah", [], ["S.K.M."]),
        ("La Ode Ali S.Pd M.Si", "La Ode Ali", [], ["S.Pd.", "M.Si."]),
        ("ABD. RAHMAN, A.Md.Keb", "Abd. Rahman", [], ["A.Md.Keb."]),
        ("H.MUH.ALI,S. Pd. SD.,M. Pd", "Muh. Ali", ["H."], ["S.Pd.SD.", "M.Pd."]),
        ("Drs.H.ALI", "Ali", ["Drs.", "H."], []),
        ("ANDI SE", "Andi", [], ["S.E."]),
        ("SITI, SE. MM", "Siti", [], ["S.E.", "M.M."]),
        ("Prof. Dr. drg. LA IBU, M.Kes.", "La Ibu", ["Prof.", "Dr.", "drg."], ["M.Kes."]),
        ("NUR HIDAYAH A.MD.KEP", "Nur Hidayah", [], ["A.Md.Kep."]),
        ("Ns. LINA, S.Kep", "Lina", ["Ns."], ["S.Kep."]),
        ("RINA, S.Kep., Ners", "Rina", [], ["S.Kep.", "Ns."]),
        ("ALI, S.STP., M.Si", "Ali", [], ["S.S.T.P.", "M.Si."]),
        ("Wa Ode Siti, Dra.", "Wa Ode Siti", ["Dra."], []),
        ("dra hj siti aminah, m.pd", "Siti Aminah", ["Dra.", "Hj."], ["M.Pd."]),
        ("SRI MA", "Sri Ma", [], []),
        ("IRMA", "Irma", [], []),
        ("DRAJAT", "Drajat", [], []),
        ("ST. AMINAH, S.Sos", "St. Aminah", [], ["S.Sos."]),
        ("A. MUH. NUR", "A. Muh. Nur", [], []),
        ("HARDIN", "Hardin", [], []),
        ("H. ABD. KADIR H", "Abd. Kadir H", ["H."], []),
        ("LAODE MA'RUF BIN ALI", "Laode Ma'ruf bin Ali", [], []),
        ("Al-Amin McDonald", "Al-Amin McDonald", [], []),
        ("AL-AMIN", "Al-Amin", [], []),
        ("I MADE SURYA, S.Tr.Kes", "I Made Surya", [], ["S.Tr.Kes."]),
        ("", "", [], []),
    ],
)
def test_names_lose_their_degrees_and_nothing_else(text, name, front, back):
    read = read_name(text)

    assert (read.name, list(read.front), list(read.back), read.unsure) == (name, front, back, "")


def test_a_new_degree_that_is_built_like_one_is_taken():
    assert read_name("LINA, S. Abc, M.Tr.Xyz") == ("Lina", (), ("S.Abc.", "M.Tr.Xyz."), "")


def test_words_that_are_no_known_degree_are_told():
    assert read_name("Ali, X.Yz").unsure == "X.Yz"
    assert (read_name("ALI, LA ODE").name, read_name("ALI, LA ODE").unsure) == ("Ali La Ode", "LA ODE")


def test_degrees_in_columns_of_their_own():
    assert standard_degrees("Dr. Ir", is_front=True) == ["Dr.", "Ir."]
    assert standard_degrees("S. Pd, M.Si", is_front=False) == ["S.Pd.", "M.Si."]
    assert standard_degrees("null", is_front=False) == []


def test_names_compare_by_their_letters():
    assert name_key("La Ode Ma'ruf") == name_key("LAODE MARUF")
    assert name_case("van 't Hoff") == "van 't Hoff"


@pytest.mark.parametrize(("values", "sex"), [
    (["L", "l", "1", 1.0, "Laki-laki", "LAKI - LAKI", "Pria", "M", "Male", "Lk."], "m"),
    (["P", "2", 2, "Perempuan", "WANITA", "F", "Female", "Pr", "W"], "f"), (["x", "", None, "3"], ""),
])  # fmt: skip
def test_codings_of_sex(values, sex):
    assert {read_sex(value) for value in values} == {sex}


def test_p_means_pria_where_w_means_wanita():
    assert is_pria_wanita(["P", "W", "P"])
    assert not is_pria_wanita(["P", "L"])
    assert (read_sex("P", pria_wanita=True), read_sex("W", pria_wanita=True)) == ("m", "f")


@pytest.mark.parametrize(("text", "kind"), [
    ("PNS", "pns"), ("P", "pns"), ("Pegawai Negeri Sipil", "pns"), ("CPNS", "cpns"), ("C", "cpns"), ("Calon PNS", "cpns"),
    ("PPPK", "pppk"), ("P3K", "pppk"), ("PPPK Paruh Waktu", "pppk_part"), ("P3K PW", "pppk_part"), ("PPPK-PW", "pppk_part"),
    ("Honorer", "none"), ("Non ASN", "none"), ("PTT", "none"), ("entah", ""), ("", ""),
])  # fmt: skip
def test_kinds_of_employment(text, kind):
    assert read_kind(text) == kind


@pytest.mark.parametrize(("text", "level", "major"), [
    ("S-1/Sarjana", "S1", ""), ("S1", "S1", ""), ("S.1 Hukum", "S1", "Hukum"), ("D-III", "D3", ""), ("DIII KEBIDANAN", "D3", "Kebidanan"),
    ("SLTA", "SMA", ""), ("SMK", "SMA", ""), ("SLTP/SMP", "SMP", "SMP"), ("D-IV", "D4", ""), ("Diploma III/Sarjana Muda", "D3", ""),
    ("S-1/A-IV PENDIDIKAN AGAMA ISLAM", "S1", "Pendidikan Agama Islam"), ("Magister", "S2", ""), ("40", "S1", ""), ("05", "SD", ""),
    ("PROFESI NERS", "PROFESI", "NERS"), ("Sarjana Terapan", "D4", ""), ("Bahasa Indonesia", "", "Bahasa Indonesia"), ("", "", ""),
])  # fmt: skip
def test_education_levels(text, level, major):
    assert read_education(text)[0] == level
    if major not in ("SMP", "NERS"):
        assert read_education(text)[1] == major


@pytest.mark.parametrize(("text", "eselon"), [("II.b", "II.b"), ("IIb", "II.b"), ("II/b", "II.b"), ("22", "II.b"), ("2b", "II.b"),
                                              ("Eselon III.a", "III.a"), ("Non Eselon", ""), ("-", ""), ("99", ""), ("IV A", "IV.a")])  # fmt: skip
def test_eselon(text, eselon):
    assert read_eselon(text) == eselon


def test_an_unreadable_eselon_raises():
    with pytest.raises(ValueError):
        read_eselon("tinggi")


def test_kinds_of_posts_and_legal_states():
    assert [read_post_kind(text) for text in ("Jabatan Struktural", "2", "JABATAN FUNGSIONAL UMUM", "Pelaksana", "?")] == [
        "structural", "functional", "executive", "executive", "",
    ]  # fmt: skip
    assert [read_legal_state(text) for text in ("aktif", "1", "'03", "MPP", "??")] == [
        "Aktif", "Aktif", "Tugas Belajar", "Masa Persiapan Pensiun", "",
    ]  # fmt: skip


def test_shouting_is_set_in_readable_letters():
    assert (
        title_words("KEPALA SEKSI KURIKULUM SD DAN PAUD (UPTD)")
        == "Kepala Seksi Kurikulum SD dan PAUD (UPTD)"
    )
    assert title_words("Guru kelas") == "Guru kelas"
