"""Words in a mail that say whose request it is, by language.

Every pattern is matched against text without accents in lower case (`folded`); the rows
are alternatives. Nothing here decides: `party_rules` does.
"""

import re
import unicodedata

READ = 20_000
"""Characters of a mail that are searched."""


def folded(text: str) -> str:
    """Return text in lower case without accents, ß as ss; curly apostrophes become straight."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).replace("ł", "l")


def any_of(*rows: str) -> re.Pattern[str]:
    """Return a pattern of alternatives."""
    return re.compile("|".join(f"(?:{row})" for row in rows))


CLIENT_SITE = any_of(
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
    r"\b(?:um|uma) d[oa]s (?:vossos|vossas|seus|suas) client|\bnunca ouvi falar de (?:voces|vos)",
    r"\b(?:site|loja|app|aplicacao|sitio|jogo|portal)\b[^.!?\n]{0,60}"
    r"\b(?:usa|utiliza|envia [^.!?\n]{0,30}para) (?:voces|vos|[oa]s? voss|segment)",
    r"\bjed(?:en|na|nego|nej) z (?:waszych|panstwa) klient|\bnigdy o (?:was|panstwu) nie slysz",
    r"\b(?:stron|sklep|aplikacj|gr)[aey]?\b[^.!?\n]{0,60}\b(?:korzysta z|przekazuje|wysyla"
    r"|przesyla) (?:do )?(?:was|wam|wasz|panstw|segment)",
    r"\ben av era kunder\b|\baldrig hort talas om er\b",
    r"\b(?:sajt|app|butik|webbutik|webbplats|hemsida|spel)\w{0,5}\b[^.!?\n]{0,60}"
    r"\b(?:anvander|skickar [^.!?\n]{0,30}till) (?:er\b|ert|era|segment)",
    r"\bjed(?:en|na|noho|ne) z vasich (?:zakazn|klient)|\bnikdy jsem o vas neslys",
    r"\b(?:strank[ay]|web|obchod|e-?shop|aplikace|hra)\b[^.!?\n]{0,60}"
    r"\b(?:pouziva|posila|predava) [^.!?\n]{0,20}(?:vas|vam|segment)",
)
"""The writer met us behind somebody else's site or app."""

OWN_USERS = any_of(
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
    r"\bnoss[oa]s? (?:client|utilizador|usuari|soci|membr|assinant|pacient|alun|funcionari"
    r"|colaborador|leitor|hospede)|\b(?:client|utilizador|usuari|soci|alun|pacient|assinant)\w*"
    r" noss[oa]s?\b|\brecebemos [^.!?\n]{0,40}pedido|\b(?:pediu|solicitou|escreveu)-nos\b",
    r"\bnas(?:z|za|zej|zego|zych|zym) (?:klient|uzytkowni|pacjent|czlon|abonent|pracowni|uczn"
    r"|uczenn|student|gosc|czyteln)"
    r"|\b(?:otrzymalismy|dostalismy) [^.!?\n]{0,40}(?:wnios|zadani|prosb)",
    r"\bvar[at]? (?:kund|anvandar|medlem|prenumerant|patient|anstall|elev|student|besokar|lasar"
    r"|gast)|\bvi har fatt [^.!?\n]{0,40}(?:begaran|forfragan)|\bhar (?:bett|kontaktat) oss\b",
    r"\bnas(?:e|i|eho|emu|im|ich)? (?:zakazn|klient|uzivatel|clen|pacient|zamestnan|student|zak"
    r"|odberatel|host|ctenar)|\b(?:obdrzeli|dostali) jsme [^.!?\n]{0,40}zadost",
    r"\b(?:vores|vare|var) (?:kund|bruger|bruker|medlem|ansat|elev|student|pasient|patient)",
    # one of ours, whatever we call them, asks
    r"\bone of our \w+ (?:has |now )?(?:ask|want|request|demand|insist|wish|would like)",
    r"\b(?:l')?une? de nos \w+ (?:nous |vient de |a )?(?:demand|exig|souhait|veut|reclam|exerc)",
    r"\bun[oa] de nuestr[oa]s \w+ (?:nos )?(?:ha |quiere|pid|solicit|exig|ejerc)",
    r"\b(?:uno dei nostri|una delle nostre) \w+ (?:ci )?(?:ha |vuole|chied|esig)",
    r"\been van onze \w+ (?:wil|vraagt|heeft|verzoekt)|\bum[a]? d[oa]s noss[oa]s \w+ (?:ped|quer"
    r"|solicit)",
    r"\bjed(?:en|na) z (?:naszych|nasich) \w+|\ben av vara \w+ (?:vill|ber|begar|har)",
    # a user of ours, or registered with us
    r"\b(?:users?|customers?|members?|visitors?|subscribers?|patients?|guests?) of ours?\b",
    r"\b(?:kund|nutzer|mitglied|besucher|abonnent|patient|schuler|gaste?)\w* (?:von uns"
    r"|unsere[rs])\b",
    r"\b(?:inscrit|abonne|client|utilisat)\w* (?:a|sur|de|aupres de) (?:notre|nos|nous)\b",
    r"\b(?:registrad|suscrit|inscrit|client|usuari)\w* (?:en|a|de) (?:nuestr[oa]s?|nosotros)\b",
    r"\b(?:iscritt|registrat|abbonat|utent|client)\w* (?:al|alla|sul|sulla|del|della) nostr[oa]\b",
    r"\b(?:gebruiker|klant|lid|bezoeker|abonnee)\w* van (?:ons|onze)\b",
    r"\b(?:registad|inscrit|utilizador|client|soci)\w* (?:d[oa]|n[oa]) noss[oa]\b",
    r"\b(?:uzytkowni|klient)\w* (?:naszej|naszego)|\b(?:uzivatel|zakazni)\w* nas(?:i|eho)\b",
    r"\b(?:anvandare|kund|medlem) (?:av|i|till|hos|pa) (?:oss|var[at]?)\b",
    # somebody's request came in
    r"\b(?:einen?|einer) \w*(?:antrag|begehren|anfrage|ersuchen)\b[^.!?\n]{0,50}"
    r"(?:erhalten|bekommen)",
    r"\bj'ai recu [^.!?\n]{0,60}\bune demande|\bhe recibido [^.!?\n]{0,60}\buna solicitud"
    r"|\bho ricevuto [^.!?\n]{0,60}\buna richiesta|\been verzoek [^.!?\n]{0,40}(?:ontvangen"
    r"|gekregen)",
)
"""Somebody writes for its own users."""

A_RIGHT = any_of(
    r"\b(?:right (?:to|of)|erasure|access request|dsar|sar)\b|\bgdpr\b|\bccpa\b",
    r"\b(?:recht auf|losch\w*|auskunft\w*|dsgvo|betroffen\w*)\b",
    r"\bdroit (?:a|d'|de|d)|\beffacement\b|\brgpd\b|\bderecho (?:a|de)\b|\bsupresion\b",
    r"\bdiritto (?:a|d)|\bcancellazione\b|\brecht op\b|\binzage\w*|\bgewist\b|\bavg\b",
    r"\bcopy of (?:the|her|his|their|all) (?:\w+ )?data\b|\bbe forgotten\b|\b(?:ask|want|request)"
    r"(?:s|ed)? [^.!?\n]{0,40}\b(?:delet|eras)",
    r"\bdemande (?:de |la |sa )*(?:suppression|copie)"
    r"|\b(?:borrado|supriman?|borren?) [^.!?\n]{0,20}datos\b|\bverwijderverzoek",
    r"\bdireito (?:a|ao|de)\b|\bapagamento\b|\blgpd\b|\bacesso aos (?:seus )?dados",
    r"\brodo\b|\bprawo do\b|\busunieci\w+ (?:\w+ )?danych|\bdostep\w* do (?:\w+ )?danych",
    r"\brader\w+|\bregisterutdrag|\bratt(?:en)? (?:till|att)\b|\bvymaz\w*|\bpravo na\b"
    r"|\bpristup\w* k (?:\w+ )?udaj",
)
"""Words of the rights that people have, which no question about the product has."""

EMPLOYER = any_of(
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
    r"\bconta (?:de trabalho|profissional|institucional|da (?:empresa|universidade|escola))"
    r"|\b(?:minha|antiga) (?:empresa|universidade|escola)|\bentidade patronal|\bempregador",
    r"\bkont\w+ (?:sluzbow|firmow|szkoln|uczelnian|studenck|pracownicz)|\bpracodawc"
    r"|\b(?:moja|mojej|byla|bylej) (?:firm|szkol|uczeln)",
    r"\barbetsgivar|\b(?:jobb|arbets|tjanste|skol|student|foretags)-?konto"
    r"|\b(?:genom|via) (?:jobbet|arbetet|skolan)",
    r"\b(?:pracovni|firemni|skolni|studentsk|sluzebni)\w* (?:ucet|uct|konto)|\bzamestnavatel",
)
"""The account is an employer's or school's."""

OWN_ACCOUNT = any_of(
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
    r"\bconta (?:convosco|com voces|n[oa] voss)|\bkonto u (?:was|panstwa)|\bkonto hos er\b"
    r"|\b(?:ucet|konto) u vas\b",
)
"""The writer's own relation is with us."""

PRIVATE_ACCOUNT = any_of(
    r"\b(?:private|personal|own) (?:account|login|profile|subscription)\b"
    r"|\baccount [^.!?\n]{0,30}\bfor myself\b",
    r"\b(?:privat\w*|personlich\w*|eigen\w*) (?:konto|account|zugang|profil)"
    r"|\bprivatkonto|\b(?:konto|account) privat",
    r"\bcompte (?:prive|personnel|perso)\b|\bcuenta (?:privada|personal|particular)\b",
    r"\baccount (?:privato|personale)\b|\b(?:prive|persoonlijk)e? ?account\b"
    r"|\bconta (?:pessoal|particular)\b|\bkonto prywatne\b"
    r"|\b(?:privata?|personliga?) konto\b|\b(?:soukrom|osobni)\w* (?:ucet|konto)\b",
)
"""The writer sets a private account against one of work or school."""

LEAD_OR_BILLING = any_of(
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

DESK_ADDRESS = any_of(
    r"^(?:support|info|privacy|help|hello|contact\w*|kontakt|dpo|datenschutz|service|kundenservice"
    r"|shop|no-?reply|newsletter|orders?|news|marketing|team|office|care|klantenservice|clientes"
    r"|atencion|assistenza|servizio\w*|dsb|rgpd|gdpr|iod|mail|bounces?|sales|billing|hola|ciao"
    r"|bonjour|it|admin\w*|compliance|legal|dataprotection|privacidad|beheer)\b[\w.+-]*$"
)
"""The left part of an address that belongs to a desk and not to a person."""
