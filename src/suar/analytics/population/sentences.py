"""The conditions under which a figure must be withheld, widened or marked, in plain words.

Each has a stable code, a consequence and a sentence in English and Indonesian. ``{...}`` are filled
by the guard. ``refuse``: no headline. ``range``: the headline is a range. ``mark``: said beside it.
"""

from typing import Final, Literal, NamedTuple

Consequence = Literal["refuse", "range", "mark"]


class Sentence(NamedTuple):
    """A condition's consequence, and what to say of it."""

    consequence: Consequence
    en: str
    id: str


SENTENCES: Final[dict[str, Sentence]] = {
    "few-lists": Sentence(
        "refuse",
        "Fewer than three lists have anyone on them; with two, independence cannot be checked.",
        "Kurang dari tiga daftar yang memuat orang; dengan dua daftar, kebebasan antardaftar "
        "tidak dapat diperiksa.",
    ),
    "empty-list": Sentence(
        "mark",
        "Nobody is on {lists}: left out.",
        "Tidak seorang pun tercatat pada {lists}: tidak disertakan.",
    ),
    "unconnected-list": Sentence(
        "refuse",
        "The lists fall into groups that share nobody ({lists}): leave a group out, or merge it.",
        "Daftar-daftar terpecah menjadi kelompok yang tidak berbagi seorang pun ({lists}): "
        "hilangkan atau gabungkan salah satu kelompok.",
    ),
    "no-estimate": Sentence(
        "refuse",
        "No method has an estimate: the overlaps leave the number undetermined.",
        "Tidak ada metode yang menghasilkan perkiraan: tumpang tindihnya tidak menentukan "
        "jumlahnya.",
    ),
    "not-identifiable": Sentence(
        "mark",
        "No three lists overlap pairwise: a model with all pairs cannot be told from others.",
        "Tidak ada tiga daftar yang saling bertumpang tindih: model dengan semua pasangan tidak "
        "dapat dibedakan dari yang lain.",
    ),
    "few-overlaps": Sentence(
        "refuse",
        "Only {n} persons are on more than one list; under 20 the figure is not reliable.",
        "Hanya {n} orang tercatat pada lebih dari satu daftar; di bawah 20, angkanya tidak andal.",
    ),
    "far-beyond-seen": Sentence(
        "refuse",
        "The estimate is over 20 times those seen; that far out it is not reliable.",
        "Perkiraan lebih dari 20 kali jumlah yang tercatat; sejauh itu angkanya tidak andal.",
    ),
    "no-upper-limit": Sentence(
        "refuse",
        "In so many resamples the number is unlimited that no upper limit can be given.",
        "Pada terlalu banyak sampel ulang jumlahnya tidak terbatas sehingga batas atas tidak "
        "dapat diberikan.",
    ),
    "no-interval": Sentence(
        "refuse",
        "No resampling was asked for, so the doubt is not known; a bare number is no headline.",
        "Sampel ulang tidak diminta sehingga ketidakpastiannya tidak diketahui; angka tunggal "
        "tidak dijadikan angka utama.",
    ),
    "bca-unstable": Sentence(
        "mark",
        "The corrected (BCa) interval of {methods} stands on few resamples; see the plain one too.",
        "Selang terkoreksi (BCa) dari {methods} bertumpu pada sedikit sampel ulang; lihat juga "
        "selang biasa.",
    ),
    "two-modes": Sentence(
        "mark",
        "The resamples of {methods} gather around two numbers; either may be nearer.",
        "Sampel ulang dari {methods} mengumpul di sekitar dua angka; keduanya mungkin.",
    ),
    "methods-disagree": Sentence(
        "range",
        "Sound methods differ by {ratio} times: a headline can only be the range of them all.",
        "Metode yang sahih berbeda {ratio} kali: angka utama hanya dapat berupa rentang semuanya.",
    ),
    "one-method": Sentence(
        "range",
        "Only one method stands, and nothing checks it: a headline can only be its range.",
        "Hanya satu metode yang bertahan dan tidak ada yang mengujinya: angka utama hanya dapat "
        "berupa rentangnya.",
    ),
    "known-truth-fails": Sentence(
        "refuse",
        "The lists contradict one another: hidden and estimated from the others, {failed} of {n} "
        "lists come out wrong.",
        "Daftar-daftar saling bertentangan: jika disembunyikan dan diperkirakan dari yang lain, "
        "{failed} dari {n} daftar meleset.",
    ),
    "known-truth-unknown": Sentence(
        "mark",
        "No list could be checked by hiding it: the others overlap too little inside it.",
        "Tidak ada daftar yang dapat diuji dengan menyembunyikannya: tumpang tindih di dalamnya "
        "terlalu sedikit.",
    ),
    "linkage-unmeasured": Sentence(
        "mark",
        "How well the lists were linked is not part of the figure; 10 % of links missed would add "
        "about a tenth to a fifth.",
        "Mutu penautan daftar tidak termasuk dalam angka ini; 10 % tautan yang terlewat dapat "
        "menambah sekitar sepersepuluh hingga seperlima.",
    ),
    "open-window": Sentence(
        "mark",
        "No common window of time is stated; people who come and go are counted as always there.",
        "Rentang waktu bersama tidak dinyatakan; orang yang datang dan pergi dihitung seolah "
        "selalu ada.",
    ),
    "scope-leaks": Sentence(
        "mark",
        "Registers hold persons outside their declared scope: {leaks}.",
        "Register memuat orang di luar cakupan yang dinyatakan: {leaks}.",
    ),
    "status-mixed": Sentence(
        "mark",
        "Persons of different status (presumed, identified, handled) are counted together.",
        "Orang dengan status berbeda (diduga, teridentifikasi, ditangani) dihitung bersama.",
    ),
    "thin-strata": Sentence(
        "mark",
        "Strata too thin to stand alone were estimated together: {strata}.",
        "Strata yang terlalu tipis untuk berdiri sendiri diperkirakan bersama: {strata}.",
    ),
    "strata-left-out": Sentence(
        "refuse",
        "For some strata no estimate exists, so there is no total: {strata}.",
        "Untuk sebagian strata tidak ada perkiraan sehingga tidak ada jumlah keseluruhan: "
        "{strata}.",
    ),
    "weak-strata": Sentence(
        "range",
        "Some strata could not carry a figure of their own: {strata}.",
        "Sebagian strata tidak dapat menopang angkanya sendiri: {strata}.",
    ),
    "strata-matter": Sentence(
        "mark",
        "Without strata the estimate would be {ratio} times that by strata: persons differ.",
        "Tanpa strata perkiraannya {ratio} kali perkiraan menurut strata: orang-orangnya berbeda.",
    ),
    "lists-matter": Sentence(
        "mark",
        "Leaving out or merging lists moves the estimate by up to {ratio} times.",
        "Menghilangkan atau menggabungkan daftar menggeser perkiraan hingga {ratio} kali.",
    ),
    "withheld-cells": Sentence(
        "refuse",
        "{n} counts were withheld as too small to show: what is left cannot carry an estimate. "
        "Use the table of a picture made with --audience holder.",
        "{n} jumlah ditahan karena terlalu kecil untuk ditampilkan: sisanya tidak dapat menopang "
        "perkiraan. Pakai tabel dari gambaran yang dibuat dengan --audience holder.",
    ),
    "small-cells": Sentence(
        "mark",
        "Some histories hold under five persons: the table itself must not be published.",
        "Beberapa riwayat memuat kurang dari lima orang: tabelnya sendiri tidak boleh "
        "dipublikasikan.",
    ),
    "not-converged": Sentence(
        "mark",
        "The chains of {methods} do not agree: it gets no vote.",
        "Rantai {methods} tidak sepakat: tidak ikut menentukan.",
    ),
    "grid-edge": Sentence(
        "mark",
        "{methods} puts weight at the end of what it looked at: it gets no vote.",
        "{methods} memberi bobot pada ujung rentang yang ditelusuri: tidak ikut menentukan.",
    ),
    "few-effective-draws": Sentence(
        "mark",
        "{methods} has few independent draws: its limits are rough.",
        "{methods} memiliki sedikit tarikan yang saling bebas: batasnya kasar.",
    ),
    "heavy-tail": Sentence(
        "mark",
        "{methods} gives weight to totals over 20 times those seen.",
        "{methods} memberi bobot pada jumlah lebih dari 20 kali yang tercatat.",
    ),
    "wide-interval": Sentence(
        "range",
        "The 95 % interval spans {ratio} times its lower end: a single number would mislead.",
        "Selang 95 % merentang {ratio} kali batas bawahnya: satu angka akan menyesatkan.",
    ),
    "lower-bound": Sentence(
        "mark",
        "{methods} gives a lower bound, not an estimate: it gets no vote.",
        "{methods} memberi batas bawah, bukan perkiraan: tidak ikut menentukan.",
    ),
    "assumes-independence": Sentence(
        "refuse",
        "{methods} assumes that the lists are independent, which nothing here can check.",
        "{methods} mengandaikan daftar-daftar saling bebas, yang tidak dapat diperiksa di sini.",
    ),
}

#: What every figure of this kind takes for granted; said on every page.
ASSUMPTIONS: Final[tuple[tuple[str, str], ...]] = (
    (
        "Nobody enters or leaves the population within the window.",
        "Tidak ada yang masuk atau keluar dari populasi selama rentang waktu.",
    ),
    (
        "Everybody on a list belongs there, and records of one person were found to be one.",
        "Setiap orang pada daftar memang termasuk, dan catatan satu orang dikenali sebagai satu.",
    ),
    (
        "Within a stratum, persons are alike in their chance to be on a list.",
        "Dalam satu strata, peluang setiap orang untuk tercatat adalah sama.",
    ),
    (
        "There is no interaction of all lists together. No data can show whether that is so.",
        "Tidak ada interaksi semua daftar sekaligus. Tidak ada data yang dapat menunjukkannya.",
    ),
)
