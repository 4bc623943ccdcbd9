"""The page beside the simulated files: that they are invented, and what they hold."""

from typing import Any

from suar.analytics.synthetic.offices import Office

_PAGE = """# INVENTED DATA / DATA REKAAN

Nobody in these files exists. Names, numbers, dates, places and figures were put together by chance
by `suar simulate` (scenario {scenario}, scale {scale:g}, seed {seed}). A name or number that is a
real person's is so by accident. Nothing here is a finding about Indonesia or any other country, its
offices or its peoples; the changes of practice in the profiles are of the invented country too.

Tidak ada seorang pun di dalam berkas ini yang nyata. Nama, nomor, tanggal, tempat, dan angka
disusun secara acak oleh `suar simulate` (skenario {scenario}, skala {scale:g}, benih {seed}).
Kesamaan dengan orang sungguhan hanyalah kebetulan. Tidak satu pun isi berkas ini merupakan temuan
tentang Indonesia atau negara lain, lembaganya, ataupun penduduknya; perubahan cara kerja yang
tercatat pada profil pun milik negara rekaan.

## Files / Berkas

| file / berkas | rows / baris | persons / orang |
|---|---|---|
{files}
| truth.csv | | |
| population.json | | |

`truth.csv` says which invented person a row is (`register,record,person`){reports_en}.
`population.json` says how many there really are: {persons:,} persons, of whom {seen:,} are known to
at least one register and {unseen:,} to none; by stratum, purpose, country and year.

`truth.csv` memuat siapa orang rekaan pada tiap baris (`register,record,person`){reports_id}.
`population.json` memuat jumlah sebenarnya: {persons_id} orang, {seen_id} di antaranya tercatat di
sedikitnya satu register dan {unseen_id} belum tercatat di register mana pun; menurut strata,
tujuan, negara, dan tahun.
"""


def readme(population: dict[str, Any], offices: tuple[Office, ...]) -> str:
    """Write the page for one run, in English and Bahasa Indonesia."""
    registers = population["registers"]
    rows = [
        f"| {office.file} | {registers[office.register]['rows']:,} "
        f"| {registers[office.register]['persons']:,} |"
        for office in offices
    ]
    units = population["scenario"] == "units"
    counts = {key: population[key] for key in ("persons", "seen", "unseen")}
    return _PAGE.format(
        scenario=population["scenario"],
        scale=population["scale"],
        seed=population["seed"],
        files="\n".join(rows),
        reports_en="; a police report with several victims has a line for each" if units else "",
        reports_id="; laporan polisi dengan beberapa korban memiliki satu baris untuk tiap orang"
        if units
        else "",
        **counts,
        **{f"{key}_id": f"{value:,}".replace(",", ".") for key, value in counts.items()},
    )
