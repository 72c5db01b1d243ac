"""What a notice begins with that begins with no name, in any language.

``* here bob`` by somebody who is called *here* would look like one.
"""

from __future__ import annotations

from unicodedata import category, normalize

# Without the marks that are not always written.
BEGINNINGS = {
    *("a", "an", "and", "hello", "here", "its", "live", "not", "nobody", "nothing"),
    *("poll", "nicht"),
    *("somebody", "that", "the", "there", "this", "unread", "what", "you", "your"),
    *("auch", "bearbeitet", "das", "dein", "der", "die", "diese", "du", "eine", "es"),
    *("hallo", "hier", "im", "in", "innerhalb", "jemand", "live-nachrichten", "mehr"),
    *("mit", "niemand", "privat", "sein", "sende", "sonst", "und", "ungelesen"),
    *("wiederhergestellt", "مستعادة"),
    *("umfrage", "was", "wenn", "kept", "until", "bis", "nicht"),
    *("حتى", "الممنوعون", "before", "davor", "لها", "يسبق", "بهذا"),
    *("geloscht", "wie", "willkommen", "zehn"),
    *("ازال", "الغيت", "انت", "اهلا", "الى", "ان", "اسمك", "الاسم", "انضم", "تفاعل"),
    *(
        "المتاح",
        "ارسل",
        "حذف",
        "حضر",
        "حظرت",
        "خاصة",
        "سحب",
        "دعي",
        "رسالة",
        "ستقرا",
        "سطر",
    ),
    *("سطران", "شخص", "شخصان", "صار", "عادت", "عشرة", "على", "عين", "غادر", "غادرت"),
    *(
        "اخترت",
        "الاستطلاع",
        "غير",
        "في",
        "كان",
        "لا",
        "لست",
        "لم",
        "ليس",
        "ما",
        "محادثتك",
        "مرحبا",
        "معدلة",
    ),
    *(
        "محذوفة",
        "موضوعها",
        "هنا",
        "وانت",
        "وتسمع",
        "وشخص",
        "وشخصان",
        "وغادر",
        "وغيرها",
        "ولا",
    ),
    *("ولم", "يتاخر", "يدعوك", "يعيدك", "يعاد"),
}


def is_beginning(word: str) -> bool:
    """Whether that is what a notice begins with."""
    letters = (each for each in normalize("NFKD", word) if category(each) != "Mn")
    return "".join(letters).casefold() in BEGINNINGS
