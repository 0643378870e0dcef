"""A trained model on disk: plain arrays and JSON, never a pickle."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.choice import Choice
from classifiers.columns import Columns
from classifiers.decision import Decision
from classifiers.lexicon import Lexicon
from classifiers.linear import Scorer, Weights
from classifiers.reading import Model
from classifiers.vectors import Vectors

MODEL = Path(__file__).parent / "model"
ARRAYS = ("keys", "rarity", "features", "scales", "directions", "bias")


class ModelError(Exception):
    """A model that cannot be used; the text says which file and what to do."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model comes from: its name, its examples' SHA-256, the languages it has met."""

    name: str
    examples: str
    languages: tuple[str, ...]


def write_model(model: Model, origin: Origin, folder: Path) -> None:
    """Write the arrays and `model.json` into `folder`; the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = model.scorer.weights
    lexicon = weights.lexicon
    for name, array in (
        ("keys", lexicon.keys),
        ("rarity", lexicon.rarity.astype(np.float16)),
        ("features", weights.features),
        ("scales", weights.scales.astype(np.float16)),
        ("directions", weights.directions),
        ("bias", weights.bias),
    ):
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
    plain = {
        "name": origin.name,
        "examples": origin.examples,
        "languages": origin.languages,
        "types": model.columns.types,
        "unseen": lexicon.unseen,
        "decision": model.decision.as_dict(),
        "party": model.party.as_dict(),
        "sender": model.sender.as_dict(),
    }
    text = json.dumps(plain, indent=1, ensure_ascii=False)
    (folder / "model.json").write_text(text + "\n", "utf-8")


def read_model(folder: Path) -> tuple[Model, Origin]:
    """Return the model in `folder`; raises ModelError when it is missing or damaged."""
    try:
        plain = json.loads((folder / "model.json").read_text("utf-8"))
        arrays = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in ARRAYS}
        lexicon = Lexicon(
            arrays["keys"], arrays["rarity"].astype(np.float32), float(plain["unseen"])
        )
        weights = Weights(
            lexicon,
            arrays["features"],
            arrays["scales"].astype(np.float32),
            arrays["directions"],
            arrays["bias"],
        )
        model = Model(
            Columns(tuple(plain["types"])),
            Scorer(weights, Vectors.read()),
            _decision(plain["decision"]),
            _choice(plain["party"]),
            _choice(plain["sender"]),
        )
        origin = Origin(plain["name"], plain["examples"], tuple(plain["languages"]))
    except FileNotFoundError as error:
        raise ModelError(
            f"no model in {folder}: {Path(error.filename).name} is missing; "
            "run 'python -m classifiers train'"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the model in {folder} is damaged ({error}); run 'python -m classifiers train'"
        ) from None
    return model, origin


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(
        blend=tuple(map(float, row["blend"])),
        offsets=tuple(map(float, row["offsets"])),
        trust=tuple(map(float, row["trust"])),
        assert_from=float(row["assert_from"]),
        sure_from=float(row["sure_from"]),
        confirm_from=float(row["confirm_from"]),
    )


def _choice(row: dict[str, Any]) -> Choice:
    weights, joint, outward = (
        tuple(tuple(map(float, line)) for line in row[part])
        for part in ("weights", "joint", "outward")
    )
    return Choice(tuple(map(str, row["kinds"])), weights, joint, outward)
