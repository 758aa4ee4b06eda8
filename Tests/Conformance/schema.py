"""Validates pipeline files against the JSON Schema that `diorama schema` prints, with PyPI's jsonschema.

Usage: python3 schema.py SCHEMA.json PIPELINE.yaml...

The schema itself must be one of draft 2020-12. Each file must validate as it stands. Then each is spoilt in one place
at a time, and must not validate any more:

  a mistyped key      in every map whose keys are not free names, a key takes another letter
  a key too many      in every such map
  a wrong type        every number, one after the other, becomes a list of a list

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import copy
import json
import sys

import jsonschema
import yaml

from report import Report

# Maps whose keys are names of the user's own, as paths; so are those of an object's `set` and `print`, and a
# dataset's `map`. Those of `balance` are categories.
FREE = {("objects",), ("balance", "numbers"), ("balance", "shares")}


def is_free(path):
    return path in FREE or path[-1:] in (("set",), ("print",), ("map",))


def maps(value, path=()):
    """Every map in the file with its path, outermost first."""
    if isinstance(value, dict):
        yield path, value
        for key, member in value.items():
            yield from maps(member, (*path, key))
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from maps(member, (*path, place))


def spoilt(document):
    """Copies of the file with one mistake each, and what the mistake is."""
    for path, found in maps(document):
        where = ".".join(map(str, path)) or "the file"
        if not is_free(path):
            for key in found:
                changed, place = opened(document, path)
                place[key + "x"] = place.pop(key)
                yield f"“{key}x” in {where}", changed
            changed, place = opened(document, path)
            place["bogus"] = 1
            yield f"“bogus” in {where}", changed
        for key, member in found.items():
            if isinstance(member, (int, float)) and not isinstance(member, bool):
                changed, place = opened(document, path)
                place[key] = [[]]
                yield f"a list for the number {where}.{key}", changed


def opened(document, path):
    """A copy of the file, and the map at a path of it."""
    changed = place = copy.deepcopy(document)
    for step in path:
        place = place[step]
    return changed, place


def main(schema_path, *paths):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    report = Report()
    for path in paths:
        with open(path, encoding="utf-8") as file:
            document = yaml.safe_load(file)
        for error in validator.iter_errors(document):
            report.wrong(path, error.json_path, error.message)
        report.counts["pipelines"] += 1
        for mistake, changed in spoilt(document):
            if validator.is_valid(changed):
                report.wrong(path, mistake, "the schema lets it pass")
            report.counts["mistakes in them"] += 1
    report.finish()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
