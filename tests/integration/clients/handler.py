#!/usr/bin/env python3
"""What zbctl runs for each job: variables on standard input, result variables on standard output."""

import json
import sys

print(json.dumps({"greeting": "hello " + json.load(sys.stdin)["name"]}))
