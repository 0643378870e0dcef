"""Words that tell languages apart which an identifier of short texts takes for each other."""

import re
from collections.abc import Collection

TELLING: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "da": "jer jeres hvad mig dig sig noget nogen oplysninger blev nu efter meget kun tak "
        "venlig hjemmeside mailadresse indsigt behandler samtykket slettes måneder uger af",
        "no": "dere deres hva meg deg seg noe noen opplysninger epost ble nå etter mye bare takk "
        "vennlig nettside innsyn behandler samtykke slettes måneder uker av selskapet",
        "hr": "gdje tko tjedan tjedna tvrtka tvrtke tvrtku osobne osobnih osobni vrijeme mjesec "
        "mjeseca uvijek prije poslije dvije obavijest obavijesti zahtjev zahtijevam zahtjeva "
        "smije lijepo lijep ovdje htio htjela vidjeti vidio cijeli riječ uopće dijete netko "
        "nitko djeca gdje posjet unaprijed primjer obrisati agencija azop",
        "sr": "šta gde ko nedelju nedelja nedelje firma firme lične ličnih vreme mesec meseca "
        "uvek pre posle dve obaveštenje zahtev zahtevam zahteva sme lepo lep ovde hteo htela "
        "videti ceo reč uopšte dete neko niko deca mejl mejla mejlove sajt sajtu "
        "unapred primer obrišite poverenik poverenika",
        "sl": "kaj kje kdo želim osebnih osebne osebni nisem ki prosim zakaj tudi še že zdaj "
        "lahko izbris sporočilo pošto vašem vašega sem nič teden tedna "
        "spoštovani podatkov",
        "cs": "jsem jste být není děkuji jak který která které ještě mě mně se proč protože může "
        "můžete nebo když co smažte smazat jsou jen před pro ve dnů chci vaše vaší můj svůj",
        "sk": "som byť nie ďakujem dakujem čo ako ktorý ktorá ktoré ešte ma mňa sa prečo pretože "
        "môže môžete alebo keď len pre vo so chcem vaše môj svoj sú bol bola vymažte",
    }.items()
}
GROUPS = (("da", "no"), ("hr", "sr", "sl"), ("cs", "sk"))
_WORD = re.compile(r"[^\W\d_]+")


def told_apart(code: str, text: str, among: Collection[str]) -> str:
    """Return the language of the group of `code` whose words stand most often in `text`.

    Only languages in `among` are offered; without a clear lead `code` stays.
    """
    group = next((g for g in GROUPS if code in g), ())
    words = _WORD.findall(text.lower()) if group else []
    counts = {
        other: sum(word in TELLING[other] for word in words)
        for other in group
        if other == code or other in among
    }
    return max(counts, key=lambda other: (counts[other], other == code)) if counts else code
