"""Writes the man page: reads what `diorama --experimental-dump-help` prints, and prints troff for man(7).

Usage: diorama --experimental-dump-help | python3 Packaging/manual.py VERSION DATE >diorama.1
"""

import json
import re
import sys


def escaped(text):
    """Text as troff shows it: no character of it is a command, and no hyphen of an option becomes another dash."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    for plain, written in (("“", "\\(lq"), ("”", "\\(rq"), ("…", "..."), ("×", "\\(mu"), ("−", "\\-")):
        text = text.replace(plain, written)
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def paragraphs(text):
    return "\n.PP\n".join(escaped(" ".join(part.split())) for part in text.split("\n\n"))


def spelling(name):
    return ("-" if name["kind"] == "short" else "--") + name["name"]


def head(argument):
    """An argument as an entry of a list shows it: all its names, and its value."""
    value = f" \\fI{escaped(argument['valueName'])}\\fR" if argument["kind"] == "option" else ""
    if argument["kind"] == "positional":
        return f"\\fI{escaped(argument['valueName'])}\\fR"
    return ", ".join(f"\\fB{escaped(spelling(name))}\\fR" for name in argument["names"]) + value


def short(argument):
    """An argument as the synopsis shows it."""
    if argument["kind"] == "positional":
        text = f"\\fI{escaped(argument['valueName'])}\\fR"
    else:
        text = f"\\fB{escaped(spelling(argument['preferredName']))}\\fR"
        if argument["kind"] == "option":
            text += f" \\fI{escaped(argument['valueName'])}\\fR"
    text = f"[{text}]" if argument["isOptional"] else text
    return text + (" ..." if argument["isRepeating"] else "")


def shown(arguments):
    """Without --help and --version, which every command has."""
    common = {"help", "version"}
    return [a for a in arguments if a["shouldDisplay"] and not common & {n["name"] for n in a.get("names", [])}]


def entry(argument):
    text = argument.get("abstract", "")
    # The words may say it themselves.
    if "defaultValue" in argument and "(default" not in text:
        text += f" (default: {argument['defaultValue']})"
    lines = [".TP", head(argument), paragraphs(text)]
    if argument.get("discussion"):
        lines += [".IP", paragraphs(argument["discussion"])]
    return lines


def main():
    version, date = sys.argv[1:]
    root = json.load(sys.stdin)["command"]
    commands = [c for c in root["subcommands"] if c["shouldDisplay"] and c["commandName"] != "help"]
    abstract = root["abstract"].rstrip(".")
    lines = [f'.TH DIORAMA 1 {date} "diorama {version}" "User Commands"', ".SH NAME"]
    lines += [f"diorama \\- {escaped(abstract[0].lower() + abstract[1:])}", ".SH SYNOPSIS"]
    for command in commands:
        name = f"\\fBdiorama {command['commandName']}\\fR"
        lines += [" ".join([name, *map(short, shown(command.get("arguments", [])))]), ".br"]
    lines.pop()
    lines += [".SH DESCRIPTION", paragraphs(root["discussion"]), ".SH COMMANDS"]
    for command in commands:
        lines += [f'.SS "diorama {command["commandName"]}"', paragraphs(command["abstract"])]
        if command.get("discussion"):
            lines += [".PP", paragraphs(command["discussion"])]
        for argument in shown(command.get("arguments", [])):
            lines += entry(argument)
    lines += [".SH ENVIRONMENT", ".TP", ".B DIORAMA_SHARE"]
    lines += [escaped("The folder with the objects, backgrounds and pipelines that come with diorama, if it is not share/diorama beside the program's own folder.")]
    lines += [".SH EXAMPLES", ".nf", escaped("diorama run quickstart --out out/quickstart")]
    lines += [escaped("diorama preview quickstart --out sheet.png"), ".fi"]
    print("\n".join(lines))


main()
