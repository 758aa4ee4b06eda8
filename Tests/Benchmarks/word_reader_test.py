"""Proves that the reader of `word-reader` reads lists, learns and tells texts apart; needs PyTorch. Some seconds."""

import pathlib
import tempfile

import cv2
import numpy as np
import torch

from word_measures import distance
from word_reading import crops, training


def drawn(folder, texts):
    """Words in OpenCV's own strokes, and their list."""
    words = []
    for number, text in enumerate(texts):
        picture = np.full((32, 20 * len(text) + 12), 220, np.uint8)
        cv2.putText(picture, text, (4, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 30, 2)
        cv2.imwrite(str(folder / f"{number}.png"), picture)
        words.append(f"{number}.png\t{text}\n")
    (folder / "labels.txt").write_text("".join(words), encoding="utf-8")
    return crops.read(folder)


def lists_of_both_forms_are_read(folder):
    assert [text for _, text in drawn(folder, ["Ab", "c d"])] == ["ab", "cd"]
    (folder / "labels.txt").write_text('word_1.png, "Say \\"Hi\\""\n\n0.png\tÄ,b\n', encoding="utf-8-sig")
    assert [(path.name, text) for path, text in crops.read(folder)] == [("word_1.png", 'say"hi"'), ("0.png", "ä,b")]
    (folder / "labels.txt").write_text("word_1.png Tom\n", encoding="utf-8")
    try:
        crops.read(folder)
    except SystemExit as error:
        assert "labels.txt:1" in str(error)
    else:
        raise AssertionError("a line without a text is read")


def a_step_changes_the_reader_and_some_teach_it(folder):
    words = drawn(folder, ["ab", "ba", "cab", "aa"])
    trainer = training.Trainer(words, 0, batch=4, rate=3e-3)
    before = [weight.detach().clone() for weight in trainer.network.parameters()]
    (first,) = trainer.train(1)
    assert any((old != new).any() for old, new in zip(before, trainer.network.parameters()))
    assert trainer.train(30)[-1] < first / 3


def columns_become_texts(folder):
    """A character that is seen in columns side by side is one; two are two where an empty column is between."""
    words = drawn(folder, ["ab", "b", "aab"])
    trainer = training.Trainer(words, 0)
    columns = {"ab": [0, 1, 1, 1, 2, 2, 0], "b": [0, 0, 0, 0, 0, 0, 2], "aab": [1, 1, 0, 1, 1, 2, 0]}
    chances = torch.nn.functional.one_hot(torch.tensor([columns[text] for _, text in words]).T, 3)
    trainer.network = torch.nn.Module()
    trainer.network.forward = lambda images: chances
    assert trainer.read(words) == ["ab", "b", "aab"]
    assert trainer.measured(words) == (0, 100)
    wrong = [words[0], (words[1][0], "c"), (words[2][0], "aaab")]
    assert trainer.measured(wrong) == (100 * 2 / 7, 100 / 3)


def edits_are_counted():
    assert distance("kitten", "sitting") == 3
    assert distance("", "ab") == 2 and distance("ab", "ab") == 0


if __name__ == "__main__":
    edits_are_counted()
    for test in [lists_of_both_forms_are_read, a_step_changes_the_reader_and_some_teach_it, columns_become_texts]:
        with tempfile.TemporaryDirectory() as folder:
            test(pathlib.Path(folder))
    print("word-reader: passed")
