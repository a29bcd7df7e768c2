# Predictions: the share of the core's peak by batch size, and the time of one image alone.
#
#   gnuplot -e "csv='infer.csv'; latency='latency.csv'; png='inference.png'" inference.gp
#
# Variables: csv (infer.csv), latency (latency.csv), png, note. Dashed lines are the targets: 60 % of the peak, 60 µs.

if (!exists("csv")) csv = "infer.csv"
if (!exists("latency")) latency = "latency.csv"
if (!exists("png")) png = "inference.png"
folder = ARG0[1:strlen(ARG0) - strlen("inference.gp")]
infer_csv = csv
csv = latency
needed_columns = "family latency_us_median latency_us_p95 latency_us_p99"
load folder."style.gp"
csv = infer_csv
needed_columns = "family batch images images_per_s peak_share_percent"
load folder."style.gp"

families = ""; batches = ""; most = 60; longest = 60; images = 0; latencies = 0
stats csv using (families = with_word(families, strcol("family")), batches = with_word(batches, strcol("batch")), \
  most = larger(most, column("peak_share_percent")), images = column("images"), 0) nooutput
stats latency using (longest = larger(longest, column("latency_us_p99")), latencies = latencies + 1, 0) nooutput
if (families eq "" || latencies == 0) { exit error sprintf("'%s' or '%s' has no rows", csv, latency) }
word_index(list, entry) = int(sum [index=1:words(list)] (word(list, index) eq entry ? index : 0))

page_width = 1500; page_height = 760
heading = "Predictions"
load folder."page.gp"
set multiplot
unset key
set tmargin at screen top - px_y(54)
set bmargin at screen px_y(140)
legend_x = 120; legend_dash = 1; legend_line = 16; legend_shape = 0
do for [index=1:words(families)] {
  legend_colour = word(cycle, 1 + (index - 1) % 6)
  legend_text = family_name(word(families, index))
  legend_width = 110 + 11.5 * strlen(legend_text)
  load folder."legend.gp"
}
legend_colour = vermillion; legend_line = 2.5; legend_dash = 2; legend_text = "target"; legend_width = 0
load folder."legend.gp"
set style fill solid 1 noborder
set grid noxtics ytics
width = 0.84 / words(families)
set boxwidth width * 0.92
set style textbox opaque noborder fillcolor "#FFFFFF" margins 0.3, 0.1

set lmargin at screen px_x(120)
set rmargin at screen px_x(820)
set xrange [0.4 : words(batches) + 0.6]
set yrange [0 : larger(100, most * 1.2)]
set xtics scale 0 ("" 0)
do for [index=1:words(batches)] { set xtics add (word(batches, index) index) }
set xlabel "batch size (images)"
set ylabel "share of the multiply-add peak (%)"
set label sprintf("%d images in batches", images) at graph 0, graph 1 offset 0, 1.1 left font "Sans Bold,18" tc rgb ink
set arrow 900 from graph 0, first 60 to graph 1, first 60 nohead lw 2.5 dt 2 lc rgb vermillion front
place(index) = strcol("family") eq word(families, index) ? \
  word_index(batches, strcol("batch")) - 0.42 + width * (index - 0.5) : NaN
at_label(x) = x == x ? x : 1
plot for [index=1:words(families)] csv using (place(index)):(column("peak_share_percent")) with boxes \
    lc rgb word(cycle, 1 + (index - 1) % 6), \
  for [index=1:words(families)] csv using (at_label(place(index))):(column("peak_share_percent") + 7.5): \
    (place(index) == place(index) ? sprintf("%.0f", column("peak_share_percent"))." %\n".\
    sprintf("%.0fk/s", column("images_per_s") / 1000) : "") with labels center font "Sans,14" tc rgb ink
unset label
unset arrow

set lmargin at screen px_x(960)
set rmargin at screen px_x(1460)
set xrange [0.4 : 3.6]
set xtics ("median" 1, "95 %%" 2, "99 %%" 3)
set xlabel "share of images that are faster"
set ylabel "time (µs, wall clock)"
set label "one image alone" at graph 0, graph 1 offset 0, 1.1 left font "Sans Bold,18" tc rgb ink
# A few images that the system interrupted for milliseconds must not flatten the rest.
is_wide = longest > 600
if (is_wide) { set logscale y; set yrange [10 : longest * 3] } else { set yrange [0 : longest * 1.15] }
set arrow 900 from graph 0, first 60 to graph 1, first 60 nohead lw 2.5 dt 2 lc rgb vermillion front
names = "latency_us_median latency_us_p95 latency_us_p99"
slot(index, which) = strcol("family") eq word(families, index) ? which - 0.42 + width * (index - 0.5) : NaN
raised(value) = is_wide ? value * 1.16 : value + longest * 0.035
plot for [index=1:words(families)] for [which=1:3] latency using (slot(index, which)): \
    (column(word(names, which))) with boxes lc rgb word(cycle, 1 + (index - 1) % 6), \
  for [index=1:words(families)] for [which=1:3] latency using (at_label(slot(index, which))): \
    (raised(column(word(names, which)))):(slot(index, which) == slot(index, which) ? \
    sprintf("%.0f", column(word(names, which))) : "") with labels center font "Sans,14" tc rgb ink
unset multiplot
