"""The model that is shipped belongs to the examples, and is as good as recorded."""

import json
from pathlib import Path

import pytest

from classifiers import Classifier, Text
from classifiers.commands import METRICS
from classifiers.corpus import EVALUATION, digest, read_evaluation, read_examples
from classifiers.model_files import MODEL, read_model
from classifiers.scoring import score

LARGEST = 12_000_000
VECTORS = Path(MODEL).parent / "vectors"


def test_the_model_belongs_to_the_examples() -> None:
    """The SHA-256 of examples, neutral sentences and phrases is the one in the model."""
    _, origin = read_model(MODEL / "requests")
    assert origin.examples == digest(), (
        "the examples or phrases have changed since the model was made: "
        "run python -m classifiers train"
    )


def test_the_model_is_small_and_holds_no_pickle() -> None:
    """Model and vectors are at most 12 MB of arrays and JSON."""
    files = [file for folder in (MODEL, VECTORS) for file in folder.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= LARGEST
    assert {file.suffix for file in files} <= {".npy", ".json", ".cfg", ".md"}


def test_the_figures_have_not_fallen(shipped: Classifier) -> None:
    """Top label, F1, party and calibration are as good as metrics.json says."""
    known = {example.types[0] for example in read_examples()}
    mails = read_evaluation(EVALUATION, known=known)
    if not METRICS.exists() or not mails:
        pytest.skip("nothing recorded yet: run python -m classifiers evaluate --record")
    recorded = json.loads(METRICS.read_text("utf-8"))
    now = score(shipped.read, mails)
    hint = "if this is meant, run python -m classifiers evaluate --record"
    assert now.mails == recorded["mails"], f"the evaluation mails have changed; {hint}"
    assert now.top >= recorded["top"] - 0.005, hint
    assert now.micro.f1 >= recorded["micro"]["f1"] - 0.005, hint
    assert now.party >= recorded["party"] - 0.005, hint
    assert now.calibration_error <= recorded["calibration_error"] + 0.01, hint


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("th", "ขอให้ลบข้อมูลส่วนบุคคลทั้งหมดของฉันออกจากระบบของคุณ ขอบคุณค่ะ"),
        ("is", "Góðan dag, vinsamlegast eyðið öllum persónuupplýsingum mínum úr kerfum ykkar."),
        ("ka", "გთხოვთ წაშალოთ ჩემი ყველა პერსონალური მონაცემი თქვენი სისტემიდან."),
        ("hy", "Խնդրում եմ ջնջել իմ բոլոր անձնական տվյալները ձեր համակարգից։"),
        ("eu", "Egun on, mesedez ezabatu nire datu pertsonal guztiak zuen sistemetatik."),
    ],
)
def test_a_language_without_examples_is_never_sure(
    shipped: Classifier, code: str, body: str
) -> None:
    """Mails in languages that the model never learned come out `unsure`, whatever they say."""
    (verdict,) = shipped.read([Text("", body)])
    assert verdict.language.code == code
    assert verdict.band == "unsure"


@pytest.mark.parametrize(
    "body",
    [
        "Please delete my account and all personal data that you hold about me.",
        "Delete all personal data you have stored about me, including copies with your partners.",
        "Bitte löschen Sie alle Daten, die Sie über mich gespeichert haben.",
        "Merci de supprimer toutes les données que vous détenez sur moi.",
        "Por favor, borren todos los datos que tienen sobre mí.",
        "Vi prego di cancellare tutti i dati che conservate su di me.",
        "Verwijder alle gegevens die jullie over mij hebben.",
        "Apaguem todos os dados que têm sobre mim.",
        "Proszę usunąć wszystkie dane, które o mnie przechowujecie.",
    ],
)
def test_the_data_held_about_me_are_no_request_to_see_them(shipped: Classifier, body: str) -> None:
    """The commonest sentence of all, erase what you hold about me, asks for erasure alone."""
    (verdict,) = shipped.read([Text("", body)])
    assert [label.type for label in verdict.types] == ["delete"]


@pytest.mark.parametrize(
    "body",
    [
        "Tell me what personal data you hold about me.",
        "I would like a copy of all personal data that you hold about me.",
        "Bitte teilen Sie mir mit, welche Daten Sie über mich gespeichert haben.",
        "Merci de me dire quelles données vous détenez sur moi.",
        "Quiero saber qué datos tienen sobre mí.",
    ],
)
def test_to_ask_what_is_held_is_access(shipped: Classifier, body: str) -> None:
    """The same words behind a question ask for access alone."""
    (verdict,) = shipped.read([Text("", body)])
    assert [label.type for label in verdict.types] == ["access"]
