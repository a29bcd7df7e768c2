# Ratios of two benchmark records, B by A, with their intervals: a row for each series.
#
#   gnuplot -e "csv='comparison.csv'; png='comparison.png'" benchmark_comparison.gp
#
# Variables: csv (comparison.csv), png, note. Of more than 30 series those whose ratios are furthest from 1 are drawn.

if (!exists("csv")) csv = "comparison.csv"
if (!exists("png")) png = "comparison.png"
needed_columns = "series unit smaller_is_better ratio ratio_low ratio_high verdict"
folder = ARG0[1:strlen(ARG0) - strlen("benchmark_comparison.gp")]
load folder."style.gp"

# --- At most `most` rows, those whose ratios are furthest from 1, in the file's order
most = 30
rows = 0
stats csv using (rows = rows + 1, 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no series", csv) }
array change[rows]
array place[rows]
row = 0
stats csv using (row = row + 1, change[row] = abs(log(column("ratio"))), place[row] = 0, 0) nooutput
shown = rows < most ? rows : most
do for [step=1:shown] {
  best = 0
  do for [index=1:rows] {
    if (place[index] == 0) {
      if (best == 0) { best = index }
      if (change[index] > change[best]) { best = index }
    }
  }
  place[best] = 1
}
rank = 0
do for [index=1:rows] {
  if (place[index]) {
    rank = rank + 1
    place[index] = rank
  }
}
low = 1; high = 1; longest = 0; row = 0
see(unused) = (low = smaller(low, column("ratio_low")), high = larger(high, column("ratio_high")), \
  longest = larger(longest, strlen(strcol("series"))))
stats csv using (row = row + 1, place[row] ? see(0) : 0, 0) nooutput
if (shown < rows) {
  note = note.(note eq "" ? "" : "; ").sprintf("the %d largest changes, %d smaller ones left out", shown, rows - shown)
}

left = 70 + 12.5 * longest
page_width = int(left + 1150); page_height = 230 + 40 * shown
heading = "B by A: ratio of medians and its 95 % interval"
load folder."page.gp"
span = larger(high - low, 0.02)
axis_low = low - 0.06 * span
axis_high = high + 0.06 * span
caption_x = axis_high + 0.04 * span
set lmargin at screen px_x(left)
set rmargin at screen px_x(page_width - 30)
set tmargin at screen top - px_y(10)
set bmargin at screen px_y(110)
set yrange [shown + 0.6 : 0.4]
set xrange [axis_low : axis_high + 0.75 * span]
step = nice_step((axis_high - axis_low) / 5)
set xtics step * ceil(axis_low / step), step, axis_high
set format x "%g"
set grid xtics noytics
set border 1
unset key
unset ytics
set arrow 1 from first 1, graph 0 to first 1, graph 1 nohead lc rgb ink lw 2 dt 2 back
verdict_word(verdict) = verdict eq "better" ? "B is better" : verdict eq "worse" ? "B is worse" : \
  verdict eq "same" ? "no difference that matters" : verdict eq "limit" ? "limit of the machine" : "undecided"
verdicts = "better worse same undecided limit"
colours = green." ".vermillion." ".blue." ".faint." ".purple
legend_x = 60; legend_dash = 1
do for [index=1:5] {
  legend_colour = word(colours, index)
  legend_shape = 7
  legend_text = verdict_word(word(verdicts, index))
  legend_width = 110 + 11 * strlen(legend_text)
  load folder."legend.gp"
}
of(index, value) = strcol("verdict") eq word(verdicts, index) ? value : NaN
# Row numbers come from the file's order; a table of one row has its label at a defined place.
caption(unused) = sprintf("%.4g [%.4g, %.4g]  %s", column("ratio"), column("ratio_low"), column("ratio_high"), \
  column("smaller_is_better") == 1 ? "smaller is better" : "larger is better")
# A label needs a defined place: rows that are left out stand in the first row with an empty text.
at(row) = place[int(row) + 1] ? place[int(row) + 1] : NaN
at_label(row) = place[int(row) + 1] ? place[int(row) + 1] : 1
text(row, words) = place[int(row) + 1] ? words : ""
plot for [index=1:5] csv using (of(index, column("ratio"))):(at($0)):(column("ratio_low")):(column("ratio_high")) \
    with xerrorbars pt 7 ps 1.5 lw 2.5 lc rgb word(colours, index), \
  csv using (axis_low):(at_label($0)):(text($0, strcol("series"))) with labels right offset -1, 0 tc rgb ink, \
  csv using (caption_x):(at_label($0)):(text($0, caption(0))) with labels left font "Sans,15" tc rgb ink
