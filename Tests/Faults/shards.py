"""Shards of a run and their merge: kills, power cuts, several at once, and blocks that lose files."""
import os
import shutil
import signal
import time

from disk import Disk
from work import Failure, expect_same, same, tree

INCOMPLETE = 75


def shard(work, out, index, count):
    return work.commands["a"] + [out, "--shard", f"{index}/{count}"]


def all_shards(work, out, count):
    for index in range(count):
        work.succeed(shard(work, out, index, count))


def finish(work, out):
    """What a person does next: all shards of any number, and the merge."""
    all_shards(work, out, work.chance.randint(1, 4))
    work.succeed(["merge", out])
    expect_same(out, work.whole["a"])


def killed_shards(work):
    """Shards of numbers that change, each killed; a merge that comes too early harms nothing."""
    out, kills = work.new(), 0
    for _ in range(work.chance.randint(2, 6)):
        count = work.chance.randint(1, 4)
        was_killed, code, output = work.kill(
            shard(work, out, work.chance.randrange(count), count), work.seconds["a"] / count)
        kills += was_killed
        if not was_killed and code != 0:
            raise Failure(f"a shard ended with {code}: {output.strip()}")
        work.expect_unclean(out, "a")
        if work.chance.random() < 0.3 and os.path.exists(os.path.join(out, "journal.jsonl")):
            code, output = work.run(["merge", out])
            if code not in (0, INCOMPLETE):
                raise Failure(f"an early merge ended with {code}: {output.strip()}")
            if code == 0:
                expect_same(out, work.whole["a"])
    finish(work, out)
    return out, kills


def killed_merge(work):
    out, kills = work.new(), 0
    all_shards(work, out, work.chance.randint(1, 3))
    usual = None
    for _ in range(work.chance.randint(1, 4)):
        if usual is None:
            copy, start = work.new(), time.monotonic()
            shutil.copytree(out, copy, symlinks=True)
            work.succeed(["merge", copy])
            usual = time.monotonic() - start
            shutil.rmtree(copy)
        kills += work.kill(["merge", out], usual)[0]
        if not same(tree(out), work.whole["a"]):
            work.expect_unclean(out, "a")
    work.succeed(["merge", out])
    expect_same(out, work.whole["a"])
    return out, kills


def killed_together(work):
    """Several processes at the same shards, some of them killed; the others win, and leave nothing behind."""
    out, kills = work.new(), 0
    count = work.chance.randint(1, 2)
    running = []
    for _ in range(3):
        running.append(work.start(shard(work, out, work.chance.randrange(count), count)))
        time.sleep(work.chance.uniform(0, 0.3 * work.seconds["a"]))
    for process in running[1:]:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
    for process in running:
        output = process.communicate()[0]
        if process.returncode not in (0, -signal.SIGKILL):
            raise Failure(f"one of three shards at once ended with {process.returncode}: {output.strip()}")
    finish(work, out)
    return out, kills


def torn_blocks(work):
    """A finished block that loses a file, or a part of one, is named by the merge and made again by its shard."""
    out = work.new()
    all_shards(work, out, 2)
    blocks = os.path.join(out, ".blocks")
    block = os.path.join(blocks, work.chance.choice(sorted(os.listdir(blocks))))
    names = sorted(name for name in tree(block) if name != "records.jsonl")
    path = os.path.join(block, work.chance.choice(names))
    if work.chance.random() < 0.5:
        os.remove(path)
    else:
        os.truncate(path, os.path.getsize(path) // 2)
    code, output = work.run(["merge", out])
    if code != INCOMPLETE or "1 of " not in output:
        raise Failure(f"{path} is torn, and the merge ended with {code}: {output.strip()}")
    finish(work, out)
    return out, 1


def power_cut(work, kind):
    """The disk as it is at a random moment is mounted elsewhere, and the work goes on there."""
    number = work.new()
    with Disk.make(number + ".disk") as disk:
        out = os.path.join(disk.place, "out")
        command, usual = shard(work, out, 0, 1), 3 * work.seconds["a"]
        if kind == "merge":
            all_shards(work, out, 2)
            os.sync()
            command, usual = ["merge", out], work.seconds["a"]
        process = work.start(command)
        time.sleep(work.chance.uniform(0, usual))
        process.send_signal(signal.SIGSTOP)
        copied = disk.copy(number + ".cut")
        process.kill()
        process.communicate()
    with copied:
        out = os.path.join(copied.place, "out")
        if not same(tree(out) if os.path.isdir(out) else {}, work.whole["a"]):
            work.expect_unclean(out, "a")
        finish(work, out)
    for name in (number + ".disk", number + ".cut"):
        os.remove(name)
    return None, 1
