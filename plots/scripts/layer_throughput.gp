# Rate and time of every layer, one bar for each pass, with the measured peak of the core.
#
#   gnuplot -e "csv='layers.csv'; png='layers.png'; family='padocanet'; batch='64'" layer_throughput.gp
#
# Variables: csv (layers.csv), png, family and batch (the file's first when not given), note.
# Strokes in the time panel are the interquartile ranges. Its axis is logarithmic and has no zero that a bar could begin
# at: times are points. Layers without multiply-adds have no rate (an empty gflop_per_s); their place says so.

if (!exists("csv")) csv = "layers.csv"
if (!exists("png")) png = "layer_throughput.png"
needed_columns = "family batch layer kind pass time_us_median time_us_q1 time_us_q3 gflop_per_s peak_share_percent"
folder = ARG0[1:strlen(ARG0) - strlen("layer_throughput.gp")]
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }
if (!exists("batch")) {
  batch = ""
  stats csv using (batch = batch eq "" && strcol("family") eq family ? strcol("batch") : batch, 0) nooutput
}
chosen(unused) = strcol("family") eq family && strcol("batch") eq batch

# --- Layers in the file's order, passes, and the peak (the same in every row: rate divided by share)
layer_list = "\t"; rated = "\t"; layers = 0; passes = ""; peak = 0; fastest = 0; shortest = 1e30; slowest = 0; longest = 1
see_layer(name) = strstrt(layer_list, "\t".name."\t") ? 0 : \
  (layer_list = layer_list.name."\t", layers = layers + 1, longest = larger(longest, strlen(name)))
see_rate(rate, share) = rate > 0 && share > 0 ? (peak = larger(peak, 100 * rate / share), \
  fastest = larger(fastest, rate)) : 0
mark_rate(name, rate) = rate > 0 && !strstrt(rated, "\t".name."\t") ? (rated = rated.name."\t", 0) : 0
see_time(median, upper) = median > 0 ? (shortest = smaller(shortest, median), \
  slowest = larger(slowest, upper > median ? upper : median)) : 0
stats csv using (chosen(0) ? (see_layer(strcol("layer")), passes = with_word(passes, strcol("pass")), \
  see_rate(column("gflop_per_s"), column("peak_share_percent")), \
  mark_rate(strcol("layer"), column("gflop_per_s")), \
  see_time(column("time_us_median"), column("time_us_q3"))) : 0, 0) nooutput
if (layers == 0) { exit error sprintf("'%s' has no row of the family '%s' and batch size '%s'", csv, family, batch) }
if (slowest == 0) { exit error sprintf("'%s' has no time above 0", csv) }
array layer_name[layers]
tail = layer_list[2:]
do for [index=1:layers] {
  layer_name[index] = tail[1:strstrt(tail, "\t") - 1]
  tail = tail[strstrt(tail, "\t") + 1:]
}
index_of(name) = sum [index=1:layers] (layer_name[index] eq name ? index : 0)

right_margin = larger(120, 40 + 8 * strlen(layer_name[layers]))
# The legend's entries stand in one line: a dash, the text and a gap each.
pass_name(name) = name eq "weight_gradient" ? "weight gradient" : name eq "input_gradient" ? "input gradient" : name
entry_width(text) = 100 + 11.5 * strlen(text)
peak_text = sprintf("multiply-add peak of the core, %.1f GFLOP/s", peak)
legend_total = 130 + (peak > 0 ? entry_width(peak_text) : 0)
do for [name in passes] { legend_total = legend_total + entry_width(pass_name(name)) }
page_width = int(larger(larger(1300, legend_total), 140 + right_margin + 58 * layers)); page_height = 1100
heading = sprintf("Layer throughput: %s, batch size %s", family_name(family), batch)
load folder."page.gp"
set multiplot
unset key
set lmargin at screen px_x(130)
set rmargin at screen 1 - px_x(right_margin)
set xrange [0.4 : layers + 0.6]
name_space = 30 + 6.8 * longest
floor_y = px_y(70 + name_space)
half = (top - px_y(20) - floor_y) / 2

count = words(passes)
width = 0.8 / count
# forward and backward as bench names them; finer passes continue the colours
pass_colour(index) = word(blue." ".orange." ".green." ".purple, 1 + (index - 1) % 4)
at(name, index) = index_of(name) - 0.4 + width * (index - 0.5)
of(index) = chosen(0) && strcol("pass") eq word(passes, index) ? at(strcol("layer"), index) : NaN

legend_x = 130; legend_dash = 1; legend_line = 16; legend_shape = 0
do for [index=1:count] {
  legend_colour = pass_colour(index)
  legend_text = pass_name(word(passes, index))
  legend_width = entry_width(legend_text)
  load folder."legend.gp"
}
if (peak > 0) {
  legend_line = 2.5; legend_dash = 2; legend_colour = ink
  legend_text = peak_text
  load folder."legend.gp"
}

set style fill solid 1 noborder
set boxwidth width * 0.94
set grid noxtics ytics

set tmargin at screen top - px_y(20)
set bmargin at screen floor_y + half + px_y(22)
set xtics scale 0 ("" 0)
set ylabel "rate (GFLOP/s)"
if (peak > 0) {
  set yrange [0 : 1.06 * larger(peak, fastest)]
  set y2range [0 : 106.0 * larger(peak, fastest) / peak]
  set y2tics 20
  set y2label "share of the peak (%)" offset -1
  set border 11
  set arrow 900 from graph 0, first peak to graph 1, first peak nohead lw 2.5 dt 2 lc rgb ink front
  do for [index=1:layers] {
    if (!strstrt(rated, "\t".layer_name[index]."\t")) {
      set label 600 + index "no multiply-adds" at first index, graph 0.02 left rotate by 90 font "Sans,15" tc rgb "#555555"
    }
  }
  plot for [index=1:count] csv using (of(index)):(column("gflop_per_s")) with boxes lc rgb pass_colour(index)
} else {
  set yrange [0 : 1]
  set ytics ()
  set label "no rate was measured" at graph 0.5, graph 0.5 center tc rgb faint
  plot NaN
  set ytics autofreq
}
unset label
unset arrow
unset y2tics
unset y2label
set border 3

set tmargin at screen floor_y + half - px_y(8)
set bmargin at screen floor_y
do for [index=1:layers] { set xtics add (layer_name[index] index) }
set xtics rotate by -40 left offset -0.6, 0
set ylabel "time of a batch (µs)"
set logscale y
set yrange [shortest / 1.6 : slowest * 1.6]
set format y "%g"
spread(index) = column("time_us_q3") > 0 && column("time_us_q1") > 0 ? of(index) : NaN
plot for [index=1:count] csv using (spread(index)):(column("time_us_q1")):(0): \
    (column("time_us_q3") - column("time_us_q1")) with vectors nohead lw 3 lc rgb pass_colour(index), \
  for [index=1:count] csv using (of(index)):(column("time_us_median")) with points pt 7 ps 1.7 lc rgb pass_colour(index)
unset multiplot
