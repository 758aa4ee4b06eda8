"""Runs all arms for all seeds, each once: results are kept by the content of all that they depend on."""

import concurrent.futures
import dataclasses
import hashlib
import json
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

import torch

from detecting import arms, lookalikes, network, real, training
from detecting.split import draw

HERE = pathlib.Path(__file__).parent
# What changes a result when it changes.
CODE = ["network.py", "objective.py", "training.py", "precision.py"]
NAIVE = HERE / "naive_paste.py"


def digest(*parts):
    """A short name for a content: of files, bytes, texts and plain values."""
    found = hashlib.sha256()
    for part in parts:
        if isinstance(part, pathlib.Path):
            part = part.read_bytes()
        found.update(hashlib.sha256(part if isinstance(part, bytes) else json.dumps(part).encode()).digest())
    return found.hexdigest()[:24]


def content(photos):
    """The digest of photos and of what is said of them."""
    return digest(*(digest(photo.file, [dataclasses.astuple(thing) for thing in photo.things]) for photo in photos))


def follow():
    """Ends this process when the one that started it ends, however it does."""
    def wait():
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def train(sources, val, test, categories, settings, seed):
    """One run in a process of its own, on one core."""
    torch.set_num_threads(1)
    start = time.process_time()
    loaded = {name: training.Pictures(photos, settings.side) for name, photos in [("val", val), ("test", test)]}
    sources = [(name, training.Pictures(photos, settings.side), count) for name, photos, count in sources]
    result = training.run(sources, loaded["val"], loaded["test"], categories, settings, seed)
    return {**result, "cpu_seconds": round(time.process_time() - start)}


@dataclasses.dataclass
class Study:
    """All that the arms share: the photos, who may see which, the program, and the folder of results."""

    folder: pathlib.Path
    diorama: str
    schema: dict
    names: list
    split: object
    empty: list
    """Photos that show none of the things: of the pool, and those that the user names."""
    settings: training.Settings
    pipeline: pathlib.Path | None = None
    """The user's own."""
    keeps: int = 0
    """The seed whose datasets stay, to be looked at."""

    def __post_init__(self):
        program = pathlib.Path(shutil.which(self.diorama) or self.diorama)
        self.program = digest(program)
        device = training.device()
        self.shared = digest(content(self.split.val), content(self.split.test), self.names, device.type,
                             network.halves(device), torch.__version__, dataclasses.asdict(self.settings),
                             *(HERE / file for file in CODE))
        for part in ("runs", "data", "draws"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)

    def left_out(self):
        """The arms that cannot be run, each with the reason."""
        reasons = {name: f"this diorama has no {key}" for name, key in arms.left_out(self.schema).items()}
        if not self.empty:
            reasons |= {arm.name: "no photo shows none of the things; name some by --empty"
                        for arm in arms.ARMS if arm.extra == "negatives"}
        if not self.pipeline:
            reasons["yours"] = "name your own pipeline by --pipeline"
        return reasons

    def labelled(self, count, seed):
        """The labelled photos of a seed, and the folder with their labels for pipelines."""
        photos = draw(self.split.pool, count, seed)
        folder = self.folder / "draws" / f"{count}-{seed}"
        folder.mkdir(exist_ok=True)
        for name, held in [("labels", photos), *(
                (f"labels-{number}", part.photos)
                for number, part in enumerate(arms.parts(photos, self.names).values(), 1))]:
            outlined = name != "labels" and not arms.needs_cutting(self.schema, held)
            document = real.coco(held, self.names, self.folder / "real", outlined)
            (folder / f"{name}.json").write_text(json.dumps(document))
        return photos, folder

    def command(self, arm, photos, folder, seed, out):
        """What makes the pictures of an arm, and all that they depend on."""
        labels = folder / "labels.json"
        if arm.extra == "naive":
            return ([sys.executable, NAIVE, labels, self.folder / "real", out, arms.IMAGES, seed,
                     *(photo.file for photo in self.empty)],
                    [NAIVE, labels, seed, content(photos), content(self.empty)])
        empty = [os.path.relpath(photo.file, folder) for photo in self.empty]
        run = ["--out", out, "--quiet", "--allow-empty", "--overwrite"]
        if arm.extra == "yours":
            # All that it reads is not known here, so it is made anew each time.
            command = [self.diorama, "run", self.pipeline, "--images", arms.IMAGES, "--seed", seed, *run]
            return command, [time.time_ns()]
        text = arms.pipeline(self.schema, photos, empty, self.names, seed, arm.lacks)
        file = folder / f"ours{'-no-' + arm.lacks.replace(' ', '-') if arm.lacks else ''}.yaml"
        file.write_text(text)
        command = [self.diorama, "run", file, *run]
        command += [word for key in arm.without for word in ("--without", key)]
        return command, [text, labels, list(arm.without), self.program, content(photos), content(self.empty)]

    def pasted(self, arm, photos, folder, seed):
        """The pictures that an arm makes from labelled photos, and their digest; they are made when asked for."""
        out = self.folder / "data" / f"{folder.name}-{arm.name.replace(', ', '-').replace(' ', '-')}"
        command, parts = self.command(arm, photos, folder, seed, out)
        record, recipe = out.with_suffix(".json"), digest(*parts)

        def make():
            shutil.rmtree(out, ignore_errors=True)
            done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr or done.stdout}")
            made, _ = real.read(out, self.names)
            if arm.extra == "yours":
                self.refuse_known(made)
            record.write_text(json.dumps({"recipe": recipe, "content": content(made)}))
            return made

        known = json.loads(record.read_text()) if record.exists() else {}
        if known.get("recipe") != recipe:
            make()
            known = json.loads(record.read_text())
        return known["content"], lambda: real.read(out, self.names)[0] if out.exists() else make(), out

    def refuse_known(self, made):
        """Ends a study whose user's pipeline has photos of the test in its backgrounds."""
        held = [*self.split.val, *self.split.test]
        groups = lookalikes.groups([lookalikes.fingerprint(photo.pixels()) for photo in [*held, *made]])
        known = {group: photo for group, photo in zip(groups, held)}
        for group, photo in zip(groups[len(held):], made):
            if group in known:
                raise SystemExit(f"{self.pipeline}: its picture {photo.file} looks like {known[group].file}, which is "
                                 "kept for the test or for choices: leave such photos out of it")

    def task(self, arm, count, seed):
        """A run's key, a function that gives its photos, and the folder of those that it made."""
        batch = self.settings.batch
        photos, folder = self.labelled(len(self.split.pool) if arm.every else count, seed)
        sources, out = [], None
        if arm.extra == "negatives":
            sources = [("negatives", content(self.empty), lambda: self.empty, round(arm.share * batch))]
        elif arm.extra:
            name, made, out = self.pasted(arm, photos, folder, seed)
            sources = [(arm.extra, name, made, round(arm.share * batch))]
        left = batch - sum(source[-1] for source in sources)
        sources.append(("real", content(photos), lambda: photos, left))
        key = digest(self.shared, seed, [[name, held, number] for name, held, _, number in sources])
        return key, lambda: [(name, pictures(), number) for name, _, pictures, number in sources], out

    def run(self, wanted, jobs, report):
        """Results of all runs wanted, triples of an arm, a number of labelled photos and a seed."""
        results, waiting = {}, {}
        spawn = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(jobs, spawn, follow) as pool:
            def collect(most):
                while len(waiting) > most:
                    done, _ = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
                    for future in done:
                        run, file, out = waiting.pop(future)
                        results[run] = future.result()
                        new = file.with_suffix(".new")
                        new.write_text(json.dumps(results[run], indent=1))
                        new.replace(file)
                        finish(run, out, "")

            def finish(run, out, note):
                if out and run[2] != self.keeps:
                    shutil.rmtree(out, ignore_errors=True)
                report(run, results, note)

            for run in wanted:
                key, sources, out = self.task(*run)
                file = self.folder / "runs" / f"{key}.json"
                if file.exists():
                    results[run] = json.loads(file.read_text())
                    finish(run, out, "kept")
                    continue
                collect(jobs - 1)
                future = pool.submit(
                    train, sources(), self.split.val, self.split.test, self.names, self.settings, run[2])
                waiting[future] = run, file, out
            collect(0)
        return results
