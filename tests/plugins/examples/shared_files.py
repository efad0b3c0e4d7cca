#!/usr/bin/env python3
"""Holds the files that are no code against each other: every language has the same.

  shared_files.py examples/plugins
"""

import json
import pathlib
import sys

SHARED = ["schema/text_statistics.json", "templates/text_statistics.json", "text_statistics.bpmn"]

root = pathlib.Path(sys.argv[1])
languages = sorted(path.name for path in root.iterdir() if path.is_dir())
assert languages == ["c", "cpp", "go", "rust", "zig"], languages
for language in languages:
    for name in SHARED:
        assert (root / language / name).read_bytes() == (root / "c" / name).read_bytes(), f"{language}/{name} differs"
    manifest = json.loads((root / language / "manifest.json").read_text())
    wanted = json.loads((root / "c/manifest.json").read_text())
    if language == "go":  # its runtime cannot be unloaded
        wanted["lifecycle"].update({"unload": "resident", "reload": "restart"})
    assert manifest == wanted, f"{language}/manifest.json differs"
