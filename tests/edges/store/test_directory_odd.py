"""Names that are also words: what a directory must not find, and what it must, in one place."""

import pytest

from bot.core.mail import InboundMail
from bot.core.parties import Entry, EntryKind
from bot.edges.store.directory_index import DirectoryIndex

NAMES = {
    "QuickLoan": ("Quick Loan",),
    "Sunday Times Table": ("Sunday",),
    "Livraria Horizonte": ("Horizonte",),
    "Westfield Academy": ("Westfield",),
    "Brightwater Travel Ltd": ("BWT",),
    "Rowan & Finch": (),
    "桜ストア": (),
    "Pet Corner": (),
    "Gemeente Oosterwaard": (),
    "Piekarnia Złoty Kłos Sp. z o.o.": ("Złoty Kłos",),
    "Apteka Zdrowie": (),
    "Urząd Miasta Borki": (),
    "Stavby Hradil a.s.": ("Hradil",),
    "Zweckverband Oberland": ("ZVK",),
    "Swiftly": ("Swiftly App",),
}
INDEX = DirectoryIndex(
    Entry(name, EntryKind.CLIENT, aliases=aliases, id=number)
    for number, (name, aliases) in enumerate(NAMES.items(), 1)
)


def named(text: str, subject: str = "") -> list[str]:
    """Return the names that a mail's words surely give."""
    hits = INDEX.find(InboundMail(subject=subject, visible=text, text=text))
    return [hit.entry.name for hit in hits if hit.confidence > 0.5]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("I applied for a quick loan at my bank.", ""),
        ("Please delete my account by Sunday.", ""),
        ("Olhando o horizonte, quero uma cópia.", "horizonte"),
        ("I was shopping at Westfield mall.", ""),
        ("Under GDPR you have a month. ASAP please.", ""),
        ("The Hradila valley and the Apteki road are nice in English too.", ""),
        ("I expect you to act swiftly, apps or not.", ""),
        ("ZVK MUSS SOFORT ALLES LÖSCHEN, WAS DORT ÜBER MICH STEHT!", ""),
    ],
)
def test_words_are_no_names(text: str, subject: str) -> None:
    """Articles, dates, places and headings in lower case name nobody."""
    assert named(text, subject) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("QuickLoan turned me down.", "QuickLoan"),
        ("I have a Quick Loan account.", "QuickLoan"),
        ("My Sunday newsletter came from Sunday Times Table.", "Sunday Times Table"),
        ("My trip with BWT was cancelled. Please help.", "Brightwater Travel Ltd"),
        ("Rowan and Finch emailed me.", "Rowan & Finch"),
        ("桜ストアで買い物をしました。", "桜ストア"),
        ("Pet Corner sends you what I buy.", "Pet Corner"),
        ("Kupiłam chleb w Złotym Kłosie, proszę o moje dane.", "Piekarnia Złoty Kłos Sp. z o.o."),
        ("Kupuję leki w Aptece Zdrowie, proszę o moje dane.", "Apteka Zdrowie"),
        ("Pracowałam w Urzędzie Miasta Borki, proszę o moje dane.", "Urząd Miasta Borki"),
        ("Pracovala jsem u Hradila, prosím o výmaz.", "Stavby Hradil a.s."),
        ("ich war beim ZVK angestellt und hatte einen Zugang", "Zweckverband Oberland"),
        ("ive uninstalled the swiftly app today", "Swiftly"),
        (
            "Ik werkte tot mei bij de gemeente Oosterwaard en had een account.",
            "Gemeente Oosterwaard",
        ),
    ],
)
def test_names_are_names(text: str, name: str) -> None:
    """With capitals, "and" for an ampersand, a case ending, or writing without spaces."""
    assert name in named(text)
