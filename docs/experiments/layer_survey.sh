#!/bin/bash
# Surveys `bench layers` over filters x kernels x convolution blocks and prints every layer that holds more than 10 % of
# a step's time below 45 % of the multiply-add peak, its passes together.
#
#   swift build -c release && docs/experiments/layer_survey.sh lenet5
#   docs/experiments/layer_survey.sh lenet5 --set activation=relu
#   docs/experiments/layer_survey.sh padocanet
set -euo pipefail
family=${1:?"usage: $0 FAMILY [more options of bench layers]"}
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for filters in 4 12 16 32; do
  for kernel in 3 5 7; do
    list=$filters
    for blocks in 1 2 3 4; do
      .build/release/bench layers --family "$family" --batch 64 --rounds 6 --output "$folder" --set padding=same \
        --set conv_layer=$blocks --set filters=$list --set kernel_size=$kernel "$@" >"$folder/log" 2>&1 ||
        { cat "$folder/log" >&2; exit 1; }
      awk -F, -v what="$filters filters, ${kernel}x${kernel}, $blocks blocks" '
        FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        FILENAME ~ /ceilings/ { if ($1 == "multiply-add peak") peak = $column["median"]; next }
        {
          time = $column["time_us_median"]; step += time
          if ($column["peak_share_percent"] == "") next
          if (!($column["layer"] in times)) order[++layers] = $column["layer"]
          times[$column["layer"]] += time; work[$column["layer"]] += $column["multiply_adds"]
        }
        END {
          for (i = 1; i <= layers; i++) {
            name = order[i]
            share = 100 * 2e-3 * work[name] / times[name] / peak
            if (times[name] > 0.1 * step && share < 45)
              printf "%s: %s takes %.0f %% of %.0f us at %.0f %% of the peak\n", what, name,
                100 * times[name] / step, step, share
          }
        }' "$folder/ceilings.csv" "$folder/layers.csv"
      list=$list,$filters
    done
  done
done
