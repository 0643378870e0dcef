"""The commands speak clearly and exit with what happened."""

import json
from pathlib import Path

import pytest

from classifiers.cli import main
from classifiers.clutter import FOOTERS, cluttered
from classifiers.commands import read_corrections, replace
from classifiers.corpus import BadExamplesError, Example, read_examples
from classifiers.picture import confusion_svg
from classifiers.similar import families, meanings, near_duplicates, sisters
from classifiers.vectors import Vectors
from classifiers.verdict import Jurisdiction, Label, Language, Reading, Verdict


def test_predict_reads_json_lines(
    small_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One verdict a line, in input order, as JSON on stdout alone."""
    file = tmp_path / "mails.jsonl"
    file.write_text(
        '{"subject": "x", "body": "please delete my account"}\n{"body": "hi"}\n', "utf-8"
    )
    assert main(["predict", "--model", str(small_model), str(file)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 2
    assert lines[0]["types"][0]["type"] == "delete"


def test_predict_reads_plain_text(
    small_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plain text is one mail; its first line may be the subject."""
    file = tmp_path / "mail.txt"
    file.write_text("Subject: newsletter\n\nunsubscribe me from your newsletter", "utf-8")
    assert main(["predict", "--model", str(small_model), str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["types"][0]["type"] == "optout_marketing"


@pytest.mark.parametrize("content", ['{"subject": 1\n', '{"text": "x"}\n', "{}\n"])
def test_a_bad_line_is_named(
    small_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    """A line that is no mail ends with 2 and says which line; nothing is written to stdout."""
    file = tmp_path / "mails.jsonl"
    file.write_text('{"body": "fine"}\n' + content, "utf-8")
    assert main(["predict", "--model", str(small_model), str(file)]) == 2
    said = capsys.readouterr()
    assert "line 2" in said.err
    assert said.out == ""


def test_no_model_is_a_clear_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a model the command says how to make one and exits with 2."""
    file = tmp_path / "mail.txt"
    file.write_text("hello", "utf-8")
    assert main(["predict", "--model", str(tmp_path), str(file)]) == 2
    assert "python -m classifiers train" in capsys.readouterr().err


def test_faulty_examples_are_all_listed(tmp_path: Path) -> None:
    """Every faulty line is named with file and reason, not only the first."""
    folder = tmp_path / "en"
    folder.mkdir()
    rows = [
        {"subject": "a", "body": "b", "types": ["access"], "party": "nobody"},
        {"subject": "a", "body": "b", "types": []},
        {"subject": "", "body": " ", "types": ["access"]},
        {"subject": "a", "body": "b", "types": ["acess"]},
    ]
    (folder / "access.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\nno json", "utf-8")
    with pytest.raises(BadExamplesError) as error:
        read_examples(tmp_path)
    text = str(error.value)
    for number in range(1, 6):
        assert f"access.jsonl:{number}" in text


def test_near_copies_are_one_family() -> None:
    """A mail and its near copy are found and never stand on both sides of a calibration."""
    text = "please remove my account and everything that you hold about me, thank you very much"
    texts = [text, "what is the weather like in Lisbon today, do you know?", text + " Anna"]
    assert [(one, other) for one, other, _ in near_duplicates(texts, 0.7)] == [(0, 2)]
    assert families(texts) == [0, 1, 0]


def test_the_picture_shows_each_confusion() -> None:
    """The drawing is well-formed and names both types."""
    verdict = Verdict(
        (Label("delete", 0.9, ""),), "sure", Reading("own_user", 1, ""), Reading("person", 1, ""),
        Jurisdiction("none", ""), Language("en", 1.0),
    )  # fmt: skip
    drawn = confusion_svg([Example("s", "b", ("access",), "en")], [verdict])
    assert drawn.startswith("<svg")
    assert ">access<" in drawn
    assert ">delete<" in drawn


def test_corrections_are_read_or_named(tmp_path: Path) -> None:
    """A correction with an unknown type or without types is named by its line."""
    file = tmp_path / "corrections.jsonl"
    file.write_text(
        '{"subject": "a", "body": "b", "types": ["access"], "language": "de"}\n'
        '{"subject": "a", "body": "b", "types": ["acess"]}\n'
        '{"subject": "a", "body": "b"}\n',
        "utf-8",
    )
    with pytest.raises(BadExamplesError) as error:
        read_corrections(file, {"access"})
    assert "corrections.jsonl:2: unknown request types: acess" in str(error.value)
    assert "corrections.jsonl:3" in str(error.value)
    file.write_text(file.read_text("utf-8").splitlines()[0], "utf-8")
    (example,) = read_corrections(file, {"access"})
    assert (example.language, example.types) == ("de", ("access",))


def test_a_new_model_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """The model before is kept beside the new one, to roll back to."""
    for name in ("model", "model.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mark").write_text(name, "utf-8")
    replace(tmp_path / "model.new", tmp_path / "model")
    assert (tmp_path / "model" / "mark").read_text("utf-8") == "model.new"
    assert (tmp_path / "model.previous" / "mark").read_text("utf-8") == "model"


def test_clutter_is_put_around_a_mail_and_cleaned_away() -> None:
    """The request stays, the quoted mail goes; the same mail is cluttered the same way twice."""
    mail = Example("Bitte", "Löschen Sie mein Konto.", ("delete",), "de", where="de.jsonl:1")
    once, again = cluttered([mail, mail])
    assert once == again
    assert mail.body in once.body
    assert once.body != mail.body
    assert "brightlane" not in once.body
    assert not any(footer in once.body for footer in FOOTERS)


def test_a_situation_told_twice_is_one_family() -> None:
    """A mail in two languages is one family by its words' vectors; another matter is not."""
    texts = [
        "Je demande la limitation du traitement de mes données selon l'article 18 du RGPD.",
        "Solicito la limitación del tratamiento de mis datos según el artículo 18 del RGPD.",
        "My football shoes smell and the dog ate my homework again yesterday evening.",
    ]
    pairs = sisters(meanings(texts, Vectors.read()), ["restrict"] * 3)
    assert families(texts, also=pairs) == [0, 0, 2]
