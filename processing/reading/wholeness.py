"""Whether the text that was read is all of it."""

# How a text ends that goes on elsewhere, in the languages of our press offices.
CUT_OFF = (
    "[…]",
    "[...]",
    "[…",
    "(…)",
    " …",
    "read more",
    "continue reading",
    "subscribe to read",
    "keep reading",
    "lire la suite",
    "suite réservée aux abonnés",
    "en savoir plus",
    "leer más",
    "seguir leyendo",
    "sigue leyendo",
    "ler mais",
    "leia mais",
    "continue a ler",
    "continue lendo",
    "saiba mais",
    "leggi tutto",
    "continua a leggere",
    "weiterlesen",
    "mehr lesen",
    "lees meer",
    "lees verder",
    "läs mer",
    "devamını oku",
    "devamı için tıklayın",
    "davamını oxu",
    "ətraflı oxu",
    "читать далее",
    "читать дальше",
    "читать полностью",
    "читати далі",
    "lexo më shumë",
    "lexo më tepër",
    "διαβάστε περισσότερα",
    "citește mai mult",
    "citiți mai mult",
    "czytaj dalej",
    "czytaj więcej",
    "opširnije",
    "pročitaj više",
    "прочитај више",
    "повече",
    "прочети още",
    "اقرأ المزيد",
    "المزيد",
    "للمزيد",
    "ادامه مطلب",
    "مزید پڑھیں",
    "soma zaidi",
    "akhri wax dheeraad ah",
)


def text_status(text: str, whole: bool, paid: bool) -> str:
    """Whether the text is all of it: "full", "partial" (cut by a limit), "summary" (the page breaks off, or shows the rest for money)."""
    if not whole:
        return "partial"
    if paid:
        return "summary"
    return "summary" if text[-30:].rstrip(" .›»→>").lower().endswith(CUT_OFF) else "full"
