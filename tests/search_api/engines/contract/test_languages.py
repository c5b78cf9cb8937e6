"""Each language is found as its readers type it: other forms of a word, without accents, in capitals."""

import pytest

from search_api.query.question import Question

# language, what the text says, what somebody types
MEET = [
    # the same word in another form
    ("en", "Children were detained", "child"),
    ("en", "The child's guardian", "children"),
    ("en", "women in detention", "woman"),
    ("en", "migrants returning home", "return"),
    ("fr", "Des mineurs isolés étrangers", "mineur isolé"),
    ("fr", "les réfugiées arrivent", "réfugié"),
    ("es", "niños migrantes detenidos", "niño"),
    ("es", "las detenciones", "detención"),
    ("pt", "as crianças refugiadas", "criança"),
    ("it", "minori stranieri non accompagnati", "minore straniero"),
    ("de", "unbegleitete Kinder", "Kind"),
    ("ru", "дети беженцев", "детей"),
    ("ru", "несовершеннолетних мигрантов", "мигранты"),
    ("el", "προστασία των προσφύγων", "πρόσφυγες"),
    ("tr", "çocukların hakları", "çocuk"),
    ("ar", "نتائج الانتخابات", "انتخابات"),
    ("ar", "نتائج انتخابات", "الانتخابات"),
    ("ar", "حماية المهاجرين", "مهاجرون"),
    ("ar", "والمدرسة في المخيم", "مدرسة"),
    ("ar", "للأطفال", "الأطفال"),
    ("az", "uşaqların hüquqları", "uşaq"),
    ("az", "uşağın hüququ", "uşaqlar"),
    ("az", "Bakıda keçirilib", "Bakı"),
    # without accents, vowel marks and other spellings
    ("fr", "réfugiés à Genève", "refugies geneve"),
    ("es", "protección de la niñez", "proteccion ninez"),
    ("pt", "proteção de crianças", "protecao criancas"),
    ("de", "Straße der Flüchtlinge", "strasse fluchtlinge"),
    ("el", "Αθήνα", "αθηνα"),
    ("el", "ΑΘΗΝΑ", "Αθήνα"),
    ("el", "ο νόμος", "ΝΟΜΟΣ"),
    ("ar", "مُهَاجِر في إسبانيا", "مهاجر اسبانيا"),
    ("ar", "مستشفى", "مستشفي"),
    ("ar", "المـــدرسة", "المدرسه"),
    ("fa", "کودکان", "كودكان"),
    ("az", "müşayiət olunmayan uşaq", "musayiet olunmayan usaq"),
    ("tr", "göç idaresi", "goc"),
    ("pl", "Łódź", "lodz"),
    ("sr", "деца мигранти", "ДЕЦА"),
    ("vi", "trẻ em", "tre em"),
    # small and capital letters, also the Turkish and Azerbaijani i
    ("tr", "İSTANBUL'DA IŞIK", "istanbul ışık"),
    ("tr", "istanbul", "İSTANBUL"),
    ("tr", "ışık", "IŞIK"),
    ("az", "QIŞ və İNSAN", "qış insan"),
    ("az", "qış", "QIŞ"),
    ("az", "Şəki", "şəki"),
    ("de", "GROSSE STRASSE", "große straße"),
    # elision
    ("fr", "l’enfant n'est pas d'ici", "enfant"),
    ("fr", "l'enfant", "l’enfant"),
    ("fr", "un enfant", "l'enfant"),
    ("it", "dell'infanzia", "infanzia"),
    ("it", "l'accoglienza", "accoglienza"),
    # scripts without a stemmer
    ("am", "ሕፃናት እና ስደተኞች", "ስደተኞች"),
    ("uk", "діти-біженці", "діти"),
    ("hy", "Երեխաներ", "երեխաներ"),
    ("ka", "ბავშვები", "ბავშვები"),
    ("hi", "बच्चों की सुरक्षा", "बच्चों"),
    ("bn", "শিশু সুরক্ষা", "শিশু"),
    ("zh", "儿童", "儿童"),
]


@pytest.fixture(scope="module")
def library(shared_engine, article):
    """All the texts above."""
    texts = [article(f"{language} {text}", text, language=language) for language, text, _ in MEET]
    shared_engine.write([*texts, article("other", "something else", language="en")], [], 1)
    return shared_engine


@pytest.mark.parametrize(("language", "text", "typed"), MEET)
def test_what_is_typed_meets_what_is_written(library, language, text, typed):
    answer = library.search(Question(text=typed, size=100, fold_stories=False))
    assert f"{language} {text}" in {hit.article_id for hit in answer.hits}
    assert answer.articles < 8  # and not everything


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("en", "a migrant", "migratory bird"),
        ("es", "menores acompañados por su madre", "menores no acompañados"),
        ("ar", "والد", "ولد"),
        ("az", "miqrant", "miqrasiya"),
    ],
)
def test_what_is_another_word_does_not_meet(engine, article, found, language, text, typed):
    engine.write([article("it", text, language=language)], [], 1)
    assert found(typed) == set()


def test_a_stop_word_of_one_language_is_a_word_in_another(engine, article, found):
    # “war” is German for “was”, “die” an article, “son” French for “his”.
    engine.write(
        [
            article("en", "The war drove children away", language="en"),
            article("en2", "Children play", language="en"),
            article("de", "Das Kind war children", language="de"),
        ],
        [],
        1,
    )
    assert found("war") == {"en", "de"}
    assert found("children war") == {"en", "de"}


def test_stop_words_alone_are_looked_for_as_they_are(engine, article, found):
    engine.write([article("a", "Who is who in the camp"), article("b", "Something")], [], 1)
    assert found('"who is who"') == {"a"}
    assert found("the") == {"a"}


def test_a_region_of_a_language_has_the_stems_of_the_language(engine, article, found):
    engine.write([article("br", "crianças desacompanhadas", language="pt-BR")], [], 1)
    assert found("criança desacompanhada") == {"br"}


def test_a_phrase_is_found_in_every_script(engine, article, found):
    texts = {
        "ar": "حماية الأطفال غير المصحوبين",
        "ru": "защита детей без сопровождения",
        "el": "προστασία ασυνόδευτων ανηλίκων",
        "am": "ያልታጀቡ ሕፃናት ጥበቃ",
    }
    engine.write([article(language, text, language=language) for language, text in texts.items()], [], 1)
    for language, text in texts.items():
        assert found(f'"{text}"') == {language}
        first, second, *_ = text.split()
        assert found(f'"{second} {first}"') == set()
        assert found(f'"{second} {first}"~3') == {language}
