"""Trains a small reader on diorama's words and on TRDG's, and judges both on real words. `word-reader` says how to run it."""

import argparse
import hashlib
import json
import pathlib
import statistics
import subprocess
import sys
import time

from word_reading import crops, training


def original(folder):
    """The texts of a folder's lists as they are written there."""
    for path in sorted({*pathlib.Path(folder).glob("labels*.txt"), *pathlib.Path(folder).glob("gt*.txt")}):
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            if "\t" in line:
                yield line.split("\t", 1)[1]


def drawn_by_trdg(python, folders, count, out):
    """As many words as ours, the same ones, drawn once."""
    texts = [text for folder in folders for text in original(folder)][:count]
    record, folder = out / "trdg.json", out / "trdg"
    wanted = json.dumps(texts)
    if not record.exists() or record.read_text("utf-8") != wanted:
        # The record is of what was drawn: words of an interrupted drawing are drawn again.
        record.unlink(missing_ok=True)
        asked = out / "trdg-asked.json"
        asked.write_text(wanted, encoding="utf-8")
        script = pathlib.Path(__file__).parent / "word_reading" / "trdg_words.py"
        subprocess.run([python, script, asked, folder, "1"], check=True, stdout=subprocess.DEVNULL)
        asked.rename(record)
    return crops.read(folder)


def key(words, real, seed, steps):
    """What a run's result depends on: the contents of the pictures, the texts, and this program."""
    parts = hashlib.sha256(f"{seed} {steps} {len(words)}".encode())
    for path, text in [*words, *real]:
        parts.update(hashlib.sha256(path.read_bytes()).digest() + text.encode() + b"\0")
    for path in sorted((pathlib.Path(__file__).parent / "word_reading").glob("*.py")):
        parts.update(path.read_bytes())
    return parts.hexdigest()[:16]


def run(arm, words, real, seed, steps, out):
    """What a run reads on the real words. It is kept in runs/, with the texts, the last losses and the time."""
    kept = out / "runs" / f"{key(words, real, seed, steps)}.json"
    if not kept.exists():
        start = time.process_time()
        trainer = training.Trainer(words, seed)
        losses = trainer.train(steps)
        said = trainer.read(real)
        result = {"arm": arm, "seed": seed, "steps": steps, "words": len(words), "loss": statistics.mean(losses[-100:]),
                  "seconds": round(time.process_time() - start),
                  "read": [[str(path), text, own] for (path, text), own in zip(real, said)]}
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(result, ensure_ascii=False, indent=0), encoding="utf-8")
    result = json.loads(kept.read_text("utf-8"))
    said = [own for _, _, own in result["read"]]
    errors, whole = training.Trainer.measured(real, said)
    print(f"{arm}, seed {seed}: {errors:.1f} % of the characters are wrong, {whole:.1f} % of the words right; "
          f"{result['seconds']} s of a core", file=sys.stderr, flush=True)
    return said


def main(arguments=None):
    options = argparse.ArgumentParser(prog="word-reader", description=__doc__)
    options.add_argument("--ours", nargs="+", required=True, metavar="FOLDER", help="crops of datasets of diorama")
    options.add_argument("--real", nargs="+", required=True, metavar="FOLDER", help="pictures of real words with their texts")
    options.add_argument("--count", type=int, default=20_000, help="how many words of each kind are trained on, at most")
    options.add_argument("--steps", type=int, default=3000, help="steps of training, of 32 words each")
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--arms", nargs="+", default=["ours", "trdg", "mixed"], choices=["ours", "trdg", "mixed"])
    options.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out/word-reader"))
    options.add_argument("--trdg", metavar="PYTHON", help="the Python that has TRDG")
    options = options.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    kinds = {folder: crops.read(folder) for folder in options.real}
    real = [word for words in kinds.values() for word in words]
    ours = [word for folder in options.ours for word in crops.read(folder)][: options.count]
    arms = {"ours": ours}
    if set(options.arms) != {"ours"}:
        arms["trdg"] = drawn_by_trdg(options.trdg, options.ours, options.count, options.out)
        # Half of each, so that no arm has more words.
        arms["mixed"] = ours[::2] + arms["trdg"][1::2]
    # Each seed for all arms before the next one, so that an interrupted command leaves arms that can be compared.
    results = {arm: [] for arm in options.arms}
    for seed in range(options.seeds):
        for arm in options.arms:
            results[arm].append(run(arm, arms[arm], real, seed, options.steps, options.out))
    print(f"{options.steps} steps of 32 words; ± is the deviation over {options.seeds} seeds\n")
    print("| trained on | words | real words | character error rate | words without an error |\n" + "| --- " * 5 + "|")
    for arm, readings in results.items():
        start = 0
        for folder, words in kinds.items():
            parts = [training.Trainer.measured(words, said[start:start + len(words)]) for said in readings]
            start += len(words)
            cells = [f"{statistics.mean(part):.1f} ± {statistics.stdev(part) if len(part) > 1 else 0:.1f} %" for part in zip(*parts)]
            print(f"| {arm} | {len(arms[arm])} | {len(words)} of {pathlib.Path(folder).name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
