"""A project, the program, and what an undisturbed run of each command gives."""
import os
import shutil
import signal
import subprocess
import time

import pictures

USAGE = 2


class Failure(Exception):
    pass


class Work:
    """A project, the program, and what an undisturbed run of each command gives."""

    def __init__(self, program, folder, images, chance):
        self.program, self.folder, self.chance = os.path.abspath(program), folder, chance
        pictures.project(folder, images)
        self.number = 0
        self.images = images
        self.commands = {
            "a": ["run", "a.yaml", "--quiet", "--out"],
            "b": ["run", "b.yaml", "--quiet", "--out"],
            "plain": ["run", "plain.yaml", "--quiet", "--out"],
        }
        self.formats = ["--to", "yolo, voc, createml, csv, datumaro, webdataset"]
        self.source = ["--from", "yolo: yolo/data.yaml", "--to", "voc, csv"]
        self.whole, self.seconds = {}, {}
        for name, command in self.commands.items():
            self.measure(name, command + [self.path("ref-" + name)], f"ref-{name}")
        shutil.copytree(self.path("ref-plain"), self.path("ref-convert"), symlinks=True)
        self.measure("convert", ["convert", self.path("ref-convert")] + self.formats, "ref-convert")
        self.measure("from", ["convert", self.path("ref-from")] + self.source, "ref-from")

    def measure(self, name, command, folder):
        start = time.monotonic()
        self.succeed(command)
        self.seconds[name] = time.monotonic() - start
        self.whole[name] = tree(self.path(folder))

    def path(self, name):
        return os.path.join(self.folder, name)

    def new(self):
        self.number += 1
        return self.path(f"trial-{self.number}")

    def start(self, command):
        return subprocess.Popen(
            [self.program] + command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, command):
        process = self.start(command)
        output = process.communicate()[0]
        return process.returncode, output

    def succeed(self, command):
        code, output = self.run(command)
        if code != 0:
            raise Failure(f"{' '.join(command)} ended with {code}: {output.strip()}")
        return output

    def kill(self, command, usual):
        """Kills it at a random moment. Whether it was still running, and its exit code."""
        process = self.start(command)
        time.sleep(self.chance.uniform(0, 1.05 * usual))
        process.send_signal(signal.SIGKILL)
        output = process.communicate()[0]
        return process.returncode == -signal.SIGKILL, process.returncode, output

    def expect_unclean(self, out, name, extra=()):
        """What is half done never passes for a whole dataset."""
        if not os.path.isdir(out) or same(tree(out), self.whole[name], extra):
            return
        code, output = self.run(["check", out])
        if code == 0:
            raise Failure(f"check finds nothing wrong with a half-done {name}: {output.strip()}")


def tree(folder):
    """Every file and link below a folder, by its name."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in files + [f for f in folders if os.path.islink(os.path.join(place, f))]:
            path = os.path.join(place, name)
            key = os.path.relpath(path, folder)
            if os.path.islink(path):
                found[key] = ("link", os.readlink(path))
            else:
                with open(path, "rb") as file:
                    found[key] = file.read()
    return found


def same(left, right, extra=()):
    """Whether two are alike, but for the journal that a kill has kept from coming into being."""
    def is_begun(name):
        return name.startswith(".journal.jsonl.") and name.endswith(".part")

    return {k: v for k, v in left.items() if k not in extra and not is_begun(k)} == right


def expect_same(out, whole, extra=()):
    found = tree(out)
    for name in extra:
        if found.pop(name, None) != b"mine":
            raise Failure(f"the user's own {name} is not what it was")
    if found == whole:
        return
    wrong = sorted(k for k in set(found) | set(whole) if found.get(k) != whole.get(k))
    raise Failure(f"{len(wrong)} files differ in {out}: {', '.join(wrong[:5])}")
