"""Changes to inputs: of bytes, of words in a text, of values in a tree. All by a generator that the caller seeds."""

import copy
import json
import re
import struct
import zlib

NUMBERS = [
    0, -1, 1, 2, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -(2**31), 2**32, 2**53, 2**63 - 1, 2**63, -(2**63), 2**64, 10**30,
    0.5, -0.0, 1e-320, 1e-9, 1e9, 1e18, 1e19, 1e300, 1e308, -1e308, float("nan"), float("inf"), float("-inf"),
]
TEXTS = ["", "a", "0", "../a.png", "/dev/zero", "a" * 300, "\0", "é", "😀", "%s%n", "a/b", ".", "NaN", "1e999", "true", "*", "{", "&a"]
WORDS = [
    b"0", b"-1", b"1", b"4294967295", b"2147483648", b"-2147483649", b"99999999999999999999", b"1e308", b"-1e308", b"1e-320", b"nan",
    b"inf", b"-inf", b"", b"0x10", b"1.5.2", b"\xff\xfe", b"1e999", b"00000000001", b"9223372036854775807", b"9223372036854775808",
]


# A larger tree says nothing more, and is as large in this process.
LONGEST = 1 << 20


def mutate(kind, seeds, random):
    """One input made of `seeds`: trees where `kind` is "tree", bytes where it is "text", "bytes" or "png"."""
    if kind == "tree":
        tree = copy.deepcopy(random.choice(seeds))
        for _ in range(random.choice([1, 1, 2, 3, 6])):
            tree = change_tree(tree, random)
        text = json.dumps(tree).encode("utf-8", "surrogatepass")
        if len(text) > LONGEST:
            text = json.dumps(random.choice(seeds)).encode("utf-8", "surrogatepass")
        return change_bytes(text, random) if random.random() < 0.1 else text
    seed = random.choice(seeds)
    change = {"text": change_text, "bytes": change_bytes, "png": change_bytes}[kind]
    for _ in range(random.choice([1, 1, 2, 3, 8])):
        seed = change(seed, random) if random.random() < 0.9 else splice(seed, random.choice(seeds), random)
    return with_checksums(seed) if seed.startswith(b"\x89PNG") and random.random() < 0.9 else seed


def change_bytes(data, random):
    data = bytearray(data)
    if not data:
        return bytes([random.randrange(256)])
    place = random.randrange(len(data))
    match random.randrange(8):
        case 0:
            data[place] ^= 1 << random.randrange(8)
        case 1:
            data[place] = random.choice([0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)])
        case 2:
            width = random.choice([2, 4, 8])
            value = random.choice([0, 1, -1, 2**15, 2**31 - 1, -(2**31), 2**31, 2**16]) % (1 << 8 * width)
            data[place : place + width] = value.to_bytes(width, random.choice(["little", "big"]))
        case 3:
            del data[place : place + random.choice([1, 2, 4, 16, 100])]
        case 4:
            data[place:place] = data[place : place + random.choice([1, 4, 16, 64])]
        case 5:
            data[place:place] = bytes(random.randrange(256) for _ in range(random.choice([1, 2, 4])))
        case 6:
            del data[place:]
        case 7:
            width = random.choice([1, 2, 4])
            value = int.from_bytes(data[place : place + width], "little") + random.randrange(-4, 5)
            data[place : place + width] = (value % (1 << 8 * width)).to_bytes(width, "little")
    return bytes(data)


def splice(one, other, random):
    return one[: random.randrange(len(one) + 1)] + other[random.randrange(len(other) + 1) :]


def change_text(data, random):
    words = re.findall(rb"[A-Za-z0-9_.+-]+|\s+|.", data, re.S)
    if not words or random.random() < 0.15:
        return change_bytes(data, random)
    place = random.randrange(len(words))
    numbers = [index for index, word in enumerate(words) if re.fullmatch(rb"[0-9.eE+-]+", word)]
    match random.randrange(6):
        case 0 | 1 if numbers:
            words[random.choice(numbers)] = random.choice(WORDS)
        case 2:
            words[place] = random.choice(words)
        case 3:
            del words[place : place + random.choice([1, 2, 10])]
        case 4:
            words[place:place] = words[place : place + random.choice([1, 5, 30])] * random.choice([1, 1, 3, 200])
        case _:
            words[place] = random.choice(WORDS)
    return b"".join(words)


def places(tree, path=()):
    yield path
    if isinstance(tree, dict):
        for key in tree:
            yield from places(tree[key], (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from places(value, (*path, index))


def change_tree(tree, random):
    path = random.choice(list(places(tree)))
    if not path:
        return tree
    parent = tree
    for step in path[:-1]:
        parent = parent[step]
    key, value = path[-1], parent[path[-1]]
    match random.randrange(9):
        case 0 | 1 | 2:
            # Of the same kind, so that it gets past the first door.
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                parent[key] = random.choice(NUMBERS)
            elif isinstance(value, str):
                parent[key] = random.choice(TEXTS)
            else:
                parent[key] = random.choice([[], {}, None])
        case 3:
            parent[key] = random.choice(NUMBERS + TEXTS + [None, True, [], {}, [[]], [1, 2], {"a": 1}])
        case 4:
            del parent[key]
        case 5 if isinstance(parent, list):
            parent.insert(key, copy.deepcopy(value))
        case 5:
            parent[random.choice(TEXTS)] = copy.deepcopy(value)
        case 6:
            other = tree
            for step in random.choice(list(places(tree))):
                other = other[step]
            parent[key] = copy.deepcopy(other)
        case 7:
            for _ in range(random.choice([1, 3, 300])):
                value = [value]
            parent[key] = value
        case 8:
            if isinstance(value, list) and value:
                # In all no more than this, as lists within lists are repeated, too.
                most = max(len(value), 20000 * len(value) // len(list(places(value))))
                parent[key] = (value * random.choice([2, 50, 2000]))[:most]
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                parent[key] = value * random.choice([-1, 0.5, 10, 1000, 1e6])
    return tree


def with_checksums(data):
    """A PNG whose chunks' checksums are right again, so that what is in them is looked at."""
    out, place = bytearray(data[:8]), 8
    while place + 12 <= len(data):
        length = struct.unpack(">I", data[place : place + 4])[0]
        body = data[place + 4 : place + 8 + length]
        if len(body) < length + 4:
            break
        out += data[place : place + 4] + body + struct.pack(">I", zlib.crc32(body))
        place += 12 + length
    return bytes(out) + data[place:]
