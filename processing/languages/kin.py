"""Tells close relatives apart, where detectors guess, by the letters and words that only one of them writes."""

import re
from collections.abc import Collection
from dataclasses import dataclass

SOUTH_SLAVIC = frozenset({"hr", "bs", "sr"})
WORD = re.compile(r"[^\W\d_]+")
FOREIGN_SHARE = 0.005  # of a text's letters: one in a headline tells, a name in an article does not

# Cyrillic letters that are none of a language's alphabet. Russian writes ъ only before е ё ю я, Bulgarian between consonants too.
NOT_WRITTEN = {
    "bg": re.compile("[ыэёјљњћђџѓќѕіїєґ]"),
    "mk": re.compile("[ыэёъьщяюйћђіїєґ]"),
    "ru": re.compile("[јљњћђџѓќѕіїєґ]|ъ(?![еёюя])"),
    "sr": re.compile("[ыэёъьщяюйѓќѕіїєґ]"),
    "uk": re.compile("[ыэёъјљњћђџѓќѕ]"),
}


@dataclass(frozen=True)
class _Words:
    """Whole words, and beginnings of words."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def count(self, words: list[str]) -> int:
        """How many of the words are of these."""
        return sum(word in self.whole or word.startswith(self.beginnings) for word in words)


def _beginnings(listed: str) -> _Words:
    """Of a list in which whole words end in a full stop."""
    words = listed.split()
    whole = frozenset(word[:-1] for word in words if word.endswith("."))
    return _Words(whole, tuple(word for word in words if not word.endswith(".")))


# Serbian writes e where Croatian and Bosnian write ije or je ("vreme", "vrijeme").
EKAVIAN = _beginnings(
    "bele. bezbedn beže begst celo. cele. celog celoj celu. čovek čoveč dec. deca. dece. deci. decu. decom dečj dete. detet deo. "
    "del. dela. delu. delova delimič delov gde. negde. nigde. ovde. htel hteo. izbegl izbeg izveštaj lepa. lepo. lepe. "
    "lekar lečen letos leto. leta. letnj levo. leva. meri. mere. mera. menja mesec mest. mesta. mesto. mestu. mestim namer nedelj "
    "nemačk nemac objekt obavešt odelj oseća oset ocen ponedeljak ponedeljk posle. pre. primen primer promen procen reč. reči. rečima "
    "reka. reke. reci. rešen rešav savet sever sednic sedišt seća. sled. sledeć smen smer sneg sused svet. sveta. svetu. svetsk "
    "svedo telo. tela. umesto. unapred uvek. uspe. uspeh uspeš uspel uveren uslov veka. veku. vekov vesti. veter vetar "
    "vreme. zahtev zamen zvezd želel živel razume dospel videl videt  dve. predlog posled poset pobed poved podel "
)
IJEKAVIAN = _beginnings(
    "bijel bijeg bježa cijel cijen čovjek čovječ djec dječ dijete. djetet dijel djel djeluj dvije. gdje. negdje. nigdje. ovdje. ondje. "
    "htje izbjeg izvješ izvješt lijep lijek lijeva lijevo liječ ljepš ljeto. ljeta. ljetn ljetos mjer mijenja mjesec mjest namjer "
    "nedjelj njemač nijemac nijemc objekat obavijest odjel osjeć osjet ocjen ponedjelj poslije. prije. primjen primijen primjer "
    "promijen promjen procjen procijen riječ rijek rješ savjet sjever sjednic sjedišt sjeća slijed sljed smijen smjer smjen snijeg "
    "sprječ spriječ susjed svijet svjet svjedo tijel tjel umjesto. unaprijed uvijek. uspje uspije uvjer vijek vijeć vijest vjer "
    "vjet vrijed vrijem zahtjev zamjen zamijen zvijezd zvjezd željel živje razumije razumjev dospje vidje cijev prijedlog posljed "
    "posjet pobjed pobijed povijed podijel "
)
# From what Croatian and Bosnian newsrooms write differently: names of months, "europ" and "evrop", loan words and native ones.
CROATIAN = _beginnings(
    "tko. netko. nitko. svatko. itko. tisuć tjedan tjedn siječnj veljač ožuj travnj svibnj lipnj srpnj kolovoz rujn listopad studenog "
    "studenom prosinc europ vlak povijes sustav tvrtk glede. nazočn izvješć priopć uporab zrakoplov glazb kazališt sveučiliš znanost "
    "znanstv učinkovit točno. točn točk podrijetl obitelj kruh unatoč tijekom gospodarst županij postrojb redatelj cijeplj liječni "
    "stoljeć suradnj surađ kolodvor djelatnik djelatnic ravnatelj otok otoc ozljed ozlijed dragovolj tajništv tajnic tajnik veleposlan "
    "prosvjed mirovin rabi. rabit rabe. milijun odvjetni dužnosni čelni glasnogovor šport momčad putovnic zaslon računal sukladno. "
    "stajališt kemij kirurg kršćan krist. krista kaos atenski španjolsk rumunjsk nizozemsk cipar ondje. uvjet promidžb sudjelov suočen "
    "zaposleni glavn. općenito opć vrhovništ knjižnic natječaj dvojb nedvojb uboj vjerojatn svibanj srpanj lipanj travanj ožujak studeni. "
    "siječanj rujan. spomenut natjecatelj utakmic uzletišt zračn veličanst predsjednič izbornik skladatelj pjevač glumac umjetnin "
)
BOSNIAN = _beginnings(
    "ko. neko. niko. svako. hiljad sedmic januar februar mart. marta. martu. april. aprila. aprilu. maj. maja. maju. juni. juna. junu. "
    "juli. jula. julu. august. augusta. augustu. septembar septembr oktobar oktobr novembar novembr decembar decembr evrop voz. voza. "
    "vozu. historij sistem kompanij prisutn izvještaj saopćen saopćil upotreb avion muzik pozorišt univerzitet nauk naučn efikasn "
    "tačno. tačn tačk porijekl porodic hljeb uprkos. tokom. ekonomij kanton režiser vakcin ljekar vijek saradnj sarađ uposlen "
    "ostrv povrijed povred sekretar ambasad penzij organizov kritikov finansij advokat zvanič portparol takmič "
    "apotek saobrać pasoš ekran kompjuter opšt lahk mehk sahran kahv kafa. kafu. kafe. bosansk sarajev bošnja hirurg hrist haos hemij "
    "špansk rumunsk holandsk kipar preduzeć učestv uslov obezbij obezbjeđ čitav šta. entitet fabrik inžinjer bibliotek "
    "ubist ubica. ubice. milion. miliona. "
    "konkurs vjerovatn fudbal  "
)


def without_impossible(ranking: list[tuple[str, float]], text: str, script: str) -> list[tuple[str, float]]:
    """The ranking without the languages that do not have letters which the text is written with; never empty by that."""
    if script != "Cyrillic":
        return ranking
    small = text.lower()
    at_most = FOREIGN_SHARE * len(small)
    possible = [
        entry
        for entry in ranking
        if entry[0] not in NOT_WRITTEN or len(NOT_WRITTEN[entry[0]].findall(small)) <= at_most
    ]
    return possible or ranking


def south_slavic(text: str, guess: str, among: Collection[str]) -> str:
    """Croatian, Bosnian or Serbian in Latin letters, by their words; `guess` where these say nothing and it is Serbian.

    Where nothing tells Croatian and Bosnian apart it is Croatian: more is written in it, and a Bosnian office's pages say that
    they are Bosnian.
    """
    words = WORD.findall(text.lower())
    ekavian, ijekavian = EKAVIAN.count(words), IJEKAVIAN.count(words)
    croatian, bosnian = CROATIAN.count(words), BOSNIAN.count(words)
    if (ekavian > ijekavian and ekavian >= croatian) or (guess == "sr" and not ijekavian and bosnian >= croatian):
        told = "sr"
    else:
        told = "bs" if bosnian > croatian else "hr"
    return told if told in among else guess
