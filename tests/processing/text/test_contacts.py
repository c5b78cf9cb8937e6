"""Contact blocks are cut from the end of texts, in the languages of the press offices."""

import pytest

from processing.text.contacts import part_contacts

STORY = "\n".join(
    f"Paragraph {number} of the story tells at some length what the office has seen at the border."
    for number in range(6)
)

BLOCKS = {
    "en": "For further information and enquiries, please contact:\nSofia Karim, IOM Regional Office, Email: sofia@office.example",
    "en media": "Media contact:\nPernille Okonjo, Geneva\nTel: +41 22 555 01 64\npress@office.example",
    "en one line": "For any other questions please contact Mr. Lahlou at lahlou@office.example or call him at: 0537652881",
    "fr": "Pour plus d’informations, veuillez contacter :\nMoussa Barké, Niamey\nTél. : +227 20 55 01 38\nbarke@office.example",
    "fr press": "Contact presse :\nAminata Zadi\nTél. : +225 27 20 55 31 08",
    "es": "Para más información, póngase en contacto con:\nRenzo Salas, tel. +51 1 555 0136, prensa@office.example",
    "es press": "Contacto para medios:\nIker Reis\n+34 952 555 017",
    "pt": "Para mais informações, contacte:\nHélder Nhantumbo\nTelefone +258 21 555 012",
    "ar": "لمزيد من المعلومات، يرجى الاتصال بـ:\nفاطمة محمد الأمين\nهاتف: +222 45 55 08 27",
    "az": "Əlavə məlumat üçün əlaqə:\nMətbuat xidməti\nTel.: +994 12 555 01 21",
    "unannounced": "Press Service of the Commissioner\nTel: +994 12 555 01 21\npress@office.example",
}


@pytest.mark.parametrize("language", BLOCKS)
def test_a_contact_block_is_kept_apart(language: str) -> None:
    parted = part_contacts(f"{STORY}\n{BLOCKS[language]}")
    assert parted.text == STORY
    assert parted.contact == BLOCKS[language]


def test_what_the_office_says_of_itself_below_stays_in_the_text() -> None:
    about = (
        "About the Fund: "
        + "it works in many countries for the rights of every child, everywhere, in everything it does. " * 3
    )
    parted = part_contacts(f"{STORY}\n{BLOCKS['en media']}\n{about}")
    assert parted.contact == BLOCKS["en media"]
    assert parted.text == f"{STORY}\n{about}"


def test_a_contact_sentence_at_the_end_of_the_last_paragraph() -> None:
    parted = part_contacts(f"{STORY} For more information, please contact Ana at ana@office.example.")
    assert parted.text == STORY
    assert parted.contact == "For more information, please contact Ana at ana@office.example."


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f"{STORY}\nChildren who lose contact with their families can call the helpline.\n{STORY}",
        f"{STORY}\nCreated on 01.11.2023",
        f"{STORY}\nChildren can call the helpline at any time on 0800 123 456 789.",
        f"{STORY}\nThe contact: a story of two brothers who met again after nine years of silence",
        "press@office.example\nTel: +41 22 555 01 64",
        "",
    ],
)
def test_other_texts_stay_whole(text: str) -> None:
    parted = part_contacts(text)
    assert (parted.text, parted.contact) == (text, "")


MORE = {
    "de": "Für Rückfragen:\nJonas Brahm, Pressestelle\nTelefon: +49 40 555 01 12",
    "de line": "Weitere Informationen erteilt Jonas Brahm, presse@anwaltschaft.example",
    "it": "Per informazioni:\nElena Serri\nTel. +39 081 555 0134",
    "nl": "Voor meer informatie\nFemke Roos\nfemke@dienst.example",
    "el": "Για περισσότερες πληροφορίες:\nΝίκος Δήμας\nΤηλ. 210 555 0136",
    "tr": "Ayrıntılı bilgi için:\nDeniz Aksoy\nTelefon: +90 212 555 01 17",
    "ru": "Для получения дополнительной информации:\nАнна Лужина\nТел.: +7 495 555 01 18",
    "uk": "За додатковою інформацією звертайтеся:\nОлена Бойко\nТел.: +380 44 555 0119",
    "sq": "Për informacion të mëtejshëm:\nArta Koci\narta@avokati.example",
    "ro": "Pentru mai multe informații:\nIoana Dragu\nTel. +40 21 555 0120",
    "pl": "Więcej informacji udziela:\nEwa Lis, tel. +48 22 555 01 21",
    "sr": "За више информација:\nМира Јовић\nТел: +381 11 555 0122",
    "hr": "Za više informacija:\nMira Jović\nTel: +385 1 555 0122",
    "hy": "Լրացուցիչ տեղեկությունների համար՝\nԱնի Սարյան\nՀեռ. +374 10 55 50 12",
    "ka": "დამატებითი ინფორმაციისთვის:\nნინო ბერიძე\nტელ: +995 32 555 01 23",
    "fa": "برای کسب اطلاعات بیشتر:\nمریم احمدی\nتلفن: +93 20 555 0124",
    "sw": "Kwa maelezo zaidi:\nAsha Juma\nSimu: +255 22 555 0125",
    "so": "Wixii macluumaad dheeraad ah la xiriir:\nCabdi Nuur\nnuur@xafiis.example",
    "am": "ለተጨማሪ መረጃ፦\nአበበ ከበደ\nስልክ፦ +251 11 555 0126",
    "sv": "För mer information:\nEva Lind, presschef\n+46 8 555 012 70",
}


@pytest.mark.parametrize("language", MORE)
def test_contact_blocks_are_known_in_every_language_of_the_field(language: str) -> None:
    parted = part_contacts(f"{STORY}\n{MORE[language]}")
    assert (parted.text, parted.contact) == (STORY, MORE[language])
