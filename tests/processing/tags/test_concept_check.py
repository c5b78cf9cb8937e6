"""What the check of the lists finds: each kind of mistake, with its line and a cure, and nothing in ours."""

from pathlib import Path

import pytest

from processing.tags.concept_check import check_concepts

TWO = """\
- id: refugee
  kind: group
  terms:
    en: [refugee, refugees]
    fr: [réfugié]
    es: [refugiado]
    ar: [لاجئ]
    pt: [refugiado]
    it: [rifugiato]

- id: return
  kind: procedure
  terms:
    en: [return of refugees]
    fr: [retour des réfugiés]
    es: [retorno de refugiados]
    ar: [عودة اللاجئين]
    pt: [regresso de refugiados]
    it: [ritorno dei rifugiati]
"""


def found_in(tmp_path: Path, written: str) -> list[str]:
    path = tmp_path / "concepts.yml"
    path.write_text(written, "utf-8")
    return [str(finding).removeprefix(f"{path}:") for finding in check_concepts(path)]


def test_our_own_lists_have_no_mistakes() -> None:
    assert check_concepts() == []


def test_nothing_is_found_in_a_list_that_is_in_order(tmp_path: Path) -> None:
    assert found_in(tmp_path, TWO) == []


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("    pt: [refugiado]\n", "", "4: refugee: no terms in pt. A concept needs at least one in each."),
        ("  kind: procedure", "  kind: procedure\n  central: true", "15: return: no terms in de, el, tr, az, ru, sq."),
        (
            "[return of refugees]",
            "[return of refugees, Refugees]",
            "14: return: en “Refugees” is a term of refugee too",
        ),
        (
            "[retour des réfugiés]",
            "[retour de réfugié, réfugiés]",
            "15: return: fr “réfugiés” is a term of refugee too",
        ),
        (
            "[return of refugees]",
            "[return]",
            "14: return: en “return” is a word of all kinds of news. Write ? behind it",
        ),
        ("[retorno de refugiados]", "[de las ida]", "16: return: es “de las ida” is one short word when the articles"),
        ("[retour des réfugiés]", "[vol]", "15: return: fr “vol” is shorter than 4 letters"),
        (
            "[عودة اللاجئين]",
            "[возвращение беженцев]",
            "17: return: ar “возвращение беженцев” has letters that are not Arabic",
        ),
        (
            "[return of refugees]",
            "[rеturn of refugees]",
            "14: return: en “rеturn of refugees” has letters that are not Latin",
        ),
        ("[refugee, refugees]", "[refugee, refugee]", "4: refugee: en “refugee” is written twice."),
        (
            "[return of refugees]",
            "[we want the return of all the refugees of this war to their own homes soon]",
            "14: return: en “we want the return of all the refugees of this war to their own homes soon” has more than 12",
        ),
        (
            "[ritorno dei rifugiati]\n",
            "[ritorno dei rifugiati]\n  blockers: {it: [ritorno a scuola]}\n",
            "20: return: the it blocker “ritorno a scuola” holds none of the concept's terms.",
        ),
        (
            "[ritorno dei rifugiati]\n",
            "[ritorno dei rifugiati]\n  blockers: {en: [return of refugees]}\n",
            "14: return: en “return of refugees” is a blocker of return. It cannot be a term as well",
        ),
        (
            "[return of refugees]",
            "[return?]\n  in_context: true",
            "14: return: en “return?”: all terms here are read in context",
        ),
    ],
)
def test_each_mistake_is_told_with_its_line_and_a_cure(tmp_path: Path, before: str, after: str, complaint: str) -> None:
    assert before in TWO
    written = TWO.replace(before, after, 1) if "in_context" not in after else IN_CONTEXT
    assert any(one.startswith(complaint) for one in found_in(tmp_path, written)), found_in(tmp_path, written)


IN_CONTEXT = TWO.replace("[return of refugees]", "[return?]").replace(
    "kind: procedure", "kind: procedure\n  in_context: true"
)
IN_CONTEXT = IN_CONTEXT.replace("\n\n- id: return", "\n- id: return")
