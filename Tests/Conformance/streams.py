"""Reads streams of images with webdataset, as a trainer does: from a pipe, in shards, in worker processes.

Usage: python3 streams.py DIORAMA PIPELINE

Of 24 images: one stream, eight shards by brace expansion, and these shared by worker processes give the same samples, none
twice and none lost; a producer that is killed leaves a stream without its last record.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tarfile

import webdataset

from report import Report

IMAGES = 24
SHARDS = 8


def read(url, worker=0, workers=1):
    """The samples of the shards of a URL that fall to a worker: bytes by key and kind."""
    os.environ.update(WORKER=str(worker), NUM_WORKERS=str(workers), RANK="0", WORLD_SIZE="1")
    pipeline = webdataset.DataPipeline(
        webdataset.SimpleShardList(url), webdataset.split_by_worker if workers == 1 else part_of(worker, workers),
        webdataset.tarfile_to_samples())
    return {sample["__key__"]: {kind: content for kind, content in sample.items() if not kind.startswith("__")}
            for sample in pipeline}


def part_of(worker, workers):
    def part(shards):
        for number, shard in enumerate(shards):
            if number % workers == worker:
                yield shard

    return part


def read_part(arguments):
    return read(*arguments)


def main(diorama, pipeline):
    report = Report()
    command = f"pipe:{diorama} run {pipeline} --images {IMAGES} --quiet --stream -"
    whole = read(command)
    if len(whole) != IMAGES or any(set(sample) < {"json"} or len(sample) < 2 for sample in whole.values()):
        report.wrong(pipeline, "stream", f"{len(whole)} samples of {IMAGES}")
    for key, sample in whole.items():
        labels = json.loads(sample["json"])
        if labels["image"]["file_name"].split(".")[0] != key:
            report.wrong(pipeline, key, f"its labels are of {labels['image']['file_name']}")
    shards = f"{command} --shard {{0..{SHARDS - 1}}}/{SHARDS}"
    if read(shards) != whole:
        report.wrong(pipeline, "shards", "their samples are not those of the whole stream")
    with multiprocessing.Pool(3) as pool:
        parts = pool.map(read_part, [(shards, worker, 3) for worker in range(3)])
    together = {key: sample for part in parts for key, sample in part.items()}
    if sum(map(len, parts)) != IMAGES or together != whole:
        report.wrong(pipeline, "workers", "their samples are not those of the whole stream")
    report.counts["samples of streams"] += len(whole) * 3

    # Killed after some images: webdataset would take what is there for everything, but the last record is missing.
    producer = subprocess.Popen(
        [diorama, "run", pipeline, "--images", "5000", "--quiet", "--stream", "-"], stdout=subprocess.PIPE)
    names = []
    with tarfile.open(fileobj=producer.stdout, mode="r|") as archive:
        try:
            for member in archive:
                names.append(member.name)
                if len(names) == 9:
                    producer.send_signal(signal.SIGKILL)
        except tarfile.ReadError:
            pass
    producer.wait()
    if names[0] != "__begin__" or "__end__" in names:
        report.wrong(pipeline, "killed", f"its members are {names[0]} … {names[-1]}")
    report.counts["streams cut off"] += 1

    # A reader that stops early: the producer ends with 1 and says so.
    producer = subprocess.Popen(
        [diorama, "run", pipeline, "--images", "5000", "--quiet", "--stream", "-"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    producer.stdout.read(1000)
    producer.stdout.close()
    words = producer.stderr.read().decode()
    if producer.wait() != 1 or "the stream cannot be written on: Broken pipe" not in words:
        report.wrong(pipeline, "reader", f"exit code {producer.returncode}, {words}")
    report.counts["readers that stop early"] += 1
    report.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
