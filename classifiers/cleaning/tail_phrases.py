"""What people and their programs put under a message, or a gateway above it: plain tables."""

from typing import Final

# A line that a telephone or a mail program adds, as regular expressions (whole line).
SENT_FROM: Final = (
    r"sent from (?:my|an?|the|mobile|outlook|mail|yahoo|proton|gmail|samsung|iphone|ipad"
    r"|android).{0,60}",
    r"sent (?:via|with|using) (?:the )?(?:proton|tutanota|tuta|blackberry|samsung"
    r"|bluemail|spark|zoho|outlook|mail).{0,60}",
    r"get outlook for (?:ios|android|mac).{0,60}",
    r"von (?:meinem|unterwegs|samsung|outlook).{0,40}gesendet.{0,20}",
    r"gesendet (?:mit|von|aus|über|via) .{1,60}",
    r"diese nachricht wurde von meinem .{0,60}",
    r"holen sie sich outlook für .{0,60}|outlook für (?:ios|android) beziehen.{0,40}",
    r"envoyé (?:de|depuis|avec|à partir de) .{1,60}",
    r"obtenez outlook pour .{0,40}|télécharger outlook pour .{0,40}",
    r"enviado (?:desde|do|a partir d[eo]|com|con) .{1,60}",
    r"obtener outlook para .{0,40}|obter (?:o )?outlook para .{0,40}|baixe o outlook .{0,40}",
    r"inviato (?:da|dal|con) .{1,60}",
    r"scarica outlook per .{0,40}|ottieni outlook per .{0,40}",
    r"verzonden (?:vanaf|vanuit|met|via) .{1,60}|verstuurd vanaf .{1,60}",
    r"outlook voor (?:ios|android).{0,40}|download outlook voor .{0,40}",
    r"wysłane? z (?:iphone|telefonu|mojego|urządzenia|aplikacji|poczty|outlook).{0,60}",
    r"pobierz (?:aplikację )?outlook .{0,40}",
    r"skickat från (?:min|mitt|outlook).{0,60}|sendt fra (?:min|mitt|outlook).{0,60}",
    r"lähetetty .{0,40}(?:iphone|puhelime|laittee|outlook).{0,20}",
    r"отправлено (?:с|из) .{1,60}|надіслано з .{1,60}",
    r"odesláno z .{1,60}|odoslané z .{1,60}|iphone.?umdan gönderildi.{0,20}",
    r"iphoneから送信|发自我的.{1,20}|從我的.{1,20}傳送|나의 iphone에서 보냄",
)

# Closings, lower case; a name may follow on the same line after a comma.
CLOSINGS: Final = (
    # English
    "regards|best regards|kind regards|warm regards|kindest regards|with kind regards|best"
    "|with best regards|warmest regards|many regards|rgds|br|best wishes|all the best|sincerely"
    "|yours sincerely|sincerely yours|yours faithfully|yours truly|yours|respectfully|cordially"
    "|respectfully yours|cheers|thanks|thank you|many thanks|thanks in advance"
    "|thank you in advance|thanks so much|thank you very much|thanks and regards"
    "|thanks & regards|thank you and best regards|with thanks|take care",
    # German
    "mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|freundliche grüße"
    "|freundliche grüsse|mit besten grüßen|mit besten grüssen|beste grüße|beste grüsse"
    "|viele grüße|viele grüsse|liebe grüße|liebe grüsse|herzliche grüße|herzliche grüsse"
    "|schöne grüße|gruß|gruss|grüße|mfg|lg|vg|bg|hochachtungsvoll|danke|vielen dank"
    "|vielen dank im voraus|besten dank|danke im voraus|mit freundlichen gruessen|viele gruesse",
    # French
    "cordialement|bien cordialement|très cordialement|salutations|meilleures salutations"
    "|salutations distinguées|sincères salutations|bien à vous|cdlt|merci|merci d'avance"
    "|merci par avance|bonne journée|respectueusement|amicalement",
    # Spanish
    "saludos|un saludo|saludos cordiales|atentamente|cordialmente|muy atentamente|gracias"
    "|muchas gracias|gracias de antemano|un cordial saludo|reciba un cordial saludo|atte",
    # Italian
    "cordiali saluti|distinti saluti|saluti|un saluto|cordialmente|grazie|grazie mille"
    "|in fede|porgo cordiali saluti|cordialità",
    # Portuguese
    "atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|obrigado"
    "|obrigada|abraços|abraço|grato|grata|att|respeitosamente|desde já obrigado",
    # Dutch
    "met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten"
    "|groet|groeten|groetjes|hoogachtend|mvg|bedankt|alvast bedankt|dank u|hartelijke groet",
    # Polish
    "pozdrawiam|z poważaniem|z wyrazami szacunku|serdecznie pozdrawiam|pozdrowienia|dziękuję"
    "|z góry dziękuję|łączę pozdrowienia",
    # Nordic
    "med vänliga hälsningar|med vänlig hälsning|vänliga hälsningar|vänligen|hälsningar|mvh"
    "|tack|tack på förhand|med venlig hilsen|venlig hilsen|med vennlig hilsen|vennlig hilsen"
    "|hilsen|vh|mange tak|på forhånd tak|på forhånd takk|takk|ystävällisin terveisin"
    "|terveisin|parhain terveisin|kiitos|kiittäen|t",
    # Central and eastern Europe, Turkish, Greek
    "s pozdravem|s úctou|děkuji|s pozdravom|ďakujem|üdvözlettel|tisztelettel|köszönettel"
    "|köszönöm|cu stimă|cu respect|mulțumesc|s poštovanjem|lep pozdrav|hvala|с уважением"
    "|спасибо|с наилучшими пожеланиями|з повагою|дякую|поздрави|с уважение|saygılarımla"
    "|saygılar|teşekkürler|teşekkür ederim|iyi çalışmalar|με εκτίμηση|ευχαριστώ|pagarbiai"
    "|ar cieņu|lugupidamisega|atentament",
    # East Asian, Hebrew, Arabic
    "敬具|よろしくお願いいたします|よろしくお願いします|宜しくお願い致します|何卒よろしくお願い申し上げます"
    "|此致|此致敬礼|谢谢|謝謝|祝好|감사합니다|고맙습니다|בברכה|תודה|מע التحية|مع التحية|شكرا|trân"
    " trọng"
    "|terima kasih|hormat saya",
)

# A last paragraph is a legal footer if it matches one of these, or enough of FOOTER_WORDS.
FOOTERS: Final = (
    r"^\W*confidentiality (?:notice|note|statement|warning)\b",
    r"^\W*(?:legal )?disclaimer\b",
    r"^\W*(?:please )?(?:consider|think (?:of|about)) the environment before printing",
    r"^\W*bitte (?:denken sie an die umwelt|prüfen sie.{0,40}ausgedruckt)",
    r"^\W*(?:pensez à l.environnement|avant d.imprimer|antes de imprimir|prima di stampare)",
    r"^\W*virus-?free\b|avast\.com|checked for viruses by|auf viren (?:geprüft|überprüft)",
    r"^\W*you received this (?:message|e-?mail) because you are subscribed to",
    r"^\W*to unsubscribe from this (?:group|list)\b|^\W*to view this discussion (?:on|visit)",
    r"^_{20,}\n.{0,60}mailing list\b",
    r"^\W*(?:aviso legal|aviso de confidencialidad|avis de confidentialité|avviso di"
    r" riservatezza)\b",
    r"^\W*(?:klauzula poufności|vertraulichkeitshinweis|ansvarsfraskrivelse)\b",
    r"^\W*this (?:e-?mail|message|communication).{0,80}(?:is|are|may|contains?).{0,60}confidential",
    r"^\W*(?:the )?information (?:contained )?in this (?:e-?mail|message|communication)",
    r"^\W*diese (?:e-?mail|nachricht).{0,80}vertrauliche",
    r"^\W*ce (?:message|courriel|courrier|mail|e-?mail).{0,160}(?:confidentiel|destinataire)",
    r"^\W*este (?:mensaje|correo|e-?mail).{0,160}(?:confidencial|destinatario)",
    r"^\W*(?:esta mensagem|este e-?mail).{0,160}(?:confidencia|destinatário)",
    r"^\W*(?:questo messaggio|questa e-?mail|il presente messaggio|le informazioni"
    r" contenute).{0,160}(?:riservat|confidenzial|destinatari)",
    r"^\W*(?:dit bericht|deze e-?mail|de informatie in).{0,160}(?:vertrouwelijk"
    r"|uitsluitend bestemd)",
    r"^\W*(?:ta wiadomość|niniejsza wiadomość|treść tej wiadomości).{0,160}(?:poufn|adresat)",
)

FOOTER_WORDS: Final = (
    r"intended (?:recipient|solely|only|for)|addressee",
    r"confidential|privileged",
    r"unauthori[sz]ed|prohibited",
    r"(?:notify|contact|inform) (?:the sender|us)\b",
    r"(?:delete|destroy) (?:this|the|it|all|any)\b",
    r"this (?:e-?mail|message|communication|transmission)",
    r"irrtümlich|nicht der richtige adressat|unbefugt|vernichten sie",
    r"par erreur|confidentiel|destinataire",
    r"por error|confidencial|destinatario",
    r"per errore|riservat[aoie]|destinatari[oa]?",
)

# The first paragraph is the mail gateway's banner if it matches one of these.
BANNERS: Final = (
    r"^\W*(?:caution|warning|attention|external(?: e-?mail| sender|"
    r" message)?)\b.{0,40}\b(?:e-?mail|message|sender).{0,80}(?:outside|external)",
    r"^\W*\[?external(?: e-?mail| sender)?\]?\W*$",
    r"^\W*this (?:e-?mail|message) (?:originated|was sent|came) from (?:outside|an external)",
    r"^\W*(?:achtung|vorsicht|externe? (?:e-?mail|nachricht))\b.{0,80}(?:extern|außerhalb)",
    r"^\W*(?:attention|courriel externe)\b.{0,80}(?:externe|extérieur)",
    r"^\W*you don't often get e?-?mail from",
    r"^\W*sie erhalten nicht (?:oft|häufig) e-?mails? von",
)
