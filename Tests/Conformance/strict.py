"""Reads every text file of datasets with strict readers: JSON, XML, YAML and tables.

Usage: python3 strict.py DATASET...

JSON has no NaN, no infinity and no half of a surrogate pair, XML is well-formed, YAML and tables are read. Where
WANTED.json lies in the folder, a list of texts, each of them is in some JSON file and in some YAML file as it stands.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import collections
import csv
import json
import pathlib
import sys
import xml.etree.ElementTree

import yaml


def refuse(word):
    raise ValueError(word + " is no JSON")


def texts(value):
    """Every text in a tree, keys included."""
    if isinstance(value, str):
        value.encode()
        yield value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from texts(str(key))
            yield from texts(member)
    elif isinstance(value, list):
        for element in value:
            yield from texts(element)


def read(path):
    """The kind of a file and the texts in it."""
    if path.suffix == ".json":
        return "JSON", set(texts(json.loads(path.read_bytes().decode(), parse_constant=refuse)))
    if path.suffix == ".jsonl":
        lines = path.read_bytes().decode().split("\n")
        return "JSON", set(texts([json.loads(line, parse_constant=refuse) for line in lines if line]))
    if path.suffix == ".xml":
        return "XML", {element.text or "" for element in xml.etree.ElementTree.parse(path).iter()}
    if path.suffix == ".yaml":
        return "YAML", set(texts(yaml.safe_load(path.read_bytes())))
    if path.suffix == ".csv":
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        if any(len(row) != len(rows[0]) for row in rows):
            raise ValueError("the rows have different lengths")
        return "tables", {field for row in rows for field in row}
    return None


def main(roots):
    problems, counts = [], collections.Counter()
    for root in map(pathlib.Path, roots):
        found = collections.defaultdict(set)
        for path in sorted(root.rglob("*")):
            if path.is_dir() or path.name == "WANTED.json":
                continue
            try:
                kind = read(path)
            except Exception as error:
                problems.append(f"{path}: {error!r}")
                continue
            if kind:
                counts[kind[0]] += 1
                found[kind[0]] |= kind[1]
        wanted = root / "WANTED.json"
        for text in json.loads(wanted.read_text()) if wanted.exists() else []:
            for kind in ["JSON", "YAML", "tables"]:
                if text not in found[kind]:
                    problems.append(f"{root}: no {kind} has {text!r}")
    print("\n".join(problems) or ", ".join(f"{count} × {kind}" for kind, count in sorted(counts.items())))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
