"""Crosswalks name what the standards name, and a coarse value is never taken apart."""

import csv
import gzip

import pytest

from shared import shared
from suar.knowledge.vocab import (
    GLOTIP_FORMS,
    STANDARDS,
    code_list,
    from_standard,
    glotip_form,
    glotip_forms,
    names,
    un_region,
)

EVERY = [(code_list(name), code) for name in names() for code in code_list(name)]
CLASSES = {"un_region", "un_subregion"}

#: Which picklist a list's HTCDS values come from.
PICKLISTS = {
    "gender": "prs_Gender",
    "status": "vic_TraffickingStatus",
    "status_decided_by": "vic_TraffickingStatusDecisionMakingOrg",
    "recruiter_relation": "vic_RelationshipToTrafficker",
    "recruitment_channel": "vic_MethodOfRecruitment",
    "control": "vic_MethodsOfControl",
    "purpose": "vic_TypeOfExploitation",
    "sector": "vic_ForcedLabourIndustry",
    "sexual_exploitation_type": "vic_TypeOfSexExploitation",
    "perpetrator_role": "per_RoleInProcess",
    "platform": "vic_RecruitmentWebsitesAndApps",
    "service": "spl_Type",
    "standard_service": "spl_Type",
    "organisation_kind": "org_Type",
    "register_kind": "org_Type",
    "marital_status": "prs_MaritalStatus",
    "education": "prs_HighestLevelOfEducation",
    "event_stage": "hte_Type",
    "case_status": "cas_Status",
    "referral_reason": "cas_ReasonForIncomingReferral",
}
#: Lists that take in every value of their picklist, exactly.
COMPLETE = set(PICKLISTS) - {"register_kind", "standard_service"}


def rows(name: str) -> list[dict[str, str]]:
    path = shared(name)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def values(name: str, standard: str, *, broader: bool = True) -> set[str]:
    found: set[str] = set()
    for code in code_list(name):
        found |= set(code.crosswalk.get(standard, ()))
        found |= set(code.broader.get(standard, ())) if broader else set()
    return found


def test_every_htcds_value_exists_and_none_is_left_out() -> None:
    picklists: dict[str, set[str]] = {}
    for row in rows("data/htcds/htcds_2_0_picklists.csv"):
        picklists.setdefault(row["field"], set()).add(row["value_name"])
    for name in names():
        if "htcds" in {key for c in code_list(name) for key in (*c.crosswalk, *c.broader)}:
            assert values(name, "htcds") <= picklists[PICKLISTS[name]], name
    for name in COMPLETE:
        read = values(name, "htcds", broader=False) | set(code_list(name).blank.get("htcds", ()))
        assert read == picklists[PICKLISTS[name]], name


def test_every_ctdc_variable_exists_in_the_concordance_and_is_read() -> None:
    concordance = {
        row["kanon_variable"]: row["synthetic_2024_variable"]
        for row in rows("data/ctdc/ctdc_variable_concordance.csv")
    }
    prefixes = ("meansOf", "is", "typeOf", "recruiterRelation")
    named, old = set(), set()
    for name in names():
        named |= {v for v in values(name, "ctdc_kanon") if v.startswith(prefixes)}
        named |= set(code_list(name).blank.get("ctdc_kanon", ())) & set(concordance)
        old |= {v for v in values(name, "ctdc_2021") if v.startswith(prefixes)}
    assert named <= set(concordance)
    assert {
        variable
        for variable in set(concordance) - named
        if variable.startswith(prefixes) and not variable.endswith("Concatenated")
    } == {"isAbduction"}
    assert old <= {variable[:32] for variable in concordance}
    assert max(map(len, old)) == 32


def test_fine_codes_write_the_name_that_the_concordance_gives_for_2024() -> None:
    compared = 0
    for row in rows("data/ctdc/ctdc_variable_concordance.csv"):
        for name in ("control", "purpose", "sector", "sexual_exploitation_type"):
            found = code_list(name)
            code = found.from_standard("ctdc_kanon", row["kanon_variable"])
            if code and row["synthetic_2024_variable"]:
                assert row["synthetic_2024_variable"] in found.to_standard("ctdc_2024", code)
                compared += 1
    assert compared > 25


def test_victim_perpetrator_values_of_2022_are_read_as_they_stand() -> None:
    seen = rows("data/ctdc/CTDC_VPsynthetic_condensed.csv")
    for column, name in (
        ("gender", "gender"),
        ("gender", "sex"),
        ("majorityStatus", "majority"),
        ("IP_Relation", "recruiter_relation"),
    ):
        for value in {part for row in seen for part in row[column].split(";") if part}:
            assert from_standard(name, "ctdc_vp2022", value), (column, value)
    variables = {row["name"] for row in rows("data/ctdc/vp_dictionary.csv")}
    assert values("perpetrator_role", "ctdc_vp2022") <= variables


def test_countries_and_ages_of_the_real_file_all_find_their_code() -> None:
    country, band = code_list("country"), code_list("age_band")
    for row in rows("data/ctdc/ctdc_kanon_20200414_extract.csv.gz"):
        for column in ("citizenship", "CountryOfExploitation"):
            blank = row[column] in {"-99", "0"}
            assert (country.resolve(row[column], "ctdc_kanon") is None) == blank
        assert (band.resolve(row["ageBroad"], "ctdc_kanon") is None) == (row["ageBroad"] == "-99")


def test_glotip_words_are_unodcs() -> None:
    seen = rows("data/unodc_glotip/data_glotip_20250414.csv.gz")
    assert values("sex", "glotip") <= {row["Sex"] for row in seen}
    assert values("majority", "glotip") <= {row["Age"] for row in seen}
    forms = {row["Category"] for row in seen if row["Dimension"] == "by form of exploitation"}
    assert set(GLOTIP_FORMS) <= forms | {"Forced labour"}
    country = code_list("country")
    for row in seen:
        if row["Iso3_code"] in country:
            assert country.resolve(row["Country"]) == row["Iso3_code"]


def test_complaint_categories_are_those_published() -> None:
    published = {
        row["category_id"] for row in rows("data/vocab_seed/bp2mi_complaint_categories.csv")
    }
    assert values("complaint_category", "bp2mi") == published


def test_one_value_of_a_standard_is_one_code() -> None:
    for each, code in EVERY:
        for standard, written in code.crosswalk.items():
            for value in written if standard not in CLASSES else ():
                assert each.from_standard(standard, value) == code.code


def test_a_coarse_value_gives_a_coarse_code_or_none_and_never_a_part() -> None:
    coarse = 0
    for each, code in EVERY:
        for standard, written in code.broader.items():
            for value in written:
                assert each.from_standard(standard, value) != code.code
                assert each.resolve(value, standard) != code.code
                coarse += 1
    assert coarse > 30


@pytest.mark.parametrize(
    ("name", "standard", "value", "code"),
    [
        ("control", "ctdc_2024", "meansThreats", "threats_any"),
        ("control", "ctdc_2024", "meansDenyBasicNeeds", "denies_basic_needs"),
        ("control", "ctdc_2024", "meansWithholdDocuments", "withholds_documents"),
        ("control", "ctdc_2021", "meansOfControlPsychoactiveSubsta", "psychoactive_substances"),
        ("control", "ctdc_2021", "meansOfControlThreatOfLawEnforce", "threat_of_law_enforcement"),
        ("purpose", "ctdc_kanon", "isSlaveryAndPractices", "slavery_or_practices"),
        ("purpose", "ctdc_2024", "isOtherExploit", "other"),
        ("means", "uu21_2007", "penipuan", "fraud_or_deception"),
        ("recruiter_relation", "ctdc_vp2022", "FamilyIntimatePartner", "family_or_partner"),
        ("perpetrator_role", "ctdc_vp2022", "IP_RecruiterBroker", "recruiter_or_broker"),
        ("sector", "htcds", "A_AgricultureForestryAndFishing", "agriculture_forestry_fishing"),
        ("purpose", "glotip", "Other forms of exploitation", "other"),
        ("control", "nowhere", "meansThreats", None),
    ],
)
def test_coarse_values_have_codes_of_their_own(name, standard, value, code) -> None:
    assert from_standard(name, standard, value) == code


@pytest.mark.parametrize(
    ("written", "band"),
    [("0--8", "0-8"), ("09--17", "9-17"), ("33-35", "30-38"), ("15–17", "9-17"), ("66+", "48+")],
)
def test_the_spellings_of_an_age_band(written: str, band: str) -> None:
    assert code_list("age_band").resolve(written) == band


def test_namibia_survives() -> None:
    country = code_list("country")
    for written in ("NA", "na", " NA ", "NAM", "Namibia"):
        assert country.resolve(written) == "NAM"
    assert country.resolve("NA", "ctdc_kanon") == from_standard("country", "iso_alpha2", "NA")
    assert un_region("NAM") == "Africa"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Kamboja", "KHM"),
        ("Cambodia", "KHM"),
        ("KH", "KHM"),
        ("Arab Saudi", "SAU"),
        ("Uni Emirat Arab", "ARE"),
        ("Tiongkok", "CHN"),
        ("Korea Selatan", "KOR"),
        ("Filipina", "PHL"),
        ("Taiwan", "TWN"),
        ("Hongkong", "HKG"),
        ("Yordania", "JOR"),
    ],
)
def test_countries_are_known_by_their_names_in_both_languages(written: str, code: str) -> None:
    assert code_list("country").resolve(written) == code


def test_the_three_forms_are_worked_out() -> None:
    assert glotip_form(["sexual"]) == "Sexual exploitation"
    assert glotip_form(["child_labour", "forced_labour"]) == "Forced labour"
    assert glotip_form(["online_scam"]) == glotip_form(["slavery"]) == GLOTIP_FORMS[2]
    assert glotip_form([]) is None
    assert glotip_form(["mixed"]) is None
    assert glotip_form(["sexual", "forced_labour"]) is None
    assert glotip_forms(["sexual", "forced_labour"]) == set(GLOTIP_FORMS[:2])
    # DATA-STANDARDS: begging is labour or other, and CTDC's mixed has no form
    without = {c.code for c in code_list("purpose") if not glotip_forms([c.code])}
    assert without == {"begging", "mixed"}
    assert all(
        form in GLOTIP_FORMS for c in code_list("purpose") for form in glotip_forms([c.code])
    )


def test_a_table_by_glotips_forms_is_read_as_three_codes_and_no_finer() -> None:
    read = [from_standard("purpose", "glotip", form) for form in GLOTIP_FORMS]
    assert read == ["sexual", "forced_labour", "other"]


def test_every_standard_named_is_described() -> None:
    used = {key for _, code in EVERY for key in (*code.crosswalk, *code.broader)}
    assert used - {"spelling"} <= set(STANDARDS)
