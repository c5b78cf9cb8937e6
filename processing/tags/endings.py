"""What each language adds to its words: endings that do not tell terms apart, and the little words inside of terms.

Written from the grammars, for nouns and adjectives only: an ending that makes another word ("migrant", "migration") is not here.
"""

from collections.abc import Mapping


def _set(endings: str) -> frozenset[str]:
    return frozenset(endings.split())


# The longest that leaves a stem is taken off. Several languages of one family share a row.
PLAIN: Mapping[str, frozenset[str]] = {
    "es": _set("os as es o a e s"),
    "pt": _set("os as es o a e s"),
    "de": _set("ern en er es em e n s"),
    "nl": _set("en e s n"),
    "sv": _set("ernas arnas ornas arna erna orna ens ets en et ar er or na ns a e n s t"),
    "ro": _set("urilor iilor ilor elor ului urile iile iei ele ile uri lor ul ii ei ia ie a ă e i u"),
    "ru": _set(
        "иями ями ами ией иям иях его ого ему ому ыми ими ьми ьев ая яя ую юю ое ее ые ие ый ий ой ей ых их ым им ом ем ам ям "
        "ах ях ов ев ью ия ии ию ья ье ьи а я о е ы и у ю ь й"
    ),
    "uk": _set(
        "ями ами ого ому ими іми ьми ією еві ові єві ьою ею ою ів їв ей ий ій их іх им ім ам ям ах ях ом ем єм ої ія ії ію ую юю "
        "а я о е є и і ї у ю ь й"
    ),
    "bg": _set("овете ищата ията иите ите ата ята ото ето ове ища ът ят ия ии та то те а я о е и й"),
    "mk": _set("овите иите ијата ата ите ото ето иот от та то те ови ија ии а о е и"),
    "hr": _set("ovima evima ima ama oga omu ega emu ova eva ovi evi ove eve ih im om em og eg oj a e i o u"),
    "pl": _set(
        "iami ami ach ech ego emu imi ymi owie owi iej ych ich ów om em ie ia ią ię iu ii ym im ej ą ę a e i o u y"
    ),
    "el": _set("ματων ματοσ ματα μα ιδων ιδεσ εισ εωσ εων ιων ιου ουσ ων οσ ησ εσ ασ ου οι ια ιο α η ο ι ε"),
    "sq": _set("ëve eve ave ive jve ve ët at et it ut ës es as in un ën en an ja je a e ë i u t s n"),
}
SAME_AS = {"bs": "hr", "sr": "hr", "prs": "fa"}

# A chain of endings at the end of a word, as a pattern.
CHAINS: Mapping[str, str] = {
    "tr": (
        r"(?:l[aeə]r)?(?:[ıiuü]m[ıiuü]z|[ıiuü][mn]|s?[ıiuü])?"  # plural, whose
        r"(?:n?[ıiuü]n|n?[dt][aeə]n?|[yn]?[aeə]|[yn]?[ıiuü]|[yn]?l[aeə])?"  # case
        r"(?:k[ıi]|[dt][ıiuü]r)?(?:l[aeə]r)?"
    ),
    "hu": r"(?:[aeoöáé]?k|j?[aeáé]i?k?)?(?:[aeoöuü]?t|n[ae]k|b[ae]n?|b[óő]l|r[óő]l|r[ae]|[oeö]?n|h[oeö]z|t[óő]l|[vkt][ae]l|ért|ig|ként|é)?",
    "ka": r"(?:ებ)?(?:ისა|ის|ით|ად|მა|სა|თა|ნი|მ|ს|ი|ო|ა)?(?:თვის|გან|თან|ში|ზე|კენ|დან|ც)?",
    "hy": r"(?:ներ|եր)?(?:ից|ով|ում|ին|ուն|ի|ու)?(?:ը|ն|ս)?",
    "so": r"(?:yaal|yaasha|yada|yaa)?(?:[kgdth]?(?:a|u|ii|ee|ood|ooda|eeda|iisa))?",
    "fa": r"(?:هایی|های|ها|ی)?",
    "ur": r"(?:وں|یں|ے|وں)?",
    "ku": r"(?:an|ên|ê|ek|a|in|î)?",
    "ckb": r"(?:ەکان|ان|ەکە|ێک)?(?:ی|دا)?",
}
CHAINS = {**CHAINS, "az": CHAINS["tr"]}

# Written together with the word before which they stand.
ETHIOPIC_PROCLITICS = ("ስለ", "እንደ", "ያለ", "ከነ", "ካብ", "የ", "በ", "ለ", "ከ", "ን", "ብ", "ዘ", "እ")
ETHIOPIC_ENDINGS = ("ንና", "ንም", "ውን", "ን", "ም", "ና", "ው", "ዋ")
ARABIC_PROCLITICS = ("وال", "فال", "بال", "كال", "ولل", "ال", "لل", "و", "ف", "ب", "ك", "ل")

# Articles and the like inside of a term: written or not, the term is the same.
LITTLE_WORDS: Mapping[str, frozenset[str]] = {
    "en": _set("the a an s"),  # the s of children's
    "fr": _set("de d des du la le les l"),
    "es": _set("de del la el los las"),
    "pt": _set("de do da dos das o a os as"),
    "it": _set("di d del della dello dei degli delle dell il lo la i gli le l"),
    "ro": _set("a al ale ai"),
    "de": _set("der die das des den dem"),
    "nl": _set("de het een"),
    "sq": _set("i e të së"),
    "el": _set("ο η το οι τα του τησ των τον την τουσ τισ"),
    "sw": _set("wa ya za la cha vya"),
}

# These languages change most of their words: there also a term of one word is found in its other forms.
INFLECTED = frozenset(
    {*_set("de ro ru uk bg mk hr bs sr pl el sq"), *CHAINS, "prs", "am", "ti"},
)
COMPOUNDING = _set("de nl sv")  # a long word may be the beginning of a longer one: Flüchtlings|lager
