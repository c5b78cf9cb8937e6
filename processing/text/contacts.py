"""Cuts contact blocks from the end of a text: names and numbers of press officers are no news, and are kept apart."""

import re
from dataclasses import dataclass

LAST_LINES = 25  # a contact block starts within so many lines from the end
CONTACT_LINE = 200  # characters; a longer line is prose, unless it has a mail address or a number
MOST_LINES = 16  # of one block
NAME_LINES = 3  # above a number or mail address that nothing announces
NAME_CHARACTERS = 100
PROSE_WORDS = 8
OF_TEXT = 0.4  # a block never takes more of a text than this share

MAIL = re.compile(r"[\w.+-]+(?:@|\s?\[at\]\s?|\s?\(at\)\s?)[\w-]+(?:\.[\w-]+)+|mailto:", re.I)
PHONE = re.compile(r"(?:\+|\b00|\(0?\d|\b0)\s?\d[\d\s().\-/]{6,}\d|\b\d{3}[\s.-]\d{3}[\s.-]\d{4}\b")
DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
PHONE_LABEL = re.compile(
    r"^\W*(?:tel|tél|phone|mob|cell|fax|whatsapp|signal|skype|e-?mail|correo|courriel|móvil|"
    r"cellulare|handy|mobil|gsm|هاتف|جوال|بريد|تلفن|ایمیل"
    r"|فون|тел|моб|эл\. ?почта|пошта|имейл|telefon\w*|telefax|telefoon|τηλ|κιν|էլ\. ?փոստ|հեռ|ტელ|"
    r"ელ-?ფოსტა|simu|barua pepe|ስልክ)\b",
    re.I,
)

# How a contact block begins, in the languages of our press offices: at the start of a line, or of a sentence in the last one.
OPENINGS = (
    r"for (?:any |further |more |additional |all )*(?:other )?(?:information|inquir(?:y|ies)|"
    r"enquir(?:y|ies)|questions?|details|media)"
    r"\b[^.:]{0,60}?\b(?:contact|call|write|reach|e-?mail)",
    r"(?:for (?:further|more) information|pour plus d['’]informations?|para (?:más|"
    r"mais) informaci?[óç][nõ](?:es)?)\s*:",
    r"(?:media|press|media and press|communications?) (?:contacts?|enquiries|inquiries|officers?|queries)\b",
    r"(?:please )?contacts?(?: (?:in|for|at|person|persons|us|information|details)\b[^.:]{0,60})?\s*:",
    r"pour (?:plus d|de plus amples |toute autre |toute |tout )[^.:]{0,60}?\bcontacte[rz]",
    r"contacts? (?:presse|médias?|au|en|à|aux|pour)\b[^.]{0,60}?(?::|$)",
    r"(?:para|si desea) (?:más|mayor|obtener más|cualquier) (?:información|consulta|detalle)[^.:]{0,60}?\b"
    r"(?:contact\w+|comun\w+|escrib\w+|ponerse|póngase)",
    r"contactos? (?:de prensa|para (?:los )?medios|en|para)\b[^.]{0,60}?(?::|$)",
    r"para (?:mais|maiores|obter mais|qualquer) (?:informaç\w+|esclareciment\w+)[^.:]{0,60}?\b"
    r"(?:contact\w+|contat\w+|escrev\w+|ligue|entre)",
    r"contat?c?t?os? (?:para (?:a )?imprensa|de imprensa|no|na|em|para)\b[^.]{0,60}?(?::|$)",
    r"(?:ل|لل)?(?:مزيد|لمزيد|للمزيد|للحصول على مزيد) من (?:ال)?(?:معلومات|"
    r"تفاصيل)[^.:]{0,60}?(?:الاتصال|التواصل|الرجاء|يرجى|:)",
    r"(?:للتواصل|للاتصال|جهات الاتصال|جهة الاتصال|الاتصال الإعلامي|للاستفسارات)\b[^.]{0,60}?(?::|$)",
    r"(?:əlavə|ətraflı|daha ətraflı) (?:məlumat|informasiya)[^.:]{0,60}?(?:əlaqə|müraciət|zəng|:)",
    r"(?:media ilə )?əlaqə(?: üçün| məlumatları)?\s*:",
    r"(?:pressekontakt|kontakt|contatti(?: per la)? stampa|ufficio stampa|per (?:maggiori|ulteriori) informazioni|"
    r"daha fazla bilgi için|basın iletişim|контакты для (?:сми|прессы)|за дополнительной информацией|"
    r"për më shumë informacion)\b",
    # German, Dutch, Swedish, Norwegian, Danish, Finnish
    r"(?:für (?:rückfragen|weitere informationen|presseanfragen|nachfragen)|(?:weitere|"
    r"nähere) informationen(?: erteilt)?|rückfragen(?: bitte)? an|"
    r"ansprechpartner(?:in)?|presseanfragen|medienkontakt|kontakt für (?:medien|presse))\b[^.]{0,60}?(?::|$)",
    r"(?:voor meer informatie|noot voor de redactie|perscontact|contactpersoon|voor persvragen|"
    r"niet voor publicatie)\b",
    r"(?:för mer information|presskontakt|mediekontakt|for mer informasjon|"
    r"for yderligere oplysninger|lisätietoja|kontaktperson)\b",
    # Greek, Romanian, Albanian, Maltese
    r"(?:για (?:περισσότερες|περαιτέρω) πληροφορίες|επικοινωνία|υπεύθυν\w+ επικοινωνίας|"
    r"πληροφορίες(?: για δημοσιογράφους)?\s*:)",
    r"(?:pentru (?:mai multe|informații suplimentare|detalii)|contact(?:e)? (?:presă|media|"
    r"pentru presă)|persoan[ăe] de contact|relații cu presa)",
    r"(?:për (?:informacion|detaje) (?:të mëtejshme|shtesë|të tjera)|kontakt(?:i|et)? për (?:media|"
    r"shtyp)|personi i kontaktit|kontaktoni)\b",
    r"(?:għal aktar (?:informazzjoni|tagħrif)|kuntatt għall-istampa)",
    # Turkish, Azerbaijani
    r"(?:ayrıntılı bilgi(?: ve iletişim)?(?: için)?|bilgi için|iletişim(?: bilgileri| için)?\s*:|"
    r"basın (?:sorumlusu|irtibat)|medya iletişim)",
    r"(?:mətbuat (?:xidməti|üçün əlaqə)|əlaqə vasitələri|sorğular üçün|suallarınız üçün)",
    # Russian, Ukrainian, Bulgarian, Macedonian, Serbian, Croatian, Bosnian, Polish
    r"(?:контакт\w*(?: для | пресс|:)|(?:по вопросам|для|за) (?:получения )?(?:дополнительн\w+|"
    r"более подробн\w+) (?:информаци\w+|сведени\w+)|пресс-служба\s*:|"
    r"для (?:сми|прессы|журналистов))",
    r"(?:за додатковою інформацією|для (?:отримання )?додаткової інформації|контакт\w* для (?:змі|"
    r"преси)|прес-служба\s*:)",
    r"(?:за (?:повече|допълнителна) информация|за контакти?|лице за контакт|за (?:повеќе|"
    r"дополнителни) информации|контакт (?:лице|за медиуми))",
    r"(?:za (?:više|dodatne|sve) informacij\w+|kontakt (?:za medije|osoba)|osoba za kontakt|"
    r"за (?:више|додатне) информациј\w+|контакт (?:за медије|особа))",
    r"(?:więcej informacji(?: udziela)?|kontakt (?:dla mediów|prasowy)|osoba do kontaktu|"
    r"dodatkowych informacji udziela)",
    # Armenian, Georgian, Persian, Dari, Urdu, Kurdish, Pashto
    r"(?:լրացուցիչ տեղեկությունների համար|կապ\s*:|կոնտակտային|მეტი ინფორმაციისთვის|"
    r"დამატებითი ინფორმაციისთვის|საკონტაქტო)",
    r"(?:برای (?:کسب )?اطلاعات بیشتر|اطلاعات تماس|تماس رسانه‌?ای|مزید معلومات کے لی[ےے]|"
    r"رابطہ (?:کریں|برائے)|بۆ زانیاری زیاتر|د نورو معلوماتو)",
    r"(?:ji bo (?:bêtir|zêdetir) agahî|têkilî\s*:|agahdarî û têkilî)",
    # Swahili, Somali, Amharic, Tigrinya, Haitian Creole, Catalan
    r"(?:kwa (?:maelezo|taarifa) zaidi|mawasiliano(?: kwa vyombo vya habari)?\s*:|"
    r"wixii (?:macluumaad|faahfaahin) dheeraad|la xiriir\b|"
    r"ለተጨማሪ መረጃ|ንዝያዳ ሓበሬታ|pou plis enfòmasyon|per a més informació|contacte (?:de )?premsa)",
    # Italian, Portuguese, Spanish, French beyond the above
    r"(?:per (?:informazioni|contatti)|contatti\s*:|responsabile (?:dell')?ufficio stampa|"
    r"informações à imprensa|assessoria de imprensa|"
    r"contacto\s*:|oficina de prensa|prensa\s*:|mayores informes|contacts?\s*:|"
    r"service (?:de )?presse|relations? presse|renseignements\s*:)",
)
OPENING = re.compile(r"^\W{0,5}(?:" + "|".join(OPENINGS) + ")", re.IGNORECASE)
IN_LINE = re.compile(r"(?<=[.!?؟])\s+(?=\W{0,5}(?:" + "|".join(OPENINGS) + "))", re.IGNORECASE)


@dataclass(frozen=True)
class Parted:
    """A text and its contact block, each one line a paragraph."""

    text: str
    contact: str


def part_contacts(text: str) -> Parted:
    """Takes the contact block out of the end of `text`; prose that follows it ("About the Fund …") stays."""
    lines = text.split("\n")
    parted = _announced(lines) or _last_sentence(lines) or _unannounced(lines)
    return parted if parted is not None and len(parted.contact) <= OF_TEXT * len(text) else Parted(text, "")


def _announced(lines: list[str]) -> Parted | None:
    """A block that says what it is: "Media contact:", "Pour plus d'informations …"."""
    for start in range(max(1, len(lines) - LAST_LINES), len(lines)):
        if OPENING.match(lines[start]) and (len(lines[start]) <= CONTACT_LINE or _has_reach(lines[start])):
            end = _end(lines, start)
            if any(_has_reach(line) for line in lines[start:end]):
                return Parted("\n".join(lines[:start] + lines[end:]), "\n".join(lines[start:end]))
    return None


def _last_sentence(lines: list[str]) -> Parted | None:
    """A contact sentence at the end of the last paragraph."""
    found = list(IN_LINE.finditer(lines[-1]))
    if not found or not _has_reach(lines[-1][found[-1].end() :]):
        return None
    at = found[-1]
    return Parted("\n".join([*lines[:-1], lines[-1][: at.start()]]), lines[-1][at.end() :])


def _unannounced(lines: list[str]) -> Parted | None:
    """Lines at the end that are numbers and mail addresses, and the names above them."""
    start = len(lines)
    while (
        start > 1
        and len(lines[start - 1]) <= CONTACT_LINE
        and _has_reach(lines[start - 1])
        and not _is_prose(lines[start - 1])
    ):
        start -= 1
    if start == len(lines):
        return None
    for _ in range(NAME_LINES):
        if start > 1 and _is_name(lines[start - 1]):
            start -= 1
    return Parted("\n".join(lines[:start]), "\n".join(lines[start:]))


def _end(lines: list[str], start: int) -> int:
    """The line behind the last one with a mail address or number that prose does not part from the block's start."""
    end = start + 1
    for index in range(start + 1, min(start + MOST_LINES, len(lines))):
        if len(lines[index]) > CONTACT_LINE and not _has_reach(lines[index]):
            break
        if _has_reach(lines[index]):
            end = index + 1
    return end


def _is_name(line: str) -> bool:
    """A line that reads like a person's name and office: short, and no sentence or list item."""
    return (
        len(line) <= NAME_CHARACTERS
        and not line.endswith((".", "!", "?", "…", "؟", ";"))
        and not line.startswith(("-", "•"))
    )


def _is_prose(line: str) -> bool:
    """A sentence that happens to name a number: "Children can call the helpline on 0800 123 456."."""
    return line.endswith((".", "!", "?", "؟")) and len(line.split()) >= PROSE_WORDS


def _has_reach(line: str) -> bool:
    return bool(MAIL.search(line) or PHONE.search(DATE.sub(" ", line)) or PHONE_LABEL.match(line))
