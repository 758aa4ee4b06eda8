"""Proves that the reader of `word-reader` reads lists, learns and tells texts apart; needs PyTorch. Some seconds."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest.mock

import cv2
import numpy as np
import torch

import word_reader
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
    words = drawn(folder, ["ab", "b", "aab", "ab"])
    trainer = training.Trainer(words, 0)
    columns = {64: [0, 1, 1, 1, 2, 2, 0], 32: [0, 0, 0, 0, 0, 0, 2], 80: [1, 1, 0, 1, 1, 2, 0]}
    trainer.network = torch.nn.Module()
    trainer.network.forward = lambda images: torch.nn.functional.one_hot(
        torch.tensor([columns[images.shape[3]]] * len(images)).T, 3)
    assert trainer.read(words) == ["ab", "b", "aab", "ab"]
    assert trainer.measured(words, ["ab", "b", "aab", "ab"]) == (0, 100)
    assert trainer.measured([words[0], (words[1][0], "c"), (words[2][0], "aaab")], ["ab", "b", "aab"]) == (100 * 2 / 7, 100 / 3)


def pictures_keep_their_shape(folder):
    """32 high; the width in proportion up to 128, then with room of the mean up to a multiple of 16."""
    for number, (height, width, wanted) in enumerate([(32, 52, 64), (64, 52, 32), (16, 24, 48), (32, 400, 128), (64, 5, 16)]):
        cv2.imwrite(str(folder / f"{number}.png"), np.full((height, width), 90, np.uint8))
        one = crops.picture(folder / f"{number}.png")
        assert one.shape == (32, wanted) and (one == 90).all()
    halves = np.zeros((32, 40), np.uint8)
    halves[:, 20:] = 200
    cv2.imwrite(str(folder / "halves.png"), halves)
    one = crops.picture(folder / "halves.png")
    assert (one[:, :40] == halves).all() and (one[:, 40:] == 100).all()


def words_are_drawn_equally_often(folder):
    """Also those of a width that few have; all of a step have one width."""
    words = drawn(folder, ["ab", "ba", "aa", "bb", "abab"])
    trainer = training.Trainer(words, 0, batch=10)
    counts = np.zeros(5)
    for _ in range(4000):
        some = trainer.drawn()
        assert len({trainer.pictures[number].shape for number in some}) == 1
        counts += np.bincount(some, minlength=5)
    # A step is of the rare word alone with a chance of 1/5: its count has a deviation of 10·√(4000·0.16) = 253.
    assert (abs(counts - 8000) < 4 * 253).all()


def runs_are_kept(folder):
    """A second time nothing is trained; other words, another seed or other steps are another run."""
    words = drawn(folder, ["ab", "ba", "cab", "aa"])
    first = word_reader.run("ours", words, words[:2], 0, 1, folder)
    (kept,) = (folder / "runs").iterdir()
    result = json.loads(kept.read_text("utf-8"))
    assert [row[1:] for row in result["read"]] == [["ab", first[0]], ["ba", first[1]]]
    kept.write_text(json.dumps({**result, "read": [["", "ab", "kept"], ["", "ba", "kept"]]}), encoding="utf-8")
    assert word_reader.run("ours", words, words[:2], 0, 1, folder) == ["kept", "kept"]
    keys = {word_reader.key(*parts) for parts in [
        (words, words, 0, 1), (words, words, 1, 1), (words, words, 0, 2), (words[:3], words, 0, 1), (words, words[:3], 0, 1),
        ([*words[:3], (words[3][0], "ab")], words, 0, 1)]}
    assert len(keys) == 6
    cv2.imwrite(str(words[3][0]), np.full((32, 52), 90, np.uint8))
    assert word_reader.key(words, words, 0, 1) not in keys


def kinds_of_real_words_have_their_own_rows(folder):
    """Each folder of real words is measured alone, over all seeds."""
    for name, texts in [("ours", ["ab", "ba"]), ("signs", ["ab"]), ("pages", ["ba", "abab", "aa"])]:
        (folder / name).mkdir()
        drawn(folder / name, texts)
    readings = iter([["ab", "ba", "abab", "aa"], ["ab", "ba", "ab", "bb"]])
    command = ["--ours", str(folder / "ours"), "--real", str(folder / "signs"), str(folder / "pages"), "--arms", "ours",
               "--seeds", "2", "--steps", "7", "--out", str(folder / "out")]
    with unittest.mock.patch.object(word_reader, "run", lambda *parts: next(readings)), \
            contextlib.redirect_stdout(io.StringIO()) as printed:
        word_reader.main(command)
    # Of the eight characters of the pages, none and four are wrong; of the three words, none and two.
    assert printed.getvalue().splitlines()[-2:] == [
        "| ours | 2 | 1 of signs | 0.0 ± 0.0 % | 100.0 ± 0.0 % |",
        "| ours | 2 | 3 of pages | 25.0 ± 35.4 % | 66.7 ± 47.1 % |"]


def an_interrupted_drawing_is_done_again(folder):
    """Also where an older one has left pictures and a list; a finished one is not done again."""
    (folder / "ours").mkdir()
    drawn(folder / "ours", ["ab", "ba", "aa"])
    out = folder / "out"
    (out / "trdg").mkdir(parents=True)
    asked = []

    def draw(command, **_):
        asked.append(json.loads(pathlib.Path(command[2]).read_text("utf-8")))
        drawn(command[3], asked[-1])

    def stopped(command, **_):
        raise KeyboardInterrupt

    def words(count, how):
        with unittest.mock.patch.object(word_reader.subprocess, "run", how):
            return [text for _, text in word_reader.drawn_by_trdg("python", [folder / "ours"], count, out)]

    assert words(2, draw) == ["ab", "ba"] and words(2, stopped) == ["ab", "ba"]
    try:
        words(3, stopped)
    except KeyboardInterrupt:
        pass
    assert words(3, draw) == ["ab", "ba", "aa"] and asked == [["ab", "ba"], ["ab", "ba", "aa"]]


def edits_are_counted():
    assert distance("kitten", "sitting") == 3
    assert distance("", "ab") == 2 and distance("ab", "ab") == 0


if __name__ == "__main__":
    edits_are_counted()
    for test in [lists_of_both_forms_are_read, pictures_keep_their_shape, words_are_drawn_equally_often,
                 a_step_changes_the_reader_and_some_teach_it, columns_become_texts, runs_are_kept, kinds_of_real_words_have_their_own_rows,
                 an_interrupted_drawing_is_done_again]:
        with tempfile.TemporaryDirectory() as folder:
            test(pathlib.Path(folder))
    print("word-reader: passed")
