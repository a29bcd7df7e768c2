# Every pass of a network's layers under the machine's measured ceilings (Williams, Waterman & Patterson 2009).
#
#   gnuplot -e "csv='layers.csv'; ceilings='ceilings.csv'; png='roofline.png'; family='lenet5'; batch='64'" roofline.gp
#
# Variables: csv (layers.csv), ceilings (ceilings.csv), png, family and batch (the file's first when not given), note.
# Passes without multiply-adds have no intensity: a line under the legend names them. Of points at one place the first pass's
# is the largest, so that all are seen. A slanted ceiling is the better of reading and triad.

if (!exists("csv")) csv = "layers.csv"
if (!exists("ceilings")) ceilings = "ceilings.csv"
if (!exists("png")) png = "roofline.png"
folder = ARG0[1:strlen(ARG0) - strlen("roofline.gp")]
layers_csv = csv
csv = ceilings
needed_columns = "ceiling kind median unit"
load folder."style.gp"
csv = layers_csv
needed_columns = "family batch layer pass gflop_per_s flop_per_byte memory_level attainable_share_percent"
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }
if (!exists("batch")) {
  batch = ""
  stats csv using (batch = batch eq "" && strcol("family") eq family ? strcol("batch") : batch, 0) nooutput
}

# --- Ceilings: the first row of computation is the peak; every level of memory has its best rate
peak = 0; chain = 0; levels = ""
see_compute(value) = peak == 0 ? (peak = value) : (chain = value)
stats ceilings using (strcol("kind") eq "compute" ? see_compute(column("median")) : \
  (levels = with_word(levels, strcol("ceiling")), 0), 0) nooutput
if (peak == 0 || levels eq "") { exit error sprintf("'%s' has no peak or no memory", ceilings) }
array bandwidth[words(levels)]
do for [index=1:words(levels)] { bandwidth[index] = 0 }
level_index(name) = int(sum [index=1:words(levels)] (word(levels, index) eq name ? index : 0))
see_memory(index, value) = bandwidth[index] < value ? (bandwidth[index] = value) : 0
stats ceilings using (strcol("kind") eq "compute" ? 0 : \
  see_memory(level_index(strcol("ceiling")), column("median")), 0) nooutput

# --- Passes without multiply-adds, which have no place in the figure
bare = ""
is_bare(unused) = strcol("family") eq family && strcol("batch") eq batch && !(column("flop_per_byte") > 0)
with_name(list, name) = strstrt(", ".list.", ", ", ".name.", ") ? list : list.(list eq "" ? "" : ", ").name
stats csv using (is_bare(0) ? (bare = with_name(bare, strcol("layer")), 0) : 0, 0) nooutput

# --- Passes with multiply-adds
layer_list = "\t"; count = 0; least_x = 1e30; most_x = 0; least_y = 1e30; passes = ""
chosen(unused) = strcol("family") eq family && strcol("batch") eq batch && column("flop_per_byte") > 0
see_layer(name) = strstrt(layer_list, "\t".name."\t") ? 0 : (layer_list = layer_list.name."\t", count = count + 1)
stats csv using (chosen(0) ? (see_layer(strcol("layer")), passes = with_word(passes, strcol("pass")), \
  least_x = smaller(least_x, column("flop_per_byte")), most_x = larger(most_x, column("flop_per_byte")), \
  least_y = smaller(least_y, column("gflop_per_s"))) : 0, 0) nooutput
if (count == 0) { exit error sprintf("'%s' has no pass with multiply-adds of '%s' and batch size '%s'", csv, family, batch) }
array layer_name[count]
tail = layer_list[2:]
do for [index=1:count] {
  layer_name[index] = tail[1:strstrt(tail, "\t") - 1]
  tail = tail[strstrt(tail, "\t") + 1:]
}
layer_index(name) = sum [index=1:count] (layer_name[index] eq name ? index : 0)

page_width = 1500; page_height = 1060
if (bare ne "") { note = note.(note eq "" ? "" : "; ")."without multiply-adds, hence not drawn: ".bare }
heading = sprintf("Roofline: %s, batch size %s", family_name(family), batch)
load folder."page.gp"
unset key
set lmargin at screen px_x(130)
set rmargin at screen 1 - px_x(330)
set tmargin at screen top - px_y(16)
set bmargin at screen px_y(160)
set logscale xy
fastest = 0
do for [index=1:words(levels)] { fastest = larger(fastest, bandwidth[index]) }
low_x = smaller(peak / fastest / 3, least_x / 2); high_x = larger(100, most_x * 2)
low_y = smaller(chain > 0 ? chain / 2 : least_y, least_y / 2); high_y = peak * 1.5
set xrange [low_x : high_x]
set yrange [low_y : high_y]
set xlabel "arithmetic intensity (FLOP per byte that the pass reads or writes)" offset 0, -0.3
set ylabel "rate (GFLOP/s)"
set format x "%g"
set format y "%g"
set ytics ("" low_y)
do for [power=-2:5] { do for [digit in "1 2 5"] { set ytics add (sprintf("%g", digit * 10.0 ** power) digit * 10.0 ** power) } }
set grid xtics ytics

# Slanted lines and their names, on the line at the page's true angle.
pixels_x = (page_width - 460.0) / (log10(high_x) - log10(low_x))
pixels_y = (page_height * (top - px_y(16)) - 160.0) / (log10(high_y) - log10(low_y))
angle = atan2(pixels_y, pixels_x) * 180 / pi
do for [index=1:words(levels)] {
  rate = bandwidth[index]
  start = larger(low_x, low_y / rate)
  set arrow 100 + index from start, start * rate to peak / rate, peak nohead lw 2 lc rgb faint
  # Names stand at the lower ends, along the lines.
  place = start * 1.35
  set label 100 + index sprintf("%s  %.0f GB/s", word(levels, index), rate) at place, place * rate * 1.12 left \
    rotate by angle font "Sans,15" tc rgb "#555555" front
}
knee = peak
do for [index=1:words(levels)] { knee = smaller(knee, peak / bandwidth[index]) }
set arrow 90 from knee, peak to high_x, peak nohead lw 2.5 lc rgb ink
set label 90 sprintf("multiply-add peak of the core  %.0f GFLOP/s", peak) at high_x, peak * 1.1 right font "Sans,15" tc rgb ink
if (chain > 0) {
  set arrow 91 from low_x, chain to high_x, chain nohead lw 1.5 dt 2 lc rgb faint
  set label 91 sprintf("one dependent chain  %.0f GFLOP/s", chain) at high_x, chain * 0.9 right font "Sans,15" \
    tc rgb "#555555"
}

# --- Colour is the pass, shape the layer; the layers' legend stands on the right
pass_name(name) = name eq "weight_gradient" ? "weight gradient" : name eq "input_gradient" ? "input gradient" : name
pass_colour(index) = word(blue." ".orange." ".green." ".purple, 1 + (index - 1) % 4)
pass_size(pass) = pass == 1 ? 2.7 : pass == 2 ? 1.9 : 1.2
layer_shape(index) = int(word("7 5 9 11 13 15 6 4 8 10 12 14", 1 + (index - 1) % 12))
legend_x = 130; legend_dash = 1; legend_line = 16; legend_shape = 0
do for [index=1:words(passes)] {
  legend_colour = pass_colour(index)
  legend_text = pass_name(word(passes, index))
  legend_width = 110 + 11.5 * strlen(legend_text)
  load folder."legend.gp"
}
do for [index=1:count] {
  set label 300 + index layer_name[index] at screen 1 - px_x(270), top - px_y(40 + 34 * index) left tc rgb ink \
    point pt layer_shape(index) ps 1.6 lc rgb ink offset 1.6, 0
}
of(pass, index) = chosen(0) && strcol("pass") eq word(passes, pass) && layer_index(strcol("layer")) == index ? \
  column("gflop_per_s") : NaN
plot for [index=1:count] for [pass=1:words(passes)] csv using (column("flop_per_byte")):(of(pass, index)) \
  with points pt layer_shape(index) ps pass_size(pass) lw 2 lc rgb pass_colour(pass)
