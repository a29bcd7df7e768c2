# Test accuracy and F1 of every family and method, with the spread over seeds, beside the published numbers.
#
#   gnuplot -e "csv='summary.csv'; png='comparison.png'" comparison.gp
#
# Variables: csv (summary.csv), png, note.

if (!exists("csv")) csv = "summary.csv"
if (!exists("png")) png = "comparison.png"
needed_columns = "family method test_seeds test_accuracy_mean test_accuracy_sd test_f1_weighted_mean ".\
  "test_f1_weighted_sd published_accuracy published_f1"
folder = ARG0[1:strlen(ARG0) - strlen("comparison.gp")]
load folder."style.gp"

families = ""; methods = ""; low = 2; high = -1; rows = 0; compared = 0
bounds(value, spread) = value == value ? (low = smaller(low, value - spread), high = larger(high, value + spread)) : 0
sd(name) = column(name) == column(name) ? column(name) : 0
see(unused) = (rows = rows + 1, \
  compared = compared + (column("published_accuracy") == column("published_accuracy")), families = with_word(families, strcol("family")), \
  methods = with_word(methods, strcol("method")), \
  bounds(column("test_accuracy_mean"), sd("test_accuracy_sd")), bounds(column("published_accuracy"), 0), \
  bounds(column("test_f1_weighted_mean"), sd("test_f1_weighted_sd")), bounds(column("published_f1"), 0))
stats csv using (column("test_accuracy_mean") == column("test_accuracy_mean") ? see(0) : 0, 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no test accuracy", csv) }

# One hopeless result would flatten all others: what lies far below the median is drawn as an arrow at the frame.
stats csv using (column("test_accuracy_mean")) name "test" nooutput
low = larger(low, test_median - 8 * (high - test_median) - 0.02)

# A family takes a row for its name, one for the published number and one for each method, and a gap.
word_index(list, entry) = int(sum [index=1:words(list)] (word(list, index) eq entry ? index : 0))
group = words(methods) + 2.5
first_row(f) = 2 + (word_index(families, f) - 1) * group
row_of(f, m) = first_row(f) + word_index(methods, m)
height = words(families) * group

page_width = 1700; page_height = larger(560, 240 + 46 * height)
heading = compared > 0 ? "Test results against the published numbers" : "Test results"
load folder."page.gp"
set multiplot
set tmargin at screen top - px_y(44)
set bmargin at screen px_y(142)
set yrange [height + 0.2 : 0.4]
padding = larger(0.05 * (high - low), 0.0004)
axis_low = low - padding
axis_high = high + padding
caption_x = axis_high + 0.06 * (axis_high - axis_low)
set xrange [axis_low : axis_high + 0.62 * (axis_high - axis_low)]
step = nice_step((axis_high - axis_low) / 4)
set xtics step * ceil(axis_low / step), step, axis_high
set format x "%.5g"
unset border
unset key
set style textbox opaque noborder fillcolor "#FFFFFF" margins 0.4, 0.2
set grid xtics noytics
set ytics scale 0 ()
do for [f in families] {
  set ytics add ("published" first_row(f))
  do for [m in methods] { set ytics add (method_name(m) row_of(f, m)) }
}
legend_x = 60; legend_width = 300; legend_dash = 1; legend_line = 0
legend_shape = 4; legend_colour = ink; legend_text = "published, one run"
load folder."legend.gp"
legend_width = 470; legend_line = 3; legend_shape = 7; legend_colour = faint
legend_text = "mean over test seeds ± standard deviation"
load folder."legend.gp"

do for [f in families] {
  set label family_name(f) at screen px_x(30), first first_row(f) - 1 left font "Sans Bold,18" tc rgb ink front boxed
}
do for [panel=1:2] {
  mean = panel == 1 ? "test_accuracy_mean" : "test_f1_weighted_mean"
  spread = panel == 1 ? "test_accuracy_sd" : "test_f1_weighted_sd"
  published = panel == 1 ? "published_accuracy" : "published_f1"
  set lmargin at screen px_x(panel == 1 ? 240 : 1000)
  set rmargin at screen px_x(panel == 1 ? 930 : 1690)
  if (panel == 2) { unset ytics }
  set label (panel == 1 ? "test accuracy (fraction of images)" : "test F1, weighted by class") \
    at first (axis_low + axis_high) / 2, graph 0 offset 0, -2.3 center tc rgb ink
  set label (panel == 1 ? "Accuracy" : "F1") at first axis_low, graph 1 offset 0, 0.6 left \
    font "Sans Bold,18" tc rgb ink
  set arrow 500 from first axis_low, graph 0 to first axis_high, graph 0 nohead lc rgb faint lw 1
  do for [index=1:words(families) - 1] {
    set arrow 500 + index from graph 0, first index * group + 0.4 to graph 1, first index * group + 0.4 \
      nohead lc rgb hair lw 1
  }
  set label "mean ± sd (seeds)" at first caption_x, graph 1 offset 0, 0.6 left font "Sans,15" tc rgb "#555555"
  caption(unused) = column(mean) != column(mean) ? "not tested" : column(spread) == column(spread) ? \
    sprintf("%.4f ± %.4f (%d)", column(mean), column(spread), column("test_seeds")) : \
    sprintf("%.4f (%d)", column(mean), column("test_seeds"))
  shown(m) = strcol("method") eq m && column(mean) >= low ? column(mean) : NaN
  plot csv using (column(published) < low ? NaN : column(published)):(first_row(strcol("family"))) \
      with points pt 4 ps 1.8 lw 2.5 lc rgb ink, \
    csv using (caption_x):(first_row(strcol("family"))): \
      (column(published) == column(published) ? sprintf("%.4f", column(published)) : "none") \
      with labels left font "Sans,16" tc rgb "#555555", \
    for [index=1:words(methods)] csv using (shown(word(methods, index))): \
      (row_of(strcol("family"), strcol("method"))):(sd(spread)) with xerrorbars \
      pt method_shape(word(methods, index), index) ps 1.7 lw 2.5 lc rgb method_colour(word(methods, index), index), \
    csv using (axis_low):(row_of(strcol("family"), strcol("method"))):(column(mean) < low ? "◀" : "") \
      with labels left tc rgb ink, \
    csv using (axis_low):(first_row(strcol("family"))):(column(published) < low ? "◁" : "") \
      with labels left tc rgb ink, \
    csv using (caption_x):(row_of(strcol("family"), strcol("method"))):(caption(0)) \
      with labels left font "Sans,16" tc rgb ink
  unset label
  unset arrow
}
unset multiplot
