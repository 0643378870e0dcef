"""Words around a name that say what it is to the writer, by language: employer, or service used.

Every pattern is matched against text without accents in lower case (`party_words.folded`).
"""

import re

from bot.core.parties import Role
from bot.core.party_words import any_of

# The nearest words before a name, and right behind it, say what it is to the writer.
_EMPLOYER_BEFORE = any_of(
    # the product is used there, whoever "there" is
    r"\b(?:use|used|using|evaluat\w+|implement\w*|run|running) (?:your|segment|the) ?\w*"
    r"(?: \w+)? (?:at|for|within|inside)\b",
    r"\b(?:nutz\w*|verwend\w*|einsetz\w*)(?: wir| ich)? (?:eur?e?\w*|ihr\w*) \w+ (?:bei|fur|in)\b",
    r"\b(?:utilis\w+) (?:votre|vos) \w+ (?:chez|pour|a|dans)\b",
    r"\b(?:us[oa]|usamos|utiliz\w+) (?:su|vuestr\w+|el|vuestro) \w+ (?:en|para)\b",
    r"\b(?:us[oa]|usiamo|utilizz\w+) (?:il|la) vostr\w+ \w+ (?:in|alla|presso|per|da)\b",
    r"\bgebruik\w*(?: wij| we| ik)? (?:jullie|uw) \w+ (?:bij|voor|in)\b",
    r"\b(?:we|us|here|team|everyone|all of us|i'm|i am|i was) (?:at|with|from)$",
    r"\b(?:wir|ich|hier|team) (?:bei|von|vom)(?: der| dem)?$",
    r"\b(?:nous|ici) (?:chez|a)$",
    r"\b(?:nosotros en|noi di|noi della|wij bij|wij van)$",
    # work
    r"\b(?:work(?:s|ed|ing)?|job|intern(?:ed|ship)?|position|role|career) (?:\w+ ){0,5}"
    r"(?:at|for|with|in|by)\b",
    r"\b(?:employ\w+|staff|colleagues?|cto|ceo|cfo|engineer|developer|consultant|contractor"
    r"|volunteer\w*|nurse|driver|clerk|analyst|manager|coworkers?|boss|hired|payroll)\b",
    r"\b(?:left|leaving|quit|resigned from|retired from|joined|fired (?:from|by)"
    r"|laid off (?:by|from))\b",
    r"\b(?:my|our|former|old|previous) (?:\w+ )?(?:company|firm|school|university|uni|college"
    r"|department|faculty|hospital|agency|organi[sz]ation|workplace)\b",
    r"\b(?:provided|administered|managed|issued|given|assigned|set up|created"
    r"|paid) (?:\w+ ){0,3}by\b",
    r"\bon behalf of$",
    r"\b(?:i was|i am|i'm|as) an? (?!(?:\w+ ){0,2}(?:customer|client|member|guest|patient|user"
    r"|subscriber|passenger|visitor|shopper|buyer|reader)\b)(?:\w+ ){1,3}(?:at|with|for)$",
    r"\b(?:war|bin) ich (?!(?:\w+ ){0,2}(?:kund\w*|gast|mitglied|nutzer\w*|abonnent\w*)\b)"
    r"(?:\w+ ){1,3}bei(?: der| dem| den)?$",
    r"\b(?:arbeit\w*|gearbeitet|angestellt\w*|beschaftigt\w*|mitarbeit\w*|kolleg(?:e|en|in|innen)"
    r"|azubi|ausbildung|praktik\w*|werkstudent\w*|arbeitgeber\w*|dienstherr\w*|belegschaft"
    r")\b",
    r"\b(?:mein|unser)\w* (?:\w+ )?(?:firma|betrieb|unternehmen|schule|uni\w*|hochschule|verein)\b",
    r"\bvon (?:der|dem) (?=\S+ (?:bereitgestellt|verwaltet|angelegt))",
    r"\b(?:travaill\w+|employeur\w*|employe\w*|salarie\w*|stagiaire|collegues?|alternan\w+"
    r"|quitte\w*)\b",
    r"\b(?:mon|notre|mes) (?:ancien\w* |ex-?)?(?:entreprise|ecole|universite|societe|lycee"
    r"|poste)\b",
    r"\b(?:fourni|gere|administre|cree|attribue)\w* par\b",
    r"\b(?:trabaj\w+|emplead\w+|becari\w+|companer\w+|plantilla)\b",
    r"\b(?:mi|nuestra|nuestro) (?:antigu\w+ |ex)?(?:empresa|universidad|colegio|instituto"
    r"|jef\w+)\b",
    r"\b(?:gestionad|administrad|cread|facilitad|proporcionad)\w+ por\b",
    r"\b(?:lavor\w+|dipendent\w+|tirocin\w+|stagist\w+|collegh\w+|datore)\b",
    r"\b(?:mia|nostra|mio) (?:ex )?(?:azienda|universita|scuola|ditta|ufficio)\b",
    r"\b(?:gestit|fornit|creat|amministrat)\w+ (?:da|dalla|dall')",
    r"\b(?:werk|werkt|werkte|gewerkt|werkgever|werknemer|medewerk\w+|stage|collega\w*)\b",
    r"\b(?:mijn|onze|ons) (?:\w+ )?(?:bedrijf|school|universiteit|hogeschool)\b",
    r"\b(?:beheerd|verstrekt|aangemaakt) door\b",
    r"\b(?:trabalh\w+|funcionari\w+|empregad\w+|colaborador\w*|estagi\w+|pracuj\w+|pracow\w+"
    r"|pracodaw\w+|zatrudni\w+)\b",
    r"\b(?:jobba\w*|arbetsgivare|arbeta\w*|anstall\w+|medarbetar\w+|arbejde\w*|arbeide\w*|ansatt?"
    r"|pracov\w+|zamestn\w+)\b",
    # whoever was this at some place was paid there
    r"\b(?:krankenschwester|pfleger\w*|buchhalter\w*|sekretar\w*|hausmeister\w*|infirmiere?"
    r"|comptable|secretaire|enfermer[oa]|contable|administrativ[oa]|infermier[ea]|contabile"
    r"|impiegat[oa]|segretari[oa]|verpleegkundige|boekhoud\w+|secretaresse|pielegniar\w+"
    r"|ksiegow\w+|enfermeir[oa]|contabilista|sjukskoters\w+|ekonom|ucetni|zdravotni sestra)\b",
    # study
    r"\b(?:stud(?:y|ied|ying|ent|ents)|teach\w*|professor|lecturer|enrol\w*|graduat\w+|alumn\w+"
    r"|pupils?|phd|degree|semester)\b",
    r"\b(?:studier\w*|student\w*|studium|immatrikuliert|lehrer\w*|dozent\w*|schuler\w*"
    r"|promovier\w*)\b",
    r"\b(?:etudi\w+|eleve|professeur\w*|enseign\w+|inscrit\w* a)\b",
    r"\b(?:estudi\w+|alumn\w+|profesor\w*|matriculad\w+)\b",
    r"\b(?:studi|studio|studiato|studentess\w|docente|insegn\w+|iscritt\w+ a)\b",
    r"\b(?:studeer\w*|docent\w*|leerling\w*|estudante|estud(?:o|ei|ava)|alun[oa]s?|studiuj\w+"
    r"|studiow\w+|studentk\w+|uczyl\w*|ucze|nauczyciel\w*|studera\w*|plugga\w*|larare|elev"
    r"|studov\w+|studuj\w*|ucil[aio]?|ucitel\w*)\b",
)
_EMPLOYER_AFTER = any_of(
    r"^(?:'?s)?[ -]+(?:workspace|tenant|admins?|administrators?|it\b|hr\b|employees?|staff"
    r"|students?|colleagues?|employee|faculty|works council)",
    r"^[ -]+(?:gearbeitet|angestellt|beschaftigt|verlassen|ausgeschieden|arbeite|studiere"
    r"|mitarbeiter|arbeitsbereich|administrator|it-abteilung|personalabteilung)",
    r"^(?: \w+){0,3} (?:gearbeitet|angestellt|verlassen|ausgeschieden|gewerkt|weggegaan)\b",
    r"^,? (?:my|mein|mon|mi|il mio|la mia|mijn) (?:\w+ )?(?:employer|arbeitgeber|employeur|empresa"
    r"|empleador|datore|azienda|werkgever|school|university|schule|universite|universidad)\b",
    r"^,? (?:where|wo|ou|donde|dove|waar|onde|gdzie|kde|dar)(?: \w+)? (?:i |ich |je |ik |jag )?"
    r"(?:work|arbeit|travaill|trabaj|trabalh|lavor|werk|stud|etudi|prac|jobba|arbeta|ucil|uczy)",
)
_SERVICE_BEFORE = any_of(
    r"\b(?:accounts?|customer|client|member|subscriber|subscription|subscribed|order(?:ed|s|ing)?"
    r"|bought|buy|buying|purchas\w+|shop(?:ped|ping)?|sign(?:ed|ing)? up|registered|booked|booking"
    r"|visit(?:ed|ing)?|apps?|site|website|webshop|store|newsletter|loyalty card|browsing|checkout"
    r"|profile|policy|downloaded|installed|cookies?|tracker|script|patient|guest|shopper|company"
    r"|client's|clients|data from|data that|retailer|brand|rented|parcel|returned|reader)\b",
    r"\b(?:process\w*|collect\w*|receiv\w+|hold|got|held) (?:\w+ )?(?:for|via|through|from)$",
    r"\b(?:konto|kundenkonto|kund(?:e|in|en)|bestell\w*|gekauft|einkauf\w*|eingekauft|angemeldet"
    r"|registriert|abo|abonn\w+|newsletter|app|shop|onlineshop|webseite|seite|website|laden"
    r"|mitglied|gebucht|besuch\w*|datenschutzerklarung|profil|patient\w*|firma|anbieter|handler)\b",
    r"\b(?:compte|client\w*|command\w+|achat|achete\w*|inscrit\w*|abonn\w+|boutique|site|appli\w*"
    r"|magasin|visit\w+|infolettre|membre|reserv\w+|politique|profil|societe|enseigne)\b",
    r"\b(?:cuenta|client\w+|pedido\w*|compr\w+|registr\w+|suscri\w+|tienda|web|sitio|pagina"
    r"|aplicacion"
    r"|boletin|soci[oa]|reserv\w+|visit\w+|perfil|politica|tarjeta|empresa)\b",
    r"\b(?:client\w+|ordin\w+|comprat\w+|acquist\w+|registrat\w+|abbonat\w+|negozio|sito"
    r"|applicazione"
    r"|tessera|prenot\w+|visitat\w+|profilo|informativa|azienda|societa)\b",
    r"\b(?:klant\w*|bestel\w*|gekocht|winkel|webwinkel|aangemeld|geregistreerd|abonnement"
    r"|nieuwsbrief"
    r"|lid|geboekt|bezoch\w+|privacyverklaring|bedrijf)\b",
    r"\b(?:conta|compr\w+|loja|encomend\w+|cadastr\w+|regist\w+|assinatura|sklep\w*|konto"
    r"|kup(?:il|uj)\w*|zamow\w+|zamawia\w+|aplikacj\w+|zakup\w*|stron[aiey]|polity\w+"
    r"|zarejestr\w+|rezerw\w+|pacjent\w*)\b",
    r"\b(?:kopt?e?|handla\w*|bestall\w+|kund(?:en)?|\w*butik\w*|sajt\w*|webbplats\w*|hemsid\w+"
    r"|appen|medlem\w*|bokade|bokat|prenumer\w+|registrera\w*|kob\w*|kjop\w*)\b",
    r"\b(?:nakup\w*|koupil\w*|kupuj\w*|objedn\w+|zakazni\w+|obchod\w*|e-?shop\w*|aplikac\w+"
    r"|strank\w+|predplat\w+|zasad\w*|clen\w*|pacient\w*)\b",
)
_SERVICE_AFTER = any_of(
    r"^ (?:delivered|sold|charged|wrote|e-?mailed|texted|called|refused|promised|sends?|keeps?)"
    r" (?:to )?(?:me|us|my)\b",
    r"^(?: \w+){0,3} (?:abo|konto|kundenkonto|bestellt|gekauft|eingekauft|angemeldet"
    r"|registriert|kunde"
    r"|kundin|mitglied|gebucht|besteld|gekocht|aangemeld|geregistreerd|klant)\b",
    r"^(?:'?s)?[ -]*(?:apps?\b|accounts?\b|site|website|web ?shop|shop|store|newsletter|page"
    r"|checkout"
    r"|privacy|policy|customer|subscription|order|loyalty|card|login|profile|cookies?"
    r"|gift card|web\b"
    r"|konto|kundenkonto|kunden|seite|webseite|onlineshop|laden|abo\b|bestell|datenschutz|mitglied"
    r"|winkel|klant|tienda|boutique|appli|sklep)",
    r"^(?: (?:and|&|und|et|y|e|en)(?: \w+){1,3}?)?,? (?:both )?"
    r"(?:who|which|that|and they|they|and it)? ?(?:uses?"
    r"|using|sends?|sent|shares?|shared"
    r"|pass\w*"
    r"|told|tells|says|said|names?|lists?|mentions?|mentioned|gave|embeds?|loads?|works? with"
    r"|refer\w*"
    r"|collect\w*|referred|pointed)\b",
    r"^,? (?:die|der|das)? ?(?:nutzt|nutzen|verwende\w*|schickt|sendet|teilt|gibt|sagt|sagte"
    r"|verweist"
    r"|hat (?:mir|mich|gesagt)|leitet|setzt|bindet|arbeitet mit)\b",
    r"^,? (?:qui|que|che|die)? ?(?:utilise|envoie|partage|dit|transmet|m'a|renvoie|usa"
    r"|utiliza|envia|comparte"
    r"|dice|me ha|utilizza|invia|condivide|mi ha|gebruikt|stuurt|deelt|zegt|verwijst)\b",
)
_SENTENCE = re.compile(r"[.!?;]\s|\n\s*\n")


_WORKS_THERE = any_of(
    r"\b(?:we|us|team|everyone|staff|colleagues?|work(?:s|ed|ing)?|employed|hired|job)"
    r" (?:at|with|for|from|by)$",
    r"\b(?:my|our) (?:\w+ )?(?:employer|company|firm),?$",
    r"\b(?:wir|team|arbeite\w*|angestellt) (?:beim|vom|(?:bei|von|fur)(?: der| dem| den)?)$",
    r"\b(?:mein|unser)\w* (?:arbeitgeber|firma|unternehmen)\w*,?$",
    r"\b(?:nous|equipe|travaill\w+|employee?) (?:chez|pour|a|de)(?: la)?$",
    r"\b(?:nosotros|equipo|trabaj\w+) (?:en|de|para)(?: la| el)?$",
    r"\b(?:noi|team|lavor\w+) (?:in|per|da|di|presso)(?: la| il)?$",
    r"\b(?:wij|we|team|werk\w*) (?:bij|van|voor)(?: de| het)?$",
    r"\b(?:trabalh\w+|equipa|estagi\w+) (?:n[oa]|em|para|para [oa])$",
    r"\b(?:pracow\w+|pracuj\w+|zatrudni\w+|uczyl\w*|ucze) (?:w|we|u|na|dla)(?: firmie| szkole)?$",
    r"\b(?:pracov\w+|pracuj\w+|zamestn\w+|ucil\w*|ucim) (?:u|v|ve|na|pro)(?: firme| skole)?$",
    r"\b(?:jobba\w*|arbeta\w*|anstalld|vi|arbejde\w*|arbeide\w*|ansatt?) (?:pa|i|hos|for|vid|ved)$",
)


def role_of(before: str, after: str) -> Role:
    """Return what a mention is to the writer; both windows are folded, around 80 characters."""
    before = _SENTENCE.split(before)[-1].replace("\n", " ").rstrip(" \"'«„(")
    after = _SENTENCE.split(after)[0].replace("\n", " ")
    if _EMPLOYER_AFTER.search(after) or _WORKS_THERE.search(before):
        return Role.EMPLOYER
    if _SERVICE_AFTER.search(after):
        # "our Larkspur site" of somebody who works there is rare beside a customer's words
        return Role.SERVICE
    at = {
        role: max((found.end() for found in pattern.finditer(before)), default=-1)
        for role, pattern in ((Role.EMPLOYER, _EMPLOYER_BEFORE), (Role.SERVICE, _SERVICE_BEFORE))
    }
    nearest = max(at, key=lambda role: at[role])
    return nearest if at[nearest] >= 0 else Role.PLAIN
