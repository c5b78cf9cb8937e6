"""What the words before a date say of it: published, changed, or something that takes place."""

import re
from typing import Literal

from processing.dates.months import fold

Label = Literal["published", "changed", "event", "other", ""]
NO_PUBLICATION: tuple[Label, ...] = ("changed", "event", "other")

NEAR_CHARACTERS = 40  # a label stands right before its date
WHOLE = 5  # letters up to which a word is a whole one: "data" is no beginning of "database"

# Beginnings of words, and whole words where they are short, in the languages of press offices and their neighbours. They are
# compared folded (see `months.fold`).
PUBLISHED = """
written|published|publication date|date of publication|publish date|date publish|date published|posted|released
|release date|issued|date of issue|pubdate|first published|publie|mis en ligne|mise en ligne|date de publication
|date de parution|paru le|parue le|publicad|fecha de publicacion|fecha|publicacion|data de publicacao
|data da publicacao|pubblicat|data di pubblicazione|data pubblicazione|veroffentlicht|veroeffentlicht|erschienen
|erstellt|erscheinungsdatum|publiziert|geschrieben am|gepubliceerd|geplaatst|publicatiedatum|yayin tarihi
|yayinlan|yayimlan|yayimlanma|derc olun|derc edil|yerlesdiril|tarix|tarixi|tarih|tarihi|опубликован
|дата публикации|дата|размещен|опубліковано|дата публікації|публикуван|публикувано|објавено|објављено|тарих
|δημοσιευ|ημερομηνια|ανακοινωθηκε|publikuar|data e publikimit|postuar|publicat|data publicarii|publikovano
|publikovane|zverejneno|zverejnene|opublikowan|data publikacji|objavljen|datum objave|datum|megjelent|kozzeteve
|publicerad|publicerat|publisert|udgivet|offentliggjort|julkaistu|birt|paskelbta|publicets|avaldatud|ippubblikat
|publikatua|تاريخ النشر|تاريخ نشر|نشر في|نشر بتاريخ|نشرت|نشر|صدر في|تاريخ|تاریخ انتشار|منتشر شده|تاریخ اشاعت
|شايع|פורסם|imechapishwa|la daabacay|հրապարակվել|გამოქვეყნდა|date|dated|data|pibliye
"""
CHANGED = """
updated|last update
|最近更新|最后更新|更新日|last edited|edited|editiert|bearbeitet|last modified|modified|last revised|revised
|last reviewed|reviewed|last changed|mis a jour|mise a jour|modifie|maj|derniere modification
|actualizad|actualizacion|modificad|atualizad|atualizacao|aggiornat|aggiornamento|modifica
|modificat|aktualisiert|letzte anderung|letzte aktualisierung|geandert|geaendert|uberarbeitet|stand|zuletzt
|bijgewerkt|gewijzigd|guncelle|son guncelleme|yenilen|deyisdir|обновлен|изменен|последнее обновление
|оновлен|обновен|ажурирано|ενημερω|τροποποι|perditesu|actualizat|aktualizov|aktualizacja|zaktualizowan|azurirano
|frissit|modosit|uppdaterad|oppdatert|opdateret|paivitetty|uppfaert|atnaujinta|atjaunots|تحديث|اخر تحديث|حدث في
|تعديل|به روز|اپ ڈیٹ|עודכן
"""
EVENT = """
deadline|closing date|apply by|apply before|valid until|expires|when|date of event|event date|born|start date
|end date|due date|starts|ends|date limite|fecha limite|plazo|hasta el|ate|scadenza|entro il|bis|bis zum|ab
|termin|veranstaltung|son tarih|son basvuru|son muraciet|срок|до|last date|since|seit|depuis|desde|founded
|registriert|registered|joined|inscrit|inscription|from|until|till|fino al|حتى|منذ|موعد
"""
# Nothing about the page: when somebody read it, since when the site is somebody's.
OTHER = "accessed|retrieved|consulte|consultad|abgerufen|copyright|©"
# Said behind the date: "am 3. Dezember 2011 veröffentlicht", "3 Aralık 2011 tarihinde yayınlandı".
PUBLISHED_BEHIND = """
veroffentlicht|veroeffentlicht|publiziert|erstellt|geschrieben|gepostet|yayinlan|yayimlan|derc olun|derc edil|yerlesdiril
|tarihinde eklen|gepubliceerd|geplaatst|kozzetettek|posted|published
"""


def _pattern(words: str) -> re.Pattern[str]:
    each = sorted((fold(word.strip()) for word in words.split("|")), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(word if len(word) > WHOLE else rf"{word}(?!\w)" for word in each) + ")")


PATTERNS: tuple[tuple[Label, re.Pattern[str]], ...] = (
    ("published", _pattern(PUBLISHED)),
    ("changed", _pattern(CHANGED)),
    ("other", _pattern(OTHER)),
    ("event", re.compile(_pattern(EVENT).pattern + r"(?=[\s:]*$)")),
)
BEHIND = _pattern(PUBLISHED_BEHIND)
# Whose line it is: "von Klara Muster, 8.5.2012".
BY = re.compile(r"\W*(?:by|von|par|por|di|da|door|av|af|от|автор|yazan|muallif|nga|autor|autore|auteur|بقلم|كتب)\b")
WORD = re.compile(r"[^\W\d_]+")
HOUR = re.compile(r"(?<![\d:.])\d{1,2}\s?[:.h]\s?[0-5]\d(?![\d.])")
CLOCK = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?|\d+\s?min")


def label_of(before: str) -> Label:
    """What the words right before a date say of it; the last label counts, and "last updated" is one."""
    near = fold(before)[-NEAR_CHARACTERS:]
    ends: list[tuple[int, int, Label]] = [
        (match.end(), len(match.group()), label) for label, pattern in PATTERNS for match in pattern.finditer(near)
    ]
    return max(ends, default=(0, 0, ""))[2]


def is_published_behind(after: str) -> bool:
    """Whether the words right behind a date say that it is the publication's."""
    return BEHIND.search(fold(after)[:NEAR_CHARACTERS]) is not None


def names_an_author(line: str) -> bool:
    """Whether a line begins as one that says whose the text is."""
    return BY.match(fold(line)) is not None


def tells_the_hour(line: str) -> bool:
    """Whether a time of day stands in the line, as beside the date of a publication."""
    return HOUR.search(line) is not None


def words_beside(line: str) -> int:
    """How many words a line has beside its dates (which are cut out already), labels and the time of day."""
    rest = CLOCK.sub(" ", fold(line))
    for _, pattern in PATTERNS:
        rest = pattern.sub(" ", rest)
    return len(WORD.findall(rest))
