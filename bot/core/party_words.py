"""Words that say whose request it is, by language: around a name, and in the whole mail.

Every pattern is matched against text without accents in lower case (`folded`); the rows
are alternatives. Nothing here decides: `party_rules` does.
"""

import re
import unicodedata

from bot.core.parties import Role

READ = 20_000
"""Characters of a mail that are searched."""


def folded(text: str) -> str:
    """Return text in lower case without accents, ß as ss; curly apostrophes become straight."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).replace("ł", "l")


def _any(*rows: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row})" for row in rows))


# The nearest words before a name, and right behind it, say what it is to the writer.
_EMPLOYER_BEFORE = _any(
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
    r"\b(?:trabalh\w+|funcionari\w+|pracuj\w+|pracow\w+|pracodaw\w+)\b",
    # study
    r"\b(?:stud(?:y|ied|ying|ent|ents)|teach\w*|professor|lecturer|enrol\w*|graduat\w+|alumn\w+"
    r"|pupils?|phd|degree|semester)\b",
    r"\b(?:studier\w*|student\w*|studium|immatrikuliert|lehrer\w*|dozent\w*|schuler\w*"
    r"|promovier\w*)\b",
    r"\b(?:etudi\w+|eleve|professeur\w*|enseign\w+|inscrit\w* a)\b",
    r"\b(?:estudi\w+|alumn\w+|profesor\w*|matriculad\w+)\b",
    r"\b(?:studi|studio|studiato|studentess\w|docente|insegn\w+|iscritt\w+ a)\b",
    r"\b(?:studeer\w*|docent\w*|leerling\w*|estudante|aluno|studiuj\w+|studentk\w+)\b",
)
_EMPLOYER_AFTER = _any(
    r"^(?:'?s)?[ -]+(?:workspace|tenant|admins?|administrators?|it\b|hr\b|employees?|staff"
    r"|students?|colleagues?|employee|faculty|works council)",
    r"^[ -]+(?:gearbeitet|angestellt|beschaftigt|verlassen|ausgeschieden|arbeite|studiere"
    r"|mitarbeiter|arbeitsbereich|administrator|it-abteilung|personalabteilung)",
    r"^(?: \w+){0,3} (?:gearbeitet|angestellt|verlassen|ausgeschieden|gewerkt|weggegaan)\b",
    r"^,? (?:my|mein|mon|mi|il mio|la mia|mijn) (?:\w+ )?(?:employer|arbeitgeber|employeur|empresa"
    r"|empleador|datore|azienda|werkgever|school|university|schule|universite|universidad)\b",
    r"^,? (?:where|wo|ou|donde|dove|waar)(?: \w+)? (?:i |ich |je |ik )?(?:work|arbeit"
    r"|travaill|trabaj"
    r"|lavor|werk|stud|etudi)",
)
_SERVICE_BEFORE = _any(
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
    r"\b(?:conta|compr\w+|loja|encomend\w+|cadastr\w+|regist\w+|sklep\w*|konto|kupil\w*"
    r"|zamow\w+|aplikacj\w+)\b",
)
_SERVICE_AFTER = _any(
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


_WORKS_THERE = _any(
    r"\b(?:we|us|team|everyone|staff|colleagues?|work(?:s|ed|ing)?|employed|hired|job)"
    r" (?:at|with|for|from|by)$",
    r"\b(?:my|our) (?:\w+ )?(?:employer|company|firm),?$",
    r"\b(?:wir|team|arbeite\w*|angestellt) (?:bei|von|fur)(?: der| dem| den)?$",
    r"\b(?:mein|unser)\w* (?:arbeitgeber|firma|unternehmen)\w*,?$",
    r"\b(?:nous|equipe|travaill\w+|employee?) (?:chez|pour|a|de)(?: la)?$",
    r"\b(?:nosotros|equipo|trabaj\w+) (?:en|de|para)(?: la| el)?$",
    r"\b(?:noi|team|lavor\w+) (?:in|per|da|di|presso)(?: la| il)?$",
    r"\b(?:wij|we|team|werk\w*) (?:bij|van|voor)(?: de| het)?$",
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


CLIENT_SITE = _any(
    # your client's site; one of your customers
    r"\byour (?:client|customer)(?:'s|s'|s) (?:\w+ )?(?:web|site|app|shop|store|page|game"
    r"|platform|form)",
    r"\bone of your (?:clients|customers|(?:business |corporate )?users)\b",
    r"\b(?:sites?|websites?|shops?|apps?|stores?|games?|retailers?|clinic|newspaper|airline"
    r"|bank|portal|webshop)\b"
    r"[^.!?\n]{0,60}\b(?:uses?|using|integrates?|embeds?|loads?|runs on|relies on|works with"
    r"|powered by"
    r"|shares? \w+ with|sends? [^.!?\n]{0,30}to) (?:you\b|your|segment)",
    r"\bnever (?:heard of|had anything to do with|dealt with) (?:you|your|segment)\b",
    r"\byour (?:script|tracker|pixel|cookies?|code|tag|sdk) (?:on|in|inside|runs?|loads?"
    r"|is on|behind) ",
    r"\b(?:eines|einer|einem) (?:ihrer|eurer) (?:geschafts)?kund",
    r"\b(?:seite|shop|app|onlineshop|webseite|website|spiel|portal)\b[^.!?\n]{0,60}"
    r"\b(?:sie|euch|ihre[nm]?|euren?|ihr)\b[^.!?\n]{0,30}\b(?:nutzt|verwendet|einsetzt"
    r"|einbindet|einbettet)",
    r"\bnie (?:etwas )?von (?:ihnen|euch) gehort",
    r"\b(?:ihr|euer|ihren|euren) (?:skript|script|tracker|pixel|cookie) (?:auf|in|bei|lauft)",
    r"\b(?:un|une|l'un|l'une) de vos clients?\b",
    r"\b(?:site|boutique|appli\w*|magasin|jeu|portail)\b[^.!?\n]{0,60}"
    r"\b(?:utilise|passe par|recourt a|integre|se sert de) (?:vous|vos|votre|segment)",
    r"\bjamais entendu parler de vous",
    r"\b(?:uno?|una) de (?:sus|vuestr[oa]s) client",
    r"\b(?:web|tienda|app|aplicacion|sitio|juego|portal)\b[^.!?\n]{0,60}"
    r"\b(?:usa|utiliza|trabaja con|emplea) (?:su|sus|vuestr|segment|vosotros|ustedes)",
    r"\b(?:un|uno|una) (?:dei|delle) vostr[ie] client",
    r"\b(?:sito|negozio|app|applicazione|gioco|portale)\b[^.!?\n]{0,60}"
    r"\b(?:usa|utilizza|si serve|si appoggia) (?:il|la|i|a|di|del)? ?(?:vostr|voi|segment)",
    r"\b(?:mai sentit\w+ (?:parlare di )?voi|nunca (?:habia )?oid\w+ hablar de (?:ustedes"
    r"|vosotros))",
    r"\b(?:een|1) van (?:jullie|uw) klanten\b",
    r"\b(?:site|winkel|webwinkel|app|webshop)\b[^.!?\n]{0,60}\b(?:jullie"
    r"|uw) [^.!?\n]{0,30}gebruikt",
    r"\bnooit van (?:jullie|u) gehoord",
)
"""The writer met us behind somebody else's site or app."""

OWN_USERS = _any(
    r"\b(?:sent|made|filed|submitted|lodged) (?:(?:to |with )?us )?(?:an?|the|this|her|his|their) "
    r"[^.!?\n]{0,30}\b(?:request|dsar|sar)\b",
    r"\b(?:has|have) (?:asked|told|contacted|approached|written to) us\b|\basks us (?:to|for)\b",
    r"\b(?:hat|haben) (?:uns|bei uns|sich an uns) [^.!?\n]{0,50}(?:gebeten|verlangt|beantragt"
    r"|gestellt|gewandt|aufgefordert)|\bbei uns eingegangen",
    r"\bnous (?:a|ont) (?:demande|adresse|sollicite|ecrit)|\bnos (?:ha|han) (?:pedido|solicitado"
    r"|enviado|escrito)|\bci (?:ha|hanno) (?:chiesto|inviato|scritto)"
    r"|\b(?:heeft|hebben) ons (?:gevraagd|verzocht)",
    r"\b(?:one of )?our (?:own )?(?:end[- ])?(?:users?|customers?|members?|shoppers?"
    r"|subscribers?|patients?"
    r"|guests?|data subjects?|visitors?|buyers?|employees?|students?|staff members?|readers?"
    r"|players?)\b"
    r"(?! (?:service|support|care|success|portal|data))",
    r"\b(?:received|got|have) (?:an?|the|this) [^.!?\n]{0,40}\b(?:request|dsar"
    r"|sar)\b[^.!?\n]{0,40}\bfrom\b",
    r"\bas (?:the |a )?(?:data )?controller\b|\bwe are the (?:data )?controller",
    r"\b(?:forward\w*|pass\w* on|relay\w*) [^.!?\n]{0,40}\b(?:request|mail|message|customer"
    r"|user)\b",
    r"\bunser\w* (?:end)?(?:kund|nutzer|mitglied|user|besteller|abonnent|patient|gast"
    r"|mitarbeiter|student"
    r"|schuler|kaufer|leser|spieler)",
    r"\bals verantwortliche|\bleiten? (?:wir|ich)[^.!?\n]{0,60}\bweiter\b|\bweitergeleitet"
    r"|\bweiterleitung",
    r"\b(?:de nos|notre) (?:client|utilisat|abonn|membre|patient|salari|etudiant|visiteur"
    r"|lect|joueu)",
    r"\ben (?:qualite|tant que?) (?:de )?responsable\b|\bnous avons recu [^.!?\n]{0,40}demande",
    r"\b(?:de )?nuestr[oa]s? (?:client|usuari|abonad|soci[oa]|pacient|emplead|alumn|lector)",
    r"\b(?:como|somos) (?:la |el |los )?responsable|\bhemos recibido [^.!?\n]{0,40}solicitud",
    r"\b(?:dei |delle )?nostr[oaie] (?:client|utent|abbonat|iscritt|pazient|dipendent|student"
    r"|lettor)",
    r"\b(?:in qualita di|quali|quale) titolar|\babbiamo ricevuto [^.!?\n]{0,40}richiesta",
    r"\bonze (?:klant|gebruiker|leden|lid\b|medewerker|student|abonnee)"
    r"|\bals verwerkingsverantwoordelijke",
    r"\bnoss[oa]s? (?:client|utilizador|usuari)|\bnasz\w* (?:klient|uzytkownik)",
)
"""Somebody writes for its own users."""

A_RIGHT = _any(
    r"\b(?:right (?:to|of)|erasure|access request|dsar|sar)\b|\bgdpr\b|\bccpa\b",
    r"\b(?:recht auf|losch\w*|auskunft\w*|dsgvo|betroffen\w*)\b",
    r"\bdroit (?:a|d'|de|d)|\beffacement\b|\brgpd\b|\bderecho (?:a|de)\b|\bsupresion\b",
    r"\bdiritto (?:a|d)|\bcancellazione\b|\brecht op\b|\binzage\w*|\bgewist\b|\bavg\b",
)
"""Words of the rights that people have, which no question about the product has."""

EMPLOYER = _any(
    r"\b(?:ex-?|die |meine (?:alte |fruhere )?)firma\b",
    r"\b(?:my|our) (?:\w+ )?(?:employer|boss|it department|administrators?|admins?|school"
    r"|university)\b",
    r"\b(?:work|company|corporate|student|university|school|staff|employee) (?:account|login"
    r"|profile|e-?mail)",
    r"\bleft (?:the|my|that) (?:company|job|firm|school|university|organi[sz]ation|team)\b",
    r"\barbeitgeber|\b(?:firmen|dienst|arbeits|hochschul|schul|uni)-?(?:konto|account|zugang"
    r"|login)",
    r"\bunser\w* (?:admin|it-abteilung|administrator)|\baus (?:der|dem) (?:firma"
    r"|unternehmen) ausgeschieden",
    r"\b(?:mon|notre|l'|ancien) ?(?:employeur|administrateur)|\bcompte (?:professionnel"
    r"|etudiant|d'entreprise)",
    r"\b(?:mi|nuestr[oa]) (?:empresa|jefe|administrador|universidad)|\bcuenta (?:de trabajo"
    r"|corporativa|de empresa)",
    r"\b(?:datore di lavoro|mia azienda|nostro amministratore)|\baccount (?:aziendale"
    r"|di lavoro|universitario)",
    r"\b(?:werkgever|onze beheerder|werkaccount|zakelijk account|studentaccount|schoolaccount)",
)
"""The account is an employer's or school's."""

OWN_ACCOUNT = _any(
    r"\b(?:my|our) (?:\w+ )?(?:account|subscription|contract|trial|profile|workspace"
    r"|plan) (?:with|at|on) (?:you\b|your|segment)",
    r"\bi (?:am|was|'m|have been) (?:a |one of )?your?s? ?(?:customer|user|subscriber|client)",
    r"\bi (?:signed up|registered|subscribed|opened an account) (?:with|at|for|on"
    r"|to) (?:you\b|your|segment)",
    r"\b(?:konto|account|profil|abo|vertrag|zugang) bei (?:ihnen|euch|segment)|\bbei (?:ihnen"
    r"|euch) (?:ein \w*konto|registriert|angemeldet)",
    r"\bcompte (?:chez|aupres de) (?:vous|segment)|\binscrit\w* (?:chez|a) (?:vous|votre)",
    r"\bcuenta (?:con|en) (?:vosotros|ustedes|su|vuestr|segment)",
    r"\b(?:account|profilo) (?:presso|con|da) (?:di )?(?:voi|il vostro|segment)",
    r"\b(?:account|profiel) bij (?:jullie|u\b|segment)",
    r"\b(?:account|login|profile) (?:that |which )?i(?:'ve| have| had)? (?:\w+ )?(?:made|opened"
    r"|created|set up|registered) (?:on|with|at|in) your?\b",
    r"\b(?:visitor|visiting|subscriber) (?:of|to|on) your (?:own )?(?:web ?)?(?:site|page|blog"
    r"|newsletter)",
    r"\bbesucher\w* (?:ihrer|eurer|auf ihrer|auf eurer) (?:web)?seite",
    r"\bvisiteu\w+ (?:de |sur )?votre (?:site|page)|\bcompte que j'ai (?:cree|ouvert) (?:chez|sur)",
    r"\bvisitante de (?:su|vuestr\w+) (?:sitio|web|pagina)|\bcuenta que (?:abri|cree) (?:en|con)",
    r"\bvisitatore del vostro sito|\baccount che ho (?:creato|aperto) (?:sul|da|presso)",
    r"\bbezoeker van (?:jullie|uw) (?:web)?site",
)
"""The writer's own relation is with us."""

PRIVATE_ACCOUNT = _any(
    r"\b(?:private|personal|own) (?:account|login|profile|subscription)\b"
    r"|\baccount [^.!?\n]{0,30}\bfor myself\b",
    r"\b(?:privat\w*|personlich\w*|eigen\w*) (?:konto|account|zugang|profil)"
    r"|\bprivatkonto|\b(?:konto|account) privat",
    r"\bcompte (?:prive|personnel|perso)\b|\bcuenta (?:privada|personal|particular)\b",
    r"\baccount (?:privato|personale)\b|\b(?:prive|persoonlijk)e? ?account\b"
    r"|\bconta (?:pessoal|particular)\b|\bkonto prywatne\b",
)
"""The writer sets a private account against one of work or school."""

LEAD_OR_BILLING = _any(
    r"\bbilling contact|\b(?:contact|name) (?:on|for) (?:the |your |our )?(?:invoices?|bills?"
    r"|billing)",
    r"\binvoice (?:contact|recipient)|\bwhite ?paper|\bwebinar|\bsales (?:call|rep|team|lead)"
    r"|\bdemo request",
    r"\brechnungs(?:kontakt|empfanger|adresse)|\bansprechpartner\w* fur (?:die )?rechnung",
    r"\bcontact (?:de )?facturation|\blivre blanc|\bcontacto de facturacion|\bcontatto (?:di"
    r"|per la) fatturazione",
    r"\bfactuurcontact|\bcontactpersoon voor facturen",
)
"""A lead or a billing contact writes: that is ours, whoever administers accounts."""

DESK_ADDRESS = _any(
    r"^(?:support|info|privacy|help|hello|contact\w*|kontakt|dpo|datenschutz|service|kundenservice"
    r"|shop|no-?reply|newsletter|orders?|news|marketing|team|office|care|klantenservice|clientes"
    r"|atencion|assistenza|servizio\w*|dsb|rgpd|gdpr|iod|mail|bounces?|sales|billing|hola|ciao"
    r"|bonjour|it|admin\w*|compliance|legal|dataprotection|privacidad|beheer)\b[\w.+-]*$"
)
"""The left part of an address that belongs to a desk and not to a person."""
