"""Trains a small reader on diorama's words and on TRDG's, and judges both on real words. `word-reader` says how to run it."""

import argparse
import json
import pathlib
import statistics
import subprocess

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
    if not (folder / "labels.txt").exists() or not record.exists() or json.loads(record.read_text("utf-8")) != texts:
        record.write_text(json.dumps(texts), encoding="utf-8")
        script = pathlib.Path(__file__).parent / "word_reading" / "trdg_words.py"
        subprocess.run([python, script, record, folder, "1"], check=True, stdout=subprocess.DEVNULL)
    return crops.read(folder)


def main(arguments=None):
    options = argparse.ArgumentParser(prog="word-reader", description=__doc__)
    options.add_argument("--ours", nargs="+", required=True, metavar="FOLDER", help="crops of datasets of diorama")
    options.add_argument("--real", required=True, metavar="FOLDER", help="pictures of real words with their texts")
    options.add_argument("--count", type=int, default=20_000, help="how many words of each kind are trained on, at most")
    options.add_argument("--steps", type=int, default=3000, help="steps of training, of 32 words each")
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--arms", nargs="+", default=["ours", "trdg", "mixed"], choices=["ours", "trdg", "mixed"])
    options.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out/word-reader"))
    options.add_argument("--trdg", metavar="PYTHON", help="the Python that has TRDG")
    options = options.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    real = crops.read(options.real)
    ours = [word for folder in options.ours for word in crops.read(folder)][: options.count]
    arms = {"ours": ours}
    if set(options.arms) != {"ours"}:
        arms["trdg"] = drawn_by_trdg(options.trdg, options.ours, options.count, options.out)
        # Half of each, so that no arm has more words.
        arms["mixed"] = ours[::2] + arms["trdg"][1::2]
    print(f"{len(real)} real words; {options.steps} steps of 32 words; ± is the deviation over {options.seeds} seeds\n")
    print("| trained on | words | character error rate | words without an error |\n| --- | --- | --- | --- |", flush=True)
    for arm in options.arms:
        results = []
        for seed in range(options.seeds):
            trainer = training.Trainer(arms[arm], seed)
            trainer.train(options.steps)
            results.append(trainer.measured(real))
        cells = [f"{statistics.mean(part):.1f} ± {statistics.stdev(part) if len(part) > 1 else 0:.1f} %" for part in zip(*results)]
        print(f"| {arm} | {len(arms[arm])} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
