"""Degrees and titles as they are written behind and before names.

The key of a degree is its letters in upper case (``S.Pd.SD.`` is ``SPDSD``), so every way of setting dots and
spaces leads to the same spelling. Sources: Permenristekdikti 154/2014, Permendikbud 59/2018, common usage.
"""

from __future__ import annotations

import re

_BACK = """
A.Ma. A.Ma.Pd. A.Ma.Pd.SD. A.Ma.Pust. A.Ma.Pd.OR. A.Md. A.Md.A.B. A.Md.Ak. A.Md.Akun. A.Md.Farm. A.Md.Gz. A.Md.Keb.
A.Md.Kep. A.Md.Kes. A.Md.KG. A.Md.KL. A.Md.Kom. A.Md.LLAJ. A.Md.M. A.Md.P. A.Md.Pd. A.Md.Per. A.Md.Perkes. A.Md.Pi.
A.Md.Pj. A.Md.PK. A.Md.RMIK. A.Md.Rad. A.Md.RO. A.Md.S.I. A.Md.Sek. A.Md.Stat. A.Md.T. A.Md.TEM. A.Md.TLM. A.Md.AK.
A.Md.Ft. A.Md.Fis. A.Md.TW. A.Md.OT. A.Md.IP. A.Md.Tra. A.Md.Hut. A.Md.Ds. A.Md.Kb. A.Md.Ker. A.Md.Par. A.Md.Pust.
A.Md.Ars. A.Md.Adm. A.Md.Akt. A.Md.Ag. A.Md.I.Kom. A.Md.Hyp. A.Md.KesLing. A.Md.Kes.Ling. A.Md.RMIK. A.Md.Log. A.Md.Perpus. A.Md.Ftr.
AMAK AMAF AMF AMG AMK AMKL AMKG AMKeb. AMPd. AMPdSD. AMTE AMR AMRO AMTrU ATEM ATRO BA B.Sc. B.A. B.Ed. B.Eng. B.Bus.
S.A. S.A.B. S.A.P. S.AP. S.Ab. S.Ag. S.Ak. S.Adm. S.Agr. S.An. S.Ant. S.Ars. S.Bns. S.Ds. S.E. S.E.I. S.E.Ak. S.E.Sy. S.Ek.
S.Farm. S.Fil. S.Fil.I. S.FT. S.Ft. S.Gz. S.H. S.H.I. S.Hum. S.Hut. S.I.A. S.I.K. S.I.Kom. S.I.P. S.I.Pem. S.I.Pust. S.IP. S.IK.
S.K.G. S.K.H. S.K.M. S.K.P. S.Keb. S.Ked. S.Kel. S.Kep. S.Kes. S.Kes.Masy. S.Kom. S.Kom.I. S.KPm. S.Kpm. S.Krim. S.Li. S.M.
S.Mat. S.Mb. S.Mn. S.Or. S.P. S.P.W.K. S.PWK. S.Par. S.Pd. S.Pd.I. S.Pd.SD. S.Pd.K. S.Pd.AUD. S.Pd.Gr. S.Pd.H. S.Pd.B. S.Pd.Jas.
S.Pd.Ing. S.Pd.MM. S.Pi. S.Pn. S.Psi. S.Psi.I. S.Pt. S.Pust. S.S. S.S.I. S.S.T. S.S.T.P. S.S.T.Pel. S.SI. S.Si. S.Si.Apt. S.Si.T. S.Sn.
S.SiT. S.Sos. S.Sos.I. S.ST. S.STP. S.STPi. S.ST.Pel. S.ST.Keb. S.St.Pi. S.Stat. S.STat. S.Sy. S.T. S.T.P. S.TP. S.T.Han. S.Th. S.Th.I. S.Ti.
S.Tr. S.Tr.A.B. S.Tr.Akun. S.Tr.Gz. S.Tr.I.P. S.Tr.IP. S.Tr.K. S.Tr.Keb. S.Tr.Kep. S.Tr.Kes. S.Tr.Kom. S.Tr.P. S.Tr.Pi. S.Tr.Par.
S.Tr.Sos. S.Tr.T. S.Tr.Stat. S.Tr.Pel. S.Tr.Ak. S.Tr.Kl. S.Tr.KL. S.Tr.Farm. S.Tr.Hub. S.Tra. S.Trans. S.T.Ars. S.Vet. S.Ftr. S.Tr.Tra. S.Ikom. S.Terapan.
M.A. M.A.B. M.A.P. M.AP. M.Ab. M.Ag. M.Agr. M.Ak. M.Akun. M.Ars. M.Biomed. M.Bio. M.Biotech. M.Cs. M.Ds. M.E. M.E.I. M.E.Sy. M.Ec.Dev.
M.Ec. M.Ed. M.Ek. M.Eng. M.Env. M.Epid. M.Farm. M.Farm.Klin. M.Fil. M.Fil.I. M.Gizi. M.Gz. M.H. M.H.I. M.H.Kes. M.H.Li. M.H.Kn. M.Hum. M.Hut.
M.I.Kom. M.I.P. M.IP. M.I.Pem. M.I.A. M.Ikom. M.I.Pol. M.K.K.K. M.K.M. M.Keb. M.Ked. M.Kep. M.Kes. M.Kes.Epid. M.Keu. M.Kom. M.Kn. M.KM. M.Li. M.M. M.M.A.
M.M.Pd. M.M.Kes. M.M.Inov. M.M.Tr. M.Mar. M.Mat. M.Med. M.MedEd. M.Min. M.MR. M.Or. M.P. M.P.A. M.P.W.K. M.PWK. M.P.H. M.Par. M.Pd. M.Pd.I. M.Pd.K.
M.Pd.H. M.Pi. M.Pol. M.Psi. M.Psi.T. M.Pt. M.Pub.Pol. M.Pust. M.S. M.S.Ak. M.S.E. M.S.I. M.S.M. M.S.P. M.Sc. M.Sc.PH. M.Si. M.Sn. M.Sos. M.SP. M.ST. M.Stat. M.Sy.
M.T. M.T.A. M.T.I. M.T.P. M.Th. M.Ti. M.Tr. M.Tr.A.P. M.Tr.AP. M.Tr.IP. M.Tr.I.P. M.Tr.Keb. M.Tr.Kep. M.Tr.T. M.Tr.Kes. M.URP. M.U.R.P. M.Vet. M.AK. M.Bus. M.BA. M.B.A. M.Ling. M.Psi.Psikolog.
MA MBA MCH MH MM MMA MMT MP MPA MPd. MPH MPP MS MSc. MSi. MSP MT MURP MARS MHKes. MKM MKes.
Ak. Akt. Apt. Bd. CA CPA CFrA CHRP CPHR Ners Ns. Ph.D. PhD. Gr. Dipl. Dipl.Ing. Psikolog. CGAA CRMO CRMP QIA Ftr. Grd. Ph.
Sp.A. Sp.An. Sp.An-TI. Sp.B. Sp.BA. Sp.BP. Sp.BS. Sp.DV. Sp.DVE. Sp.Em. Sp.F. Sp.GK. Sp.JP. Sp.KFR. Sp.KG. Sp.KJ. Sp.KK. Sp.M. Sp.MK. Sp.N. Sp.OG.
Sp.OT. Sp.P. Sp.PA. Sp.PD. Sp.PK. Sp.Par. Sp.Rad. Sp.RM. Sp.S. Sp.THT. Sp.THT-KL. Sp.THT-BKL. Sp.U. Sp.Ort. Sp.Perio. Sp.Pros. Sp.BM. Sp.KGA. Sp.KP. Sp.Kep.J. Sp.Kep.An. Sp.Kep.Mat.
Sp.1 Sp.2 Sp.OG. Sp.P.D. Sp.B.K.BD. K.BD. FINASIM FINACS Sp.PD-KGEH Sp.PD-KHOM Sp.PD-KEMD Sp.PD-KKV Sp.PD-KR Sp.PD-KPTI Sp.A(K) Sp.OG(K) Sp.JP(K) Sp.OG-KFM Sp.B-KBD Sp.B(K)Onk FIHA FIHA. FISQua.
"""

# The first spelling of a key in the text wins, except where usage prefers another.
_PREFERRED = {
    "SIP": "S.I.P.", "SIKOM": "S.I.Kom.", "SAP": "S.A.P.", "SAB": "S.A.B.", "SKM": "S.K.M.", "SST": "S.S.T.",
    "SSTP": "S.S.T.P.", "STP": "S.T.P.", "SAK": "S.Ak.", "SSI": "S.Si.", "SPWK": "S.P.W.K.", "SPD": "S.Pd.",
    "SPDSD": "S.Pd.SD.", "MSI": "M.Si.", "MPD": "M.Pd.", "MKES": "M.Kes.", "MM": "M.M.", "MH": "M.H.", "MT": "M.T.",
    "MP": "M.P.", "MA": "M.A.", "MS": "M.S.", "MAP": "M.A.P.", "MKM": "M.K.M.", "MSC": "M.Sc.", "MBA": "M.B.A.",
    "MPH": "M.P.H.", "MPA": "M.P.A.", "MAK": "M.Ak.", "MIP": "M.I.P.", "MSP": "M.S.P.", "MMA": "M.M.A.",
    "SFT": "S.Ft.", "SIK": "S.I.K.", "MURP": "M.U.R.P.", "MHKES": "M.H.Kes.", "PHD": "Ph.D.", "BA": "B.A.",
    "AMKEB": "A.M.Keb.", "AMPD": "A.Ma.Pd.", "AMK": "A.M.K.", "AMKL": "A.M.K.L.", "AMG": "A.M.G.", "AMF": "A.M.F.",
    "AMKG": "A.M.K.G.", "AMAK": "A.M.A.K.", "STRIP": "S.Tr.I.P.", "MTRIP": "M.Tr.I.P.", "MIKOM": "M.I.Kom.",
    "MTRAP": "M.Tr.A.P.", "MPWK": "M.P.W.K.", "SSTPI": "S.St.Pi.", "SAN": "S.A.N.", "SIPEM": "S.I.Pem.",
    "AMDAK": "A.Md.A.K.", "SKPM": "S.K.Pm.", "SEAK": "S.E., Ak.", "NERS": "Ns.", "AKT": "Ak.", "SSIT": "S.SiT.",
    "STRKL": "S.Tr.KL.", "MSTP": "M.T.P.",
}  # fmt: skip


def key_of(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text).upper()


BACK: dict[str, str] = {}
for _spelling in _BACK.split():
    BACK.setdefault(key_of(_spelling), _spelling)
BACK.update(_PREFERRED)

# Degrees that are also ordinary short words or name parts: taken only after a comma or with their dots.
_SHORT_WORDS = "AMA BA MA MS SAN SI SA SM SS MAK SAK MP GR PH CA AK AN ADE SIM SAP MAP SEK MAS SYA BD ANS"
AMBIGUOUS = frozenset(_SHORT_WORDS.split())

# Before the name. H and Hj are honorifics and stay with the titles.
FRONT = {
    "PROF": "Prof.", "DR": "Dr.", "DRG": "drg.", "DRH": "drh.", "DRS": "Drs.", "DRA": "Dra.", "DRI": "Dr. Ir.",
    "IR": "Ir.", "H": "H.", "HJ": "Hj.", "KH": "K.H.", "NS": "Ns.", "NERS": "Ns.", "APT": "apt.", "BD": "Bd.",
    "USTADZ": "Ust.", "UST": "Ust.", "TGH": "T.G.H.", "PDT": "Pdt.", "IPTU": "Iptu", "FTR": "Ftr.", "LETKOL": "Letkol",
    "KOL": "Kol.", "BRIPKA": "Bripka", "KAPTEN": "Kapten", "MAYOR": "Mayor",
}  # fmt: skip
# These count as a title even without their dot.
FRONT_BARE = frozenset(["PROF", "DR", "DRG", "DRH", "DRS", "DRA", "IR", "HJ", "H", "KH", "NS", "NERS", "APT"])
