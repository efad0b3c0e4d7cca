#!/usr/bin/env bash
# Installs what applies and validates templates into a folder of the build, once per set of pinned versions.
#
#   setup.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
mkdir -p "$folder"

versions=$(sha256sum <"$here/package-lock.json")
if [[ $(cat "$folder/installed" 2>/dev/null) == "$versions" ]]; then exit 0; fi
rm -f "$folder/installed"

cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$folder"
for attempt in 1 2 3; do
  npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error && break
  ((attempt < 3))
done
echo "$versions" >"$folder/installed"
