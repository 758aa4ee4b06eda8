"""Kills, power cuts, two writers and changed inputs; see `run`."""
import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pictures  # noqa: E402
import shards  # noqa: E402
from disk import Disk  # noqa: E402
from work import USAGE, Failure, Work, expect_same, same, tree  # noqa: E402


# Each trial gives the number of kills, or of whatever it tries.


def killed_run(work):
    out, kills = work.new(), 0
    go_on = work.commands["a"] + [out, "--resume"]
    for _ in range(work.chance.randint(1, 4)):
        was_killed, code, output = work.kill(go_on, work.seconds["a"])
        kills += was_killed
        if not was_killed and code != 0:
            raise Failure(f"--resume ended with {code}: {output.strip()}")
        work.expect_unclean(out, "a")
    work.succeed(go_on)
    expect_same(out, work.whole["a"])
    return out, kills


def killed_overwrite(work):
    out, kills = work.new(), 0
    shutil.copytree(work.path("ref-b"), out, symlinks=True)
    own = ("images/mine.jpg", "images/train/mine.txt")
    for name in own:
        with open(os.path.join(out, name), "wb") as file:
            file.write(b"mine")
    command = work.commands["a"] + [out]
    option = "--overwrite"
    for _ in range(work.chance.randint(1, 3)):
        was_killed, code, output = work.kill(command + [option], work.seconds["a"])
        kills += was_killed
        if not was_killed and code != 0:
            raise Failure(f"{option} ended with {code}: {output.strip()}")
        # As long as nothing has gone, the old dataset is there.
        option = "--overwrite" if same(tree(out), work.whole["b"], own) else "--resume"
        if option == "--resume":
            work.expect_unclean(out, "a", own)
    work.succeed(command + [option])
    expect_same(out, work.whole["a"], own)
    return out, kills


def killed_convert(work):
    out, kills = work.new(), 0
    shutil.copytree(work.path("ref-plain"), out, symlinks=True)
    command = ["convert", out] + work.formats
    for _ in range(work.chance.randint(1, 3)):
        kills += work.kill(command, work.seconds["convert"])[0]
        if not same(tree(out), work.whole["plain"]) and "formats.json" in tree(out):
            if b'"complete":false' in tree(out)["formats.json"]:
                work.expect_unclean(out, "convert")
    work.succeed(command)
    expect_same(out, work.whole["convert"])
    return out, kills


def killed_import(work):
    out, kills = work.new(), 0
    command = ["convert", out] + work.source
    for _ in range(work.chance.randint(1, 3)):
        kills += work.kill(command, work.seconds["from"])[0]
        work.expect_unclean(out, "from")
        if os.path.isdir(out) and same(tree(out), work.whole["from"]):
            return out, kills
    work.succeed(command)
    expect_same(out, work.whole["from"])
    return out, kills


def two_writers(work):
    """Two at once, into a folder that holds a dataset: one is refused, the other writes all of it."""
    out = work.new()
    kind = work.chance.choice(["overwrite", "convert", "both"])
    shutil.copytree(work.path("ref-plain"), out, symlinks=True)
    overwrites = [work.commands[name] + [out, "--overwrite"] for name in ("a", "b")]
    converts = [["convert", out, "--to", "yolo, voc"], ["convert", out, "--to", "csv, createml, datumaro, webdataset"]]
    commands = {"overwrite": overwrites, "convert": converts, "both": [overwrites[0], converts[1]]}[kind]
    first = work.start(commands[0])
    time.sleep(work.chance.uniform(0, work.seconds["a"] if kind != "convert" else work.seconds["convert"]))
    second = work.start(commands[1])
    outputs = [first.communicate()[0], second.communicate()[0]]
    codes = (first.returncode, second.returncode)
    for code, output in zip(codes, outputs):
        if code not in (0, USAGE) or (code == USAGE and "is writing to it" not in output):
            raise Failure(f"two writers ended with {codes}: {outputs}")
    if codes == (USAGE, USAGE):
        raise Failure("each of two writers was refused")
    if kind == "overwrite":
        expect_same(out, work.whole["a" if codes[1] != 0 else "b"])
    elif kind == "convert":
        for command in converts:
            work.succeed(command)
        expect_same(out, work.whole["convert"])
    else:
        code, output = work.run(["check", out])
        if code != 0:
            raise Failure(f"after a run and a conversion at once, check ended with {code}: {output}")
    return out, 1


def changed_inputs(work):
    """A run that was cut off does not go on with other photos; put back, they give the whole run."""
    out = work.new()
    go_on = work.commands["a"] + [out, "--resume"]
    while True:
        was_killed, code, output = work.kill(go_on, work.seconds["a"])
        journal = os.path.join(out, "journal.jsonl")
        # A run that was killed as it removed the journal has finished, and asks for no input any more.
        if was_killed and os.path.exists(journal) and b'{"finished"' not in open(journal, "rb").read():
            break
        if not was_killed or os.path.exists(os.path.join(out, "stats.json")):
            shutil.rmtree(out, ignore_errors=True)
    name = work.chance.choice(["photos/p2.png", "photos/new.png", "parts/c1.png", "photos/p0.scene.yaml"])
    path = work.path(name)
    status = os.stat(path) if os.path.exists(path) else None
    before = open(path, "rb").read() if status else None
    if name.endswith(".yaml"):
        with open(path, "w") as file:
            file.write("horizon: 0.4\n")
    else:
        pictures.png(path, 120, 90, 900, cutout=name.startswith("parts"))
    try:
        code, output = work.run(go_on)
        if code != USAGE or name not in output:
            raise Failure(f"{name} changed, and --resume ended with {code}: {output.strip()}")
    finally:
        os.remove(path)
        if status:
            with open(path, "wb") as file:
                file.write(before)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    work.succeed(go_on)
    expect_same(out, work.whole["a"])
    return out, 1


def power_cut(work, kind):
    """The disk as it is at a random moment is mounted elsewhere, and the work goes on there."""
    number = work.new()
    with Disk.make(number + ".disk") as disk:
        out = os.path.join(disk.place, "out")
        command = {
            "run": work.commands["a"] + [out], "overwrite": work.commands["a"] + [out, "--overwrite"],
            "ended": work.commands["a"] + [out], "convert": ["convert", out] + work.formats,
            "from": ["convert", out] + work.source,
        }[kind]
        if kind in ("overwrite", "convert"):
            shutil.copytree(work.path("ref-b" if kind == "overwrite" else "ref-plain"), out, symlinks=True)
            os.sync()
        process = work.start(command)
        usual = work.seconds[{"convert": "convert", "from": "from"}.get(kind, "a")]
        if kind == "ended":
            process.communicate()
            time.sleep(work.chance.uniform(0, 4))
        else:
            # Files of a run are small: its blocks are closed by time, and the disk writes by itself after seconds.
            time.sleep(work.chance.uniform(0, 3 * usual))
            process.send_signal(signal.SIGSTOP)
        copied = disk.copy(number + ".cut")
        if process.returncode is None:
            process.kill()
            process.communicate()
    with copied:
        out = os.path.join(copied.place, "out")
        if kind == "ended":
            output = work.succeed(work.commands["a"] + [out, "--resume"])
            if "Nothing was left to do" not in output:
                raise Failure(f"after the end of a run a power cut left: {output.strip()}")
            expect_same(out, work.whole["a"])
        elif kind in ("run", "overwrite"):
            old = kind == "overwrite" and same(tree(out), work.whole["b"])
            work.succeed(work.commands["a"] + [out, "--overwrite" if old else "--resume"])
            expect_same(out, work.whole["a"])
        elif kind == "convert":
            work.succeed(["convert", out] + work.formats)
            expect_same(out, work.whole["convert"])
        elif not (os.path.isdir(out) and same(tree(out), work.whole["from"])):
            work.expect_unclean(out, "from")
            work.succeed(["convert", out] + work.source)
            expect_same(out, work.whole["from"])
    for name in (number + ".disk", number + ".cut"):
        os.remove(name)
    return None, 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--quick", action="store_true", help="a part of it, in less than a minute")
    parser.add_argument("--seed", type=int, help="of the random moments")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"random moments of seed {seed}", flush=True)
    quick = options.quick
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        work = Work(options.program, folder, 30 if quick else 60, random.Random(seed))
        # How many kills or trials, and how long at most, in seconds.
        plan = [
            ("run, killed", killed_run, 8 if quick else 70, 8),
            ("overwrite, killed", killed_overwrite, 8 if quick else 70, 8),
            ("convert, killed", killed_convert, 6 if quick else 40, 7),
            ("convert --from, killed", killed_import, 6 if quick else 40, 7),
            ("two writers at once", two_writers, 4 if quick else 30, 6),
            ("changed inputs", changed_inputs, 3 if quick else 20, 6),
            ("shards, killed", shards.killed_shards, 10 if quick else 150, 9),
            ("merge, killed", shards.killed_merge, 6 if quick else 60, 5),
            ("shards at once, killed", shards.killed_together, 4 if quick else 60, 6),
            ("merge of torn blocks", shards.torn_blocks, 2 if quick else 20, 4),
        ]
        cuts = [("run", 1, 6), ("overwrite", 1, 4), ("ended", 1, 3), ("convert", 0, 3), ("from", 0, 4)]
        shard_cuts = [("shard", 1, 6), ("merge", 1, 6)]
        can_cut = Disk.is_possible(folder)
        if can_cut:
            plan += [
                (f"power cut, {kind}", lambda work, kind=kind: power_cut(work, kind), few if quick else many, 6)
                for kind, few, many in cuts if not quick or few
            ] + [
                (f"power cut, {kind}", lambda work, kind=kind: shards.power_cut(work, kind), few if quick else many, 6)
                for kind, few, many in shard_cuts
            ]
        print(f"{'situation':28} {'trials':>6} {'kills':>6} {'wrong':>6}", flush=True)
        total, wrong = 0, 0
        for name, trial, count, limit in plan:
            trials, kills, failures, end = 0, 0, [], time.monotonic() + limit
            while kills < count and not (quick and time.monotonic() > end):
                trials += 1
                try:
                    out, more = trial(work)
                    kills += more
                    if out:
                        shutil.rmtree(out, ignore_errors=True)
                except Failure as failure:
                    failures.append(str(failure))
                    kills += 1
            print(f"{name:28} {trials:6} {kills:6} {len(failures):6}", flush=True)
            for failure in failures[:5]:
                print(f"    {failure}")
            total, wrong = total + kills, wrong + len(failures)
        if not can_cut:
            print("power cuts: not run, as they need root, mkfs.ext4 and loop mounts")
        print(f"{total} kills, cuts and other faults; {wrong} ended wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
