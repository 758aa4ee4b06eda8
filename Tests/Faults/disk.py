"""Disks whose power is cut."""
import os
import shutil
import subprocess

from work import Failure


class Disk:
    """A file system in a file, whose copy is what a power cut would leave."""

    def __init__(self, file):
        self.file, self.place = file, file + ".mounted"
        os.makedirs(self.place, exist_ok=True)

    @staticmethod
    def make(file):
        with open(file, "wb") as image:
            image.truncate(64 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", file], check=True, capture_output=True)
        return Disk(file)

    def __enter__(self):
        subprocess.run(["mount", "-o", "loop", self.file, self.place], check=True, capture_output=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.place], check=False, capture_output=True)

    def copy(self, file):
        """What is on the disk at this moment: the same in two copies, so that nothing was written between."""
        for _ in range(50):
            for name in (file, file + ".again"):
                subprocess.run(["cp", "--sparse=always", self.file, name], check=True)
            alike = subprocess.run(["cmp", "-s", file, file + ".again"], check=False).returncode == 0
            os.remove(file + ".again")
            if alike:
                return Disk(file)
        raise Failure("the disk is never still")

    @staticmethod
    def is_possible(folder):
        if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
            return False
        try:
            with Disk.make(os.path.join(folder, "probe")):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False
