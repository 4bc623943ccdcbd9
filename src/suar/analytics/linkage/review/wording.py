"""What the quality page says in Indonesian, beside the English of `comparisons` and `blocking`."""

from typing import Final

IN_INDONESIAN: Final = {
    "same date of birth": "tanggal lahir sama",
    "day and month of birth swapped": "hari dan bulan lahir tertukar",
    "date of birth with a different day or month": "tanggal lahir, hari atau bulannya berbeda",
    "same day and month of birth, another year": "hari dan bulan lahir sama, tahunnya lain",
    "same year of birth, the day not known on one side": "tahun lahir sama, hari tidak diketahui",
    "years of birth one apart": "tahun lahir berselisih satu",
    "years of birth two or three apart": "tahun lahir berselisih dua atau tiga",
    "date of birth with a figure off": "tanggal lahir berbeda satu angka",
    "years of birth more than three apart": "tahun lahir berselisih lebih dari tiga",
    "different dates of birth": "tanggal lahir berbeda",
    "same NIK": "NIK sama",
    "NIK a figure off": "NIK berbeda satu angka",
    "NIK two figures off": "NIK berbeda dua angka",
    "different NIK": "NIK berbeda",
    "same passport number": "nomor paspor sama",
    "passport number a figure or two off": "nomor paspor berbeda satu-dua angka",
    "different passport number": "nomor paspor berbeda",
    "same other number": "nomor lain sama",
    "other number a figure or two off": "nomor lain berbeda satu-dua angka",
    "different other number": "nomor lain berbeda",
    "same telephone number": "nomor telepon sama",
    "telephone number a figure or two off": "nomor telepon berbeda satu-dua angka",
    "different telephone number": "nomor telepon berbeda",
    "same postcode": "kode pos sama",
    "postcode a figure or two off": "kode pos berbeda satu-dua angka",
    "different postcode": "kode pos berbeda",
    "same sex": "jenis kelamin sama",
    "different sex": "jenis kelamin berbeda",
    "same district": "kabupaten/kota sama",
    "districts of one province": "kabupaten/kota dalam satu provinsi",
    "different districts": "kabupaten/kota berbeda",
    "same place of birth": "tempat lahir sama",
    "place of birth nearly the same": "tempat lahir hampir sama",
    "place of birth alike": "tempat lahir mirip",
    "different place of birth": "tempat lahir berbeda",
    "same address": "alamat sama",
    "address nearly the same": "alamat hampir sama",
    "address alike": "alamat mirip",
    "different address": "alamat berbeda",
    "same citizenship": "kewarganegaraan sama",
    "different citizenship": "kewarganegaraan berbeda",
    "same country of destination": "negara tujuan sama",
    "different countries of destination": "negara tujuan berbeda",
    "recorded within a month or two": "dicatat berselang satu-dua bulan",
    "recorded within months": "dicatat berselang beberapa bulan",
    "recorded within a year": "dicatat berselang kurang dari setahun",
    "recorded in the same year": "dicatat pada tahun yang sama",
    "recorded in years that follow each other": "dicatat pada tahun berurutan",
    "recorded two or three years apart": "dicatat berselang dua atau tiga tahun",
    "recorded many years apart": "dicatat berselang bertahun-tahun",
    "before any evidence": "sebelum ada bukti",
    "name": "nama",
    "father's name": "nama ayah",
}

#: What a rule's records share, by the parts of its name.
SHARED_IN_INDONESIAN: Final = {
    "nik": "NIK",
    "passport": "paspor",
    "other id": "nomor lain",
    "phone": "telepon",
    "name": "nama",
    "sound": "satu bunyi nama",
    "two sounds": "dua bunyi nama",
    "one letter off": "nama yang berbeda satu huruf",
    "beginning": "awal nama",
    "one figure off": "nomor yang berbeda satu angka",
    "birth date": "tanggal lahir",
    "day and month": "hari dan bulan lahir",
    "year": "tahun lahir",
    "birth place": "tempat lahir",
    "sex": "jenis kelamin",
    "district": "kabupaten/kota",
    "address": "alamat",
    "postcode": "kode pos",
    "country": "negara tujuan",
    "year recorded": "tahun pencatatan",
    "month recorded": "bulan pencatatan",
    "half month recorded": "paruh bulan pencatatan",
}


def rule_in_indonesian(name: str) -> str:
    """Say what the records share that a rule brings together.

    Examples
    --------
    >>> rule_in_indonesian("sound, year")
    'satu bunyi nama, tahun lahir'
    """
    return ", ".join(SHARED_IN_INDONESIAN[part] for part in name.split(", "))
