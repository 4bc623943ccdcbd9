"""How headers name the standard fields, in English and Indonesian offices."""

import re
from functools import cache
from typing import Final

_WORDS: Final = {
    "name": "name nama nama_lengkap nama_korban nama_pmi nama_pelapor_korban full_name victim_name "
    "nama_klien korban nama_wni nama_saksi_korban fullname",
    "given_name": "given_name first_name firstname nama_depan prs_firstname",
    "family_name": "family_name last_name surname lastname nama_belakang marga prs_secondname",
    "other_names": "other_names alias nama_lain aka nama_panggilan nickname prs_middlename",
    "birth_date": "birth_date date_of_birth dob tanggal_lahir tgl_lahir tgl_lhr lahir birthdate "
    "tanggallahir prs_birthdate tgllahir",
    "birth_year": "birth_year year_of_birth tahun_lahir thn_lahir yob",
    "birth_place": "birth_place place_of_birth tempat_lahir tmp_lahir pob",
    "sex": "sex jk jenis_kelamin kelamin jns_kelamin l_p lp jenkel",
    "gender": "gender prs_gender",
    "nik": "nik national_id ktp no_ktp no_nik nomor_ktp nomor_nik no_induk_kependudukan "
    "prs_identitynumber national_id_number",
    "passport": "passport passport_no passport_number paspor no_paspor nomor_paspor no_passport",
    "other_id": "other_id no_identitas nomor_identitas no_kk nomor_kk id_lain",
    "phone": "phone phone_no phone_number mobile hp no_hp nomor_hp telepon telp no_telp kontak "
    "no_telepon prs_mobilephone telpon",
    "address": "address alamat alamat_korban domisili prs_mailingstreet",
    "district": "district regency kabupaten kab kab_kota kabupaten_kota kode_kab kab_asal "
    "origin_regency asal daerah_asal kota kode_kabupaten regency_code",
    "postcode": "postcode postal_code zip kode_pos",
    "occupation": "occupation job pekerjaan profesi jabatan",
    "date": "date tanggal tgl incident_date tanggal_kejadian tgl_kejadian",
    "reported": "reported reported_on report_date tanggal_lapor tgl_lapor tgl_laporan "
    "tanggal_laporan tgl_aduan tanggal_aduan date_reported tanggal_pengaduan",
    "registered": "registered registration_date tanggal_registrasi tgl_registrasi tgl_masuk "
    "tanggal_masuk tgl_register date_registered",
    "recruited": "recruited recruitment_date tanggal_rekrut tgl_rekrut tanggal_perekrutan",
    "exited": "exited exit_date tanggal_keluar tgl_pulang tanggal_pulang tanggal_pemulangan",
    "identified": "identified date_identified tanggal_identifikasi tgl_identifikasi",
    "year": "year tahun thn tahun_lapor tahun_laporan year_of_registration yearofregistration",
    "age": "age umur usia umur_korban usia_korban age_years",
    "age_band": "age_band age_group kelompok_umur kelompok_usia agebroad",
    "minor": "minor anak di_bawah_umur is_child child",
    "citizenship": "citizenship nationality kewarganegaraan warga_negara wn kebangsaan "
    "prs_citizenship",
    "origin": "origin country_of_origin negara_asal",
    "destination": "destination country_of_destination negara_tujuan tujuan negara_penempatan",
    "exploitation_country": "exploitation_country country_of_exploitation countryofexploitation "
    "negara_eksploitasi negara country negara_kejadian",
    "purpose": "purpose form bentuk bentuk_eksploitasi tujuan_eksploitasi jenis_eksploitasi "
    "type_of_exploitation form_of_exploitation vic_typeofexploitation jenis_kasus",
    "act": "act perbuatan proses",
    "means": "means cara",
    "control": "control means_of_control bentuk_kontrol vic_methodsofcontrol",
    "sector": "sector sektor industry bidang_pekerjaan jenis_pekerjaan vic_forcedlabourindustry",
    "recruiter_relation": "recruiter_relation recruiter_relationship recruiterrelationship "
    "hubungan_perekrut hubungan vic_relationshiptotrafficker",
    "recruitment_channel": "recruitment_channel recruited_via modus modus_rekrut media_rekrut "
    "vic_methodofrecruitment cara_rekrut",
    "migration_status": "migration_status status_migrasi prosedural status_keberangkatan",
    "abroad": "abroad luar_negeri",
    "status": "status status_korban victim_status case_status vic_traffickingstatus",
}
#: A register's own number, the surest word first.
NUMBERS: Final = (
    "no_lp", "nomor_lp", "id_korban", "no_aduan", "id_kasus", "no_kasus", "case_no", "case_id",
    "no_register", "nomor_register", "no_reg", "id_register", "record_id", "no_perkara", "id",
    "nomor", "no",
)  # fmt: skip


def fold(header: str) -> str:
    """Make headers comparable: lower case, one underscore for whatever is no letter or digit."""
    return re.sub(r"[^a-z0-9]+", "_", header.strip().lower()).strip("_")


@cache
def _fields() -> dict[str, str]:
    return {word: field for field, words in _WORDS.items() for word in words.split()}


def is_header_word(text: str) -> bool:
    """Tell whether a text is a known name of a column, and so surely no cell of somebody's row."""
    return field_of(text) is not None or fold(text) in NUMBERS


def field_of(header: str) -> str | None:
    """Give the standard field that a header names, if it is a known one.

    >>> field_of("Tgl. Lahir"), field_of("Catatan")
    ('birth_date', None)
    """
    return _fields().get(fold(header))
