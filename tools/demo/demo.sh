#!/usr/bin/env bash
# The main job, end to end, on a county made up for the occasion: 20,000 parties, their requests decided, their holdings
# swept, and three decisions explained. Usage: tools/demo/demo.sh PLUMB   (./do demo builds PLUMB first)
set -euo pipefail
plumb=$1
rules=$(dirname "$0")/../../rules/xinan-2019-48
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf '\n== %s\n' "$*"; }

step "a county of 20,000 parties / 造一个两万主体的县"
"$plumb" gen --quiet --rules "$rules" --parties 20000 --seed 48 -o "$work/county"
as_of=$(cat "$work/county/as_of")

step "its registry / 入库"
"$plumb" registry init "$work/county.db"
"$plumb" registry import "$work/county.db" --synchronised "$as_of" "$work"/county/{parties,relations,entries,permits,retentions}.csv "$work/county/holdings.ndjson"
"$plumb" registry stats "$work/county.db"

step "its requests decided / 逐件判定"
"$plumb" decide --rules "$rules" --registry "$work/county.db" "$work/county/requests.ndjson" > "$work/decisions.ndjson"

step "its holdings and standing swept as of $as_of / 全面清查"
"$plumb" sweep --rules "$rules" --registry "$work/county.db" --as-of "$as_of" > "$work/sweep.ndjson"

step "what came out / 结果"
python3 "$(dirname "$0")/summary.py" "$work/county/requests.ndjson" "$work/decisions.ndjson" "$work/sweep.ndjson" "$work/chosen.ndjson"

step "three of them explained / 三件说明理由"
"$plumb" decide --rules "$rules" --registry "$work/county.db" --lang zh --explain "$work/chosen.ndjson" > "$work/explained.ndjson"
python3 "$(dirname "$0")/explained.py" "$work/chosen.ndjson" "$work/explained.ndjson"
