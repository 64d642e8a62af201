"""Measure the crisis screen on writers it has not seen; writes data/crisis/thresholds.yml and docs/measurements/crisis-screen.md.

    python -m assistant.measure_safety     trains once a fold of writers: about ten minutes on two cores
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import yaml
from safetensors.numpy import load_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant import paths
from assistant.crisis_messages import ORDINARY, Example, folds, load_examples
from assistant.encoder_graph import weights_folder
from assistant.train_safety import build_task, learnt_from
from assistant.tune_encoder import Task, logits, tune
from clinic.encoder import load_tokenizer
from clinic.safety import Context, Screen, Tier, Verdict
from clinic.safety.combine import combine
from clinic.safety.rules import load_rules
from clinic.safety.semantic import HEADS, Opinion

FOLDS = 4
ORDINARY_SPECIFICITY = 0.997
"""Of paging by the net: the policy's figure for ordinary traffic, kept on everything that is no crisis."""

LOOK_ALIKES_SHOWN = 0.20
"""Share of the look-alikes to which the net may show lines: recall comes first, and ordinary questions are hardly touched."""

EMERGENCY = 0.5
CURVE = (0.02, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40)
LENGTHS = ((5, "up to 5 words"), (20, "up to 20 words"), (10_000, "longer"))
REPORT = paths.ROOT / "docs" / "measurements" / "crisis-screen.md"
THRESHOLDS = paths.DATA / "crisis" / "thresholds.yml"


@dataclass(frozen=True)
class Measured:
    """Held-out probabilities by head (examples, heads) and the verdicts that follow."""

    examples: list[Example]
    probabilities: np.ndarray
    calibration: dict[str, dict[str, float]]
    patterns: list[Verdict]
    verdicts: list[Verdict]


def held_out_logits(task: Task, examples: list[Example]) -> np.ndarray:
    """(examples, heads), each row from a network that has not seen the row's writer."""
    weights = load_file(weights_folder() / "model.safetensors")
    fold, used = folds(examples, FOLDS), learnt_from(examples)
    found = np.zeros(task.heads.shape)
    for number in np.unique(fold):
        out = np.flatnonzero(fold == number)
        tuned = tune(weights, task.subset(np.setdiff1d(used, out)))
        found[out] = logits(tuned, task.subset(out))
    return found


def calibrate(found: np.ndarray, task: Task, examples: list[Example]) -> tuple[np.ndarray, dict[str, dict[str, float]]]:
    """Probabilities by Platt scaling, and slope, shift and threshold of each head."""
    probabilities, rows = np.zeros_like(found), {}
    for number, head in enumerate(HEADS):
        scaling = LogisticRegression(C=1e6).fit(found[:, number, None], task.heads[:, number])
        slope, shift = float(scaling.coef_[0, 0]), float(scaling.intercept_[0])
        probabilities[:, number] = 1 / (1 + np.exp(-(slope * found[:, number] + shift)))
        rows[head] = {"slope": round(slope, 4), "shift": round(shift, 4)}
    shows, pages, _ = probabilities.T
    rows["shows"]["threshold"] = float(np.quantile(shows[[e.look_alike for e in examples]], 1 - LOOK_ALIKES_SHOWN))
    rows["pages"]["threshold"] = float(np.quantile(pages[[not e.tier.shows_lines for e in examples]], ORDINARY_SPECIFICITY))
    rows["emergency"]["threshold"] = EMERGENCY
    return probabilities, rows


def verdicts(
    examples: list[Example], probabilities: np.ndarray, calibration: dict[str, dict[str, float]], screen: Screen
) -> tuple[list[Verdict], list[Verdict]]:
    """(by the patterns alone, by both) for every example."""
    alone, both = [], []
    for example, row in zip(examples, probabilities, strict=True):
        judged = screen.judgements(example.text, Context(example.question))
        above = [p >= calibration[head]["threshold"] for p, head in zip(row, HEADS, strict=True)]
        tier = Tier.CHECK_IN if above[0] else Tier.NONE
        if above[1]:
            tier = Tier.EMERGENCY if above[2] else Tier.CRISIS
        alone.append(combine(judged, None))
        both.append(combine(judged, Opinion(float(row[0]), tier)))
    return alone, both


def wilson(hits: int, of: int) -> str:
    """"hits/of share [95 % interval]"."""
    if not of:
        return "-"
    z, share = 1.96, hits / of
    middle, width = share + z * z / (2 * of), z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = ((middle + sign * width) / (1 + z * z / of) for sign in (-1, 1))
    return f"{hits}/{of} = {share:.3f} [{low:.3f}, {high:.3f}]"


def measure() -> Measured:
    """Train and predict fold by fold."""
    examples = load_examples(paths.DATA)
    screen = Screen(load_rules(paths.DATA / "crisis" / "rules"), None)
    task = build_task(examples, screen, load_tokenizer(weights_folder() / "tokenizer.json"))
    probabilities, calibration = calibrate(held_out_logits(task, examples), task, examples)
    return Measured(examples, probabilities, calibration, *verdicts(examples, probabilities, calibration, screen))


def report(m: Measured) -> str:
    """The page docs/measurements/crisis-screen.md."""
    danger = np.array([e.tier.shows_lines for e in m.examples])
    written = np.array([e.writer != ORDINARY for e in m.examples])
    paged = np.array([e.tier.pages_staff for e in m.examples])
    emergency = np.array([e.tier is Tier.EMERGENCY for e in m.examples])
    auc = roc_auc_score(danger[written], m.probabilities[written, 0])
    lines = [
        "# The crisis screen, measured", "",
        "Written by `python -m assistant.measure_safety`. Each message is judged by a net that has not seen its writer.",
        "The rules of language were extended while looking at these messages, so the figures of the patterns flatter them;",
        "those of the net do not.", "",
        f"{int(written.sum())} labelled messages of {len({e.writer for e in m.examples}) - 1} writers, "
        f"{int((~written).sum())} ordinary questions. The net alone tells danger from look-alike with AUC {auc:.3f}.", "",
        "| | patterns alone | patterns and net |", "|---|---|---|",
        *_row("lines shown, danger", m, danger, _shown),
        *_row("paged, crisis and emergency", m, paged, _paged),
        *_row("emergency known as one", m, emergency, lambda v: v.tier is Tier.EMERGENCY),
        *_row("lines shown, look-alikes", m, written & ~danger, _shown),
        *_row("paged, look-alikes", m, written & ~danger, _paged),
        *_row("lines shown, ordinary", m, ~written, _shown),
        *_row("paged, ordinary", m, ~written, _paged), "",
        "## The curve of the net", "",
        "| look-alikes shown lines | threshold | recall of danger | ordinary questions shown lines |", "|---|---|---|---|",
        *_curve(m.probabilities[:, 0], danger, written), "",
        "Chosen: " + ", ".join(f"{head} at {m.calibration[head]['threshold']:.3f}" for head in HEADS) + ".", ""]
    for title, key in GROUPS.items():
        head = [f"| {title} | patterns alone | patterns and net |", "|---|---|---|"]
        lines += [f"## Lines shown in danger, by {title}", "", *head]
        for name in sorted({key(e) for e, hit in zip(m.examples, danger, strict=True) if hit}):
            rows = danger & np.array([key(e) == name for e in m.examples])
            lines += _row(name, m, rows, _shown)
        lines.append("")
    return "\n".join(lines)


def _curve(shows: np.ndarray, danger: np.ndarray, written: np.ndarray) -> Iterator[str]:
    for share in CURVE:
        limit = np.quantile(shows[written & ~danger], 1 - share)
        recall, ordinary = (shows[danger] >= limit).mean(), (shows[~written] >= limit).mean()
        yield f"| {share:.2f} | {limit:.3f} | {recall:.3f} | {ordinary:.4f} |"


GROUPS: dict[str, Callable[[Example], str]] = {
    "category": lambda e: e.category.value if e.category else "-",
    "tier": lambda e: e.tier.value,
    "language": lambda e: e.language,
    "style": lambda e: e.style,
    "length": lambda e: next(name for words, name in LENGTHS if len(e.text.split()) <= words),
    "writer held out": lambda e: e.writer,
}


def _shown(verdict: Verdict) -> bool:
    return verdict.tier.shows_lines


def _paged(verdict: Verdict) -> bool:
    return verdict.tier.pages_staff


def _row(name: str, m: Measured, rows: np.ndarray, hit: Callable[[Verdict], bool]) -> list[str]:
    def cell(several: Iterable[Verdict]) -> str:
        chosen = [verdict for verdict, wanted in zip(several, rows, strict=True) if wanted]
        return wilson(sum(map(hit, chosen)), len(chosen))

    return [f"| {name} | {cell(m.patterns)} | {cell(m.verdicts)} |"]


if __name__ == "__main__":
    measured = measure()
    header = "# Written by python -m assistant.measure_safety: calibration of each head and its threshold.\n"
    THRESHOLDS.write_text(header + yaml.safe_dump(measured.calibration), encoding="utf-8")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(report(measured), encoding="utf-8")
