"""Loses tasks, a node and the controller of a Slurm cluster during a run; see `run`."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Faults"))
import pictures  # noqa: E402
from work import tree  # noqa: E402

TASKS, NODES, IMAGES, SLOWER, LIMIT = 6, 3, 480, 25, 180

PIPELINE = """diorama: 1
seed: 5
images: %d
backgrounds: {photos: [photos/*.png]}
objects:
  disc: {from: {cutouts: parts/*.png}, size: {uniform: [0.2, 0.4]}}
scene: {count: {integers: [2, 5]}}
output:
  images: {format: jpeg}
  masks: {instances: png}
  annotations: [coco, yolo, voc]
  split: {train: 0.6, val: 0.4, by: background}
"""


class Failure(Exception):
    pass


class Test:
    def __init__(self, program, folder):
        self.program, self.folder, self.start = program, folder, time.monotonic()
        self.out = os.path.join(folder, "out")
        # As the kernel shortens it.
        self.name = os.path.basename(program)[:15]

    def say(self, words):
        print(f"[{time.monotonic() - self.start:6.1f} s] {words}", flush=True)

    def run(self, *command):
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}".strip())
        return done.stdout

    def cluster(self, *words):
        # The daemons outlive the script, and so would a pipe that they hold.
        with open(os.path.join(self.folder, "environment"), "w+") as output:
            subprocess.run(["bash", os.path.join(HERE, "cluster"), *words], stdout=output, check=True)
            output.seek(0)
            return output.read()

    def processes(self):
        """The processes of tasks: (id, name of the program, node, task)."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    pairs = (item.partition(b"=")[::2] for item in file.read().split(b"\0"))
                    variables = {key.decode(): value.decode(errors="replace") for key, value in pairs}
                with open(f"/proc/{pid}/comm") as file:
                    name = file.read().strip()
            except OSError:
                continue
            if variables.get("SLURM_CONF") == self.conf and "SLURM_ARRAY_TASK_ID" in variables:
                found.append((int(pid), name, variables["SLURMD_NODENAME"], int(variables["SLURM_ARRAY_TASK_ID"])))
        return found

    def runs(self):
        return {task: (pid, node) for pid, name, node, task in self.processes() if name == self.name}

    def wait(self, what, is_true):
        while not is_true():
            if time.monotonic() - self.start > LIMIT:
                raise Failure(f"{what}: not within {LIMIT} s; {self.status()}")
            time.sleep(0.1)
        self.say(what)

    def status(self):
        queue = subprocess.run(
            ["squeue", "--noheader", "--array", "--format=%i %T %N %r"], capture_output=True, text=True).stdout
        progress = subprocess.run([self.program, "status", self.out], capture_output=True, text=True).stdout
        return f"{progress.splitlines()[:1]}, queue: {queue.splitlines()}"

    def log(self, task):
        with open(f"{self.out}.slurm/task-{task}.log") as file:
            return file.read()

    # The faults.

    def lose(self, node):
        """The node's processes are gone at once, as when its power is cut: first those that could report it."""
        with open(os.path.join(self.folder, "cluster/run", f"slurmd-{node}.pid")) as file:
            kill(int(file.read()))
        lost = [(pid, task) for pid, _, at, task in self.processes() if at == node]
        for pid in {parent(pid) for pid, _ in lost} | {pid for pid, _ in lost}:
            if comm(pid) in ("slurmstepd", "bash", "slurm_script", self.name):
                kill(pid)
        tasks = sorted({task for _, task in lost})
        self.say(f"node {node} lost, with tasks {tasks}")
        return tasks, {pid for pid, _ in lost}

    def slow_down(self, task, is_over):
        """Lets a task's program run for one part of its time."""
        while not is_over.is_set():
            pid = self.runs().get(task, (None, None))[0]
            for sign, seconds in ((signal.SIGSTOP, 0.01 * (SLOWER - 1)), (signal.SIGCONT, 0.01)):
                if pid:
                    kill(pid, sign)
                time.sleep(seconds)

    def restart_controller(self):
        with open(os.path.join(self.folder, "cluster/run/slurmctld.pid")) as file:
            kill(int(file.read()))
        self.say("controller killed")
        time.sleep(2)
        self.cluster("controller", os.path.join(self.folder, "cluster"))
        self.wait("controller is back", lambda: subprocess.run(
            ["scontrol", "ping"], capture_output=True).returncode == 0)

    def test(self):
        for number in range(5):
            pictures.png(f"{self.folder}/photos/p{number}.png", 480, 360, number)
        for number in range(2):
            pictures.png(f"{self.folder}/parts/c{number}.png", 160, 160, 100 + number, cutout=True)
        with open(f"{self.folder}/pipeline.yaml", "w") as file:
            file.write(PIPELINE % IMAGES)
        self.run(self.program, "run", "pipeline.yaml", "--out", "whole", "--quiet")
        whole = tree(f"{self.folder}/whole")
        self.say(f"one machine made {IMAGES} images, {len(whole)} files")

        self.start = time.monotonic()
        place = os.path.join(self.folder, "cluster")
        self.conf = self.cluster("up", place, str(NODES)).strip().partition("=")[2]
        os.environ["SLURM_CONF"] = self.conf
        self.say(f"cluster of {NODES} nodes is up")
        try:
            self.disturb(whole)
        finally:
            for pid, *_ in self.processes():
                kill(pid)
            self.cluster("down", place)

    def disturb(self, whole):
        self.say(self.run(
            self.program, "submit", "slurm", "pipeline.yaml", "--out", "out", "--tasks", str(TASKS)).strip())
        blocks = f"{self.out}/.blocks"
        self.wait(f"{TASKS} tasks run", lambda: len(self.runs()) == TASKS)
        runs = self.runs()
        lost_node = runs[2][1]
        slow, killed = [task for task in runs if runs[task][1] != lost_node][:2]
        over = threading.Event()
        straggler = threading.Thread(target=self.slow_down, args=(slow, over))
        straggler.start()
        self.say(f"task {slow} is {SLOWER} times slower from now on")
        try:
            self.wait("some blocks are begun", lambda: os.path.isdir(blocks) and len(os.listdir(blocks)) >= TASKS)
            kill(self.runs()[killed][0])
            self.say(f"task {killed} killed")
            lost, gone = self.lose(lost_node)

            def are_back():
                runs = self.runs()
                return all(runs.get(task, (None,))[0] not in gone | {None} or "Shard " in self.log(task) for task in lost)

            self.wait("the lost tasks run again, or have ended", are_back)
            # A controller that dies within seconds of a job's start has not saved that job yet.
            time.sleep(6)
            self.say(self.status())
            self.restart_controller()
            self.wait("the dataset is finished", lambda: os.path.exists(f"{self.out}/stats.json") and not os.path.exists(
                f"{self.out}/journal.jsonl"))
        finally:
            over.set()
            straggler.join()
        found = tree(self.out)
        wrong = sorted(name for name in set(found) | set(whole) if found.get(name) != whole.get(name))
        if wrong:
            raise Failure(f"{len(wrong)} files differ: {', '.join(wrong[:5])}")
        self.say(f"all {len(whole)} files are those of one machine")
        for task in range(TASKS):
            print(f"    task {task}: " + "; ".join(self.log(task).split("\n")).strip("; "))


def kill(pid, sign=signal.SIGKILL):
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        pass


def parent(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def comm(pid):
    try:
        with open(f"/proc/{pid}/comm") as file:
            return file.read().strip()
    except OSError:
        return ""


def main():
    folder = tempfile.mkdtemp(prefix="cluster-")
    test = Test(sys.argv[1], folder)
    try:
        test.test()
    except Failure as failure:
        print(f"Tests/Cluster/run: FAILED: {failure}")
        for root, _, files in os.walk(f"{folder}/out.slurm"):
            for name in sorted(files):
                if name.endswith(".log"):
                    with open(os.path.join(root, name)) as file:
                        print(f"--- {name}\n{file.read()}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"Tests/Cluster/run: passed in {time.monotonic() - test.start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
