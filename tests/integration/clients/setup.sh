#!/usr/bin/env bash
# Installs the clients into a folder of the build, once per set of pinned versions.
#
#   setup.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
mkdir -p "$folder"

versions=$(cat "$here/package-lock.json" "$here/requirements.txt" | sha256sum)
if [[ $(cat "$folder/installed" 2>/dev/null) == "$versions" ]]; then exit 0; fi
rm -f "$folder/installed"

cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$folder"
for attempt in 1 2 3; do
  npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error && break
  ((attempt < 3))
done
python3 -m venv --clear "$folder/python"
for attempt in 1 2 3; do
  "$folder/python/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" && break
  ((attempt < 3))
done
echo "$versions" >"$folder/installed"
