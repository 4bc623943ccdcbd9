"""What the quality page says in Indonesian, beside the English of `comparisons` and `blocking`."""

from typing import Final

IN_INDONESIAN: Final = {
    "same date of birth": "tanggal lahir sama",
    "day and month of birth swapped": "hari dan bulan lahir tertukar",
    "date of birth with a different day or month": "tanggal lahir, hari atau bulannya berbeda",
    "same day and month of birth, another year": "hari dan bulan lahir sama, tahunnya lain",
    "same year of birth, the day not known on one side": "tahun lahir sama, hari tidak diketahui",
    "same year of birth, another day or month": "tahun lahir sama, hari atau bulannya lain",
    "same year of birth, on one side from an age": "tahun lahir sama, sebagian dari usia",
    "another year of birth, or too little known to compare": "tahun lahir lain, atau terlalu"
    " sedikit yang diketahui",
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

#: What a rule's records share, by the parts of its name: in English, in Indonesian.
SHARED: Final = {
    "nik": ("NIK", "NIK"),
    "passport": ("passport", "paspor"),
    "other id": ("other number", "nomor lain"),
    "phone": ("telephone", "telepon"),
    "name": ("name", "nama"),
    "sound": ("a sound of the name", "satu bunyi nama"),
    "two sounds": ("two sounds of the name", "dua bunyi nama"),
    "one letter off": ("a name but for one letter", "nama yang berbeda satu huruf"),
    "beginning": ("beginning of a name", "awal nama"),
    "one figure off": ("a number but for one figure", "nomor yang berbeda satu angka"),
    "birth date": ("date of birth", "tanggal lahir"),
    "day and month": ("day and month of birth", "hari dan bulan lahir"),
    "year": ("year of birth", "tahun lahir"),
    "birth place": ("place of birth", "tempat lahir"),
    "sex": ("sex", "jenis kelamin"),
    "district": ("district", "kabupaten/kota"),
    "address": ("address", "alamat"),
    "postcode": ("postcode", "kode pos"),
    "country": ("country of destination", "negara tujuan"),
    "year recorded": ("year recorded", "tahun pencatatan"),
    "month recorded": ("month recorded", "bulan pencatatan"),
    "half month recorded": ("half month recorded", "paruh bulan pencatatan"),
}


def shared(rule: str) -> tuple[str, str]:
    """Say in English and in Indonesian what the records share that a rule brings together.

    Examples
    --------
    >>> shared("sound, year")
    ('a sound of the name, year of birth', 'satu bunyi nama, tahun lahir')
    """
    english, indonesian = zip(*(SHARED[part] for part in rule.split(", ")), strict=True)
    return ", ".join(english), ", ".join(indonesian)
