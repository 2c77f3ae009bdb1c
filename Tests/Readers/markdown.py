"""Reads Markdown with markdown-it-py, and says what is in it, in one line of JSON per file.

    python Tests/Readers/markdown.py table.md …   {"tables": [[[cell, …], …], …], "blocks": [[language, text], …]}

`make readers` installs markdown-it-py.
"""

import json
import pathlib
import sys

from markdown_it import MarkdownIt


def text(inline):
    """What a reader sees, without the marks."""
    return "".join(token.content for token in inline.children if token.type in ("text", "code_inline"))


def contents(tokens):
    tables, blocks = [], []
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("td_open", "th_open"):
            tables[-1][-1].append(text(tokens[place + 1]))
        elif token.type == "fence":
            blocks.append([token.info, token.content])
    return {"tables": tables, "blocks": blocks}


for file in sys.argv[1:]:
    if file != "--probe":
        tokens = MarkdownIt("commonmark").enable("table").parse(pathlib.Path(file).read_text(encoding="utf-8"))
        print(json.dumps(contents(tokens), ensure_ascii=False))
