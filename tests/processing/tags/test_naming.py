"""Concepts and organisations in texts: every form in every script, context, and the traps."""

import pytest

from processing.tags.naming import concepts_and_organisations, words_of


def named(kind: str, text: str, language: str) -> set[str]:
    return {tag.value for tag in concepts_and_organisations(words_of("", text), language) if tag.kind == kind}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The unaccompanied migrant child's guardian spoke."),
        ("fr", "des mineures étrangères non accompagnées"),
        ("es", "dos niñas migrantes no acompañadas"),
        ("pt", "às crianças migrantes não acompanhadas"),
        ("it", "i minori stranieri non accompagnati"),
        ("ar", "وللأطفال غير المصحوبين بذويهم"),
        ("de", "für unbegleitete minderjährige Flüchtlinge, mit unbegleiteten Minderjährigen"),
        ("el", "των ασυνόδευτων ανηλίκων"),
        ("tr", "refakatsiz çocukların durumu"),
        ("az", "müşayiətsiz uşağın hüquqları"),
        ("ru", "о несопровождаемых несовершеннолетних"),
        ("sq", "të miturve të pashoqëruar"),
        ("nl", "niet-begeleide minderjarigen"),
        ("pl", "małoletnich bez opieki"),
        ("uk", "про неповнолітніх без супроводу"),
        ("ro", "ale minorilor neînsoţiţi"),
        ("sv", "de ensamkommande barnen"),
        ("bg", "на непридружените деца"),
        ("hr", "o djeci bez pratnje"),
        ("sr", "о деци без пратње"),
        ("bs", "o djeci bez pratnje"),
        ("mk", "за децата без придружба"),
        ("hu", "a kísérő nélküli kiskorúakat"),
        ("so", "carruurta aan la socon ayaa"),
        ("fa", "برای کودکان بدون همراه"),
        ("ka", "თანმხლები პირის გარეშე"),
        ("hy", "առանց ուղեկցողի երեխաների"),
    ],
)
def test_unaccompanied_children_are_found_in_any_form(language: str, text: str) -> None:
    assert "unaccompanied-child" in named("concept", text, language)


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("de", "Die Flüchtlingsunterkunft steht leer.", "refugee"),
        ("de", "Abschiebungsflüge aus Leipzig", "deportation"),
        ("el", "Οι πρόσφυγες έφτασαν στο νησί.", "refugee"),
        ("ru", "Детей-беженцев приняли в школу.", "refugee"),
        ("tr", "İNSAN TİCARETİYLE mücadele", "trafficking"),
        ("tr", "insan ticaretine karşı", "trafficking"),
        ("ar", "مُكافحة الاتِّجار بالبَشَر", "trafficking"),
        ("am", "የስደተኞችን ችግር", "migrant"),
        ("fa", "پناهنده‌ها وارد شدند", "refugee"),
        ("fr", "Droits de l’enfant et droits des enfants", "child-rights"),
        ("en", "regularisation of migrants or regularization of migrants", "regularisation"),
        ("it", "rimpatrio dei migranti", "return"),
        ("es", "devoluciones en caliente", "pushback"),
        ("sq", "azilkërkuesit", "asylum-seeker"),
        ("uk", "про переміщених осіб: внутрішньо переміщених осіб", "internally-displaced-person"),
    ],
)
def test_endings_compounds_scripts_and_spellings_do_not_hide_a_term(language: str, text: str, concept: str) -> None:
    assert concept in named("concept", text, language)


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("el", "Απορρίφθηκαν οι προσφυγές στο Συμβούλιο της Επικρατείας.", "refugee"),
        ("it", "Gli abitanti si sono rifugiati in chiesa.", "refugee"),
        ("fr", "Les pays de la région MENA", "unaccompanied-child"),
        ("en", "He was held for drug trafficking near the refugee camp.", "trafficking"),
        ("en", "The refugees' amena house", "unaccompanied-child"),
        ("es", "Dijo que no, acompañados de menores ingresos.", "unaccompanied-child"),
        ("en", "They crossed. The border was quiet. Refugees left, camp fires burned.", "refugee-camp"),
        ("en", "He urged them to push back. The No Child Left Behind law passed.", "pushback"),
        ("en", "The No Child Left Behind law was debated.", "children-left-behind"),
        ("ar", "الأطفال والمعاقين في المدينة", "children-with-disabilities"),
    ],
)
def test_traps(language: str, text: str, concept: str) -> None:
    assert concept not in named("concept", text, language)


def test_a_doubtful_term_is_read_only_in_context() -> None:
    training = "A training for officials was held in the capital, with a guardian present."
    assert named("concept", training, "en") == set()
    assert {"training", "migrant"} <= named("concept", f"{training} It was about migrants.", "en")
    assert "training" in named("concept", f"{training} UNHCR paid for it.", "en")
    assert "training" not in named("concept", f"{training} The World Bank paid for it.", "en")


def test_the_rule_says_that_a_term_was_read_in_context() -> None:
    tags = concepts_and_organisations(words_of("", "Workshop for refugees."), "en")
    assert {(tag.value, tag.rule, tag.term) for tag in tags} == {
        ("training", "term in context", "Workshop"),
        ("refugee", "term", "refugees"),
    }


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "IOM"),
        ("fr", "l’OIM"),
        ("es", "la Organización Internacional para las Migraciones"),
        ("ar", "وللمنظمة الدولية للهجرة"),
        ("pt", "à Organização Internacional para as Migrações"),
        ("it", "dell'Organizzazione internazionale per le migrazioni"),
        ("de", "der Internationalen Organisation für Migration"),
        ("el", "του Διεθνούς Οργανισμού Μετανάστευσης"),
        ("tr", "Uluslararası Göç Örgütü'nün"),
        ("az", "Beynəlxalq Miqrasiya Təşkilatının"),
        ("ru", "Международной организации по миграции"),
        ("sq", "Organizatës Ndërkombëtare për Migracion"),
        ("uk", "Міжнародної організації з міграції"),
        ("ro", "Organizației Internaționale pentru Migrație"),
    ],
)
def test_an_organisation_is_known_by_its_name_in_every_language(language: str, name: str) -> None:
    assert "iom" in named("organisation", f"– {name} –", language)


@pytest.mark.parametrize(
    ("language", "text", "there", "not_there"),
    [
        ("fr", "UN ENFANT SUR DIX EST EN DANGER", set(), {"united-nations"}),
        ("en", "The UN said so.", {"united-nations"}, set()),
        ("en", "PEOPLE WHO FLEE", set(), {"who"}),
        ("en", "The IOM TT Races", set(), {"iom"}),
        ("az", "BMT-nin məruzəsi", {"united-nations"}, {"iom"}),
        ("fr", "Le CICR et le HCR", {"icrc", "unhcr"}, set()),
        ("en", "the cndh of mr. hcr", set(), {"unhcr", "cndh-morocco"}),
        ("es", "la CNDH de México", {"cndh-mexico"}, {"cndh-morocco"}),
        ("fr", "le CNDH", {"cndh-morocco"}, {"cndh-mexico"}),
        ("el", "ο Συνήγορος του Πολίτη", {"ombudsman-greece"}, set()),
        ("hr", "pučka pravobraniteljica", {"ombudsman-croatia"}, set()),
    ],
)
def test_organisations_and_their_traps(language: str, text: str, there: set[str], not_there: set[str]) -> None:
    found = named("organisation", text, language)
    assert there <= found
    assert not found & not_there
