"""The words: code lists in English and Indonesian, with their crosswalks to the standards.

A list is a YAML file under ``lists/``; ``code_list`` gives it, frozen and cached. Blank means *not
asked*: every function gives ``None`` for it, never a code. A standard's coarse value becomes a
coarse code of ours; it is never taken apart into finer ones.

Suar's vocabulary follows IC-TIP (formerly ICS-TIP) as a working concordance: the ``ic_tip`` column
exists and is empty until the official tables can be entered.

Examples
--------
>>> purpose = code_list("purpose")
>>> purpose.resolve("  Kerja paksa "), purpose.resolve("")
('forced_labour', None)
>>> from_standard("control", "ctdc_2024", "meansThreats")
'threats_any'
"""

from suar.knowledge.vocab.codelist import STANDARDS, Code, CodeList, fold
from suar.knowledge.vocab.places import (
    province_code,
    regency_candidates,
    regency_code,
    un_region,
)
from suar.knowledge.vocab.purposes import GLOTIP_FORMS, glotip_form, glotip_forms
from suar.knowledge.vocab.reading import code_list, from_standard, names, read_list

__all__ = [
    "GLOTIP_FORMS",
    "STANDARDS",
    "Code",
    "CodeList",
    "code_list",
    "fold",
    "from_standard",
    "glotip_form",
    "glotip_forms",
    "names",
    "province_code",
    "read_list",
    "regency_candidates",
    "regency_code",
    "un_region",
]
