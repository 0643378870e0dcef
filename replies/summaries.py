"""One neutral sentence of a request for those it is handed to: which site it names, no more."""

from urllib.parse import urlsplit

_NAMES = {
    "en": "The message names {what}.",
    "de": "Die Nachricht nennt {what}.",
    "fr": "Le message mentionne {what}.",
    "es": "El mensaje menciona {what}.",
    "nl": "Het bericht noemt {what}.",
    "it": "Il messaggio menziona {what}.",
    "pt": "A mensagem menciona {what}.",
    "pl": "W wiadomości wskazano: {what}.",
}


def summary(name: str, website: str, lang: str) -> str:
    """Return the sentence in a language, English where there is none; empty without a name."""
    if not name:
        return ""
    host = urlsplit(website).hostname or ""
    what = f"{name} ({host})" if host else name
    return _NAMES.get(lang, _NAMES["en"]).format(what=what)
