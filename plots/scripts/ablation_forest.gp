# Paired differences with 95 % intervals: what leaving each component out costs, and what adding it alone gives.
#
#   gnuplot -e "csv='effects.csv'; png='forest.png'; metric='accuracy'; scale='100'" ablation_forest.gp
#
# Variables: csv (effects.csv), png, metric (for the axis), scale (100 for points, 1 for the metric's units), goal
# (maximize or minimize: which side is the better one), note. Rows stand in the file's order.

if (!exists("csv")) csv = "effects.csv"
if (!exists("png")) png = "forest.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
if (!exists("goal")) goal = "maximize"
needed_columns = "kind component difference low high margin star p_holm values"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_forest.gp")]
load folder."style.gp"
by = real(scale)

kinds = "leave-one-out add-one-in arm"
array rows[3] = [0, 0, 0]
place(name) = name eq "leave-one-out" ? 1 : name eq "add-one-in" ? 2 : 3
lowest = 0; highest = 0; longest = 0; margin = 0; total = 0; seeds = 0
known(value, instead) = value == value ? value : instead
see(unused) = (rows[place(strcol("kind"))] = rows[place(strcol("kind"))] + 1, total = total + 1, \
  margin = column("margin") * by, seeds = words(strcol("values")), \
  lowest = smaller(lowest, by * known(column("low"), column("difference"))), \
  highest = larger(highest, by * known(column("high"), column("difference"))), \
  longest = larger(longest, strlen(strcol("component"))), \
  (sum [i=1:seeds] (lowest = smaller(lowest, by * real(word(strcol("values"), i))), \
    highest = larger(highest, by * real(word(strcol("values"), i))), 0)))
stats csv using (see(0), 0) nooutput
if (total == 0) { exit error sprintf("'%s' has no row", csv) }
panels = (rows[1] > 0) + (rows[2] > 0) + (rows[3] > 0)
most = larger(larger(rows[1], rows[2]), rows[3])
lowest = smaller(lowest, -1.5 * margin); highest = larger(highest, 1.5 * margin)
span = highest - lowest

page_width = 60 + panels * (60 + 12 * longest + 680); page_height = larger(440, 270 + 58 * most)
heading = "What each component is worth: paired differences of ".metric
load folder."page.gp"
set multiplot
unset key
set border 1
label_end = larger(120, 50 + 12 * longest)
width = (page_width - 40.0) / panels
set tmargin at screen top - px_y(44)
set bmargin at screen px_y(140)
set xrange [lowest - 0.04 * span : highest + 0.42 * span]
step = nice_step(span / 8)
set xtics step * ceil(lowest / step), step, highest + 0.01 * span
set grid noytics xtics
unit = by == 100 ? "points" : metric
set xlabel sprintf("difference of %s%s (arm less reference)", metric, by == 100 ? " in points" : "")
panel = 0
do for [k=1:3] {
  if (rows[k] == 0) { continue }
  set lmargin at screen px_x(20 + panel * width + label_end)
  set rmargin at screen px_x(20 + (panel + 1) * width - 24)
  set title (k == 1 ? "Full model without the component" : k == 2 ? "Bare model with the component" : "Arm against the baseline") \
    font "Sans Bold,18" offset 0, -0.3
  set yrange [rows[k] + 0.6 : 0.4]
  set ytics ()
  set ytics scale 0
  row = 0
  names = ""
  chosen(unused) = place(strcol("kind")) == k
  stats csv using (chosen(0) ? (names = names."\t".strcol("component"), 0) : 0, 0) nooutput
  name_of(index) = (tail = names[2:], sum [skip=1:index - 1] (tail = tail[strstrt(tail, "\t") + 1:], 0), \
    strstrt(tail, "\t") ? tail[1:strstrt(tail, "\t") - 1] : tail)
  do for [index=1:rows[k]] { set ytics add (name_of(index) index) }
  set object 1 rectangle from first -margin, graph 0 to first margin, graph 1 fc rgb "#E9E9E9" fs solid noborder behind
  set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead lc rgb ink lw 1.5 back
  next(unused) = (row = row + 1)
  better(value) = (goal eq "minimize" ? -value : value) > 0
  clear_hue(unused) = int(column("star")) != 1 ? 0x6E6E6E : better(column("difference")) ? 0x0072B2 : 0xD55E00
  p_text(value) = value != value ? "" : value < 0.001 ? "p < 0.001" : sprintf(value < 0.0995 ? "p = %.3f" : "p = %.2f", value)
  digits = by == 100 ? "%+.2f" : span < 0.05 ? "%+.4f" : span < 5 ? "%+.3f" : "%+.1f"
  text(unused) = sprintf(digits, by * column("difference")).(int(column("star")) == 1 ? "*" : "")."  ".p_text(column("p_holm"))
  row = 0
  plot for [i=1:seeds] csv using (row = i > 0 && $0 == 0 ? 0 : row, chosen(0) ? by * real(word(strcol("values"), i)) : NaN): \
      (chosen(0) ? next(0) + 0.24 : NaN) with points pt 7 ps 0.65 lc rgb "#B5B5B5", \
    csv using (row = $0 == 0 ? 0 : row, chosen(0) ? by * column("difference") : NaN):(chosen(0) ? next(0) : NaN): \
      (by * known(column("low"), column("difference"))):(by * known(column("high"), column("difference"))): \
      (clear_hue(0)) with xerrorbars pt 5 ps 1.5 lw 3 lc rgb variable, \
    csv using (row = $0 == 0 ? 0 : row, highest + 0.03 * span):(chosen(0) ? next(0) : 0):(chosen(0) ? text(0) : "") \
      with labels left font "Sans,14" tc rgb ink
  unset object 1
  panel = panel + 1
}
legend_x = 40; legend_line = 0; legend_y = 30
legend_shape = 5; legend_colour = vermillion; legend_width = 280; legend_text = "worse, p < 0.05"
load folder."legend.gp"
legend_colour = blue; legend_text = "better, p < 0.05"
load folder."legend.gp"
legend_colour = "#6E6E6E"; legend_width = 320; legend_text = "not shown to differ"
load folder."legend.gp"
legend_shape = 7; legend_colour = "#B5B5B5"; legend_text = "one seed"; legend_width = 180
load folder."legend.gp"
legend_shape = 5; legend_colour = "#D5D5D5"; legend_text = "within the margin"
load folder."legend.gp"
unset border; unset tics; unset title; unset xlabel; unset arrow 1; unset grid
set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen 1; set bmargin at screen 0
set xrange [0:1]; set yrange [0:1]
plot NaN
unset multiplot
