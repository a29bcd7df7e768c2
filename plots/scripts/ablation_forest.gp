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

array rows[4] = [0, 0, 0, 0]
place(name) = name eq "leave-one-out" ? 1 : name eq "add-one-in" ? 2 : name eq "main effect" ? 3 : 4
array titles[4] = ["Full model without the component", "Bare model with the component", \
  "With the component, averaged over the others", "Arm against the baseline"]
lowest = 0; highest = 0; widest = 0; margin = 0; total = 0; seeds = 0; explored = 0
known(value, instead) = value == value ? value : instead
see(unused) = (rows[place(strcol("kind"))] = rows[place(strcol("kind"))] + 1, total = total + 1, \
  margin = larger(margin, known(column("margin") * by, 0)), seeds = larger(seeds, words(strcol("values"))), \
  explored = explored + (strcol("p_holm") eq ""), \
  lowest = smaller(lowest, by * known(column("low"), column("difference"))), \
  highest = larger(highest, by * known(column("high"), column("difference"))), \
  widest = larger(widest, text_width(strcol("component"), 17)), \
  (sum [i=1:seeds] (lowest = smaller(lowest, by * number(word(strcol("values"), i))), \
    highest = larger(highest, by * number(word(strcol("values"), i))), 0)))
stats csv using (see(0), 0) nooutput
if (total == 0) { exit error sprintf("'%s' has no row", csv) }
panels = 0; most = 0
do for [k=1:4] { panels = panels + (rows[k] > 0); most = larger(most, rows[k]) }
lowest = smaller(lowest, -1.5 * margin); highest = larger(highest, 1.5 * margin)
span = highest - lowest
digits = by == 100 ? "%+.2f" : span < 0.05 ? "%+.4f" : span < 5 ? "%+.3f" : "%+.1f"
p_text(value) = value != value ? "" : value < 0.001 ? "< 0.001" : sprintf(value < 0.0995 ? "%.3f" : "%.2f", value)
# Rows without Holm's correction belong to no declared family and explore; their p value is Benjamini and Hochberg's.
has_explored = strstrt(",".header.",", ",p_bh,") > 0
p_of(unused) = strcol("p_holm") ne "" ? p_text(column("p_holm")) : has_explored ? p_text(column("p_bh"))." (BH)" : ""

# A panel: names, `label_end` pixels; points, 480; two columns of numbers, `numbers` pixels
label_end = larger(120, 30 + widest); numbers = 260
page_width = 20 + panels * (label_end + 480 + numbers); page_height = (panels == 1 ? 362 : 330) + 58 * most
heading = (rows[4] == total ? "Every arm against the baseline: " : "What each component is worth: ").metric
if (explored > 0) { subnote = "BH: this comparison explores, p after Benjamini and Hochberg" }
load folder."page.gp"
set multiplot
unset key
set border 1
width = (page_width - 20.0) / panels
set tmargin at screen top - px_y(70)
set bmargin at screen px_y(panels == 1 ? 172 : 140)
set xrange [lowest - 0.04 * span : highest + 0.04 * span]
step = nice_step(span / 8)
if (480 * step / (1.08 * span) < 12 + text_width(sprintf("−%g", step * ceil(highest / step) - step), 17) || \
  480 * step / (1.08 * span) < 12 + text_width(sprintf("%g", step * ceil(lowest / step)), 17)) { step = nice_step(1.5 * step) }
set xtics step * ceil(lowest / step), step, highest + 0.01 * span
set grid noytics xtics
set xlabel sprintf("difference of %s%s (arm less reference)", metric, by == 100 ? " in points" : "")
panel = 0
do for [k=1:4] {
  if (rows[k] == 0) { continue }
  left = 20 + panel * width + label_end
  right = 20 + (panel + 1) * width - numbers
  set lmargin at screen px_x(left)
  set rmargin at screen px_x(right)
  set title titles[k] font "Sans Bold,18" offset 0, 0.7
  set yrange [rows[k] + 0.6 : 0.4]
  set ytics () scale 0
  array row_name[rows[k]]; array row_text[rows[k]]; array row_p[rows[k]]
  row = 0
  chosen(unused) = place(strcol("kind")) == k
  keep(unused) = (row = row + 1, row_name[row] = strcol("component"), row_p[row] = p_of(0), \
    row_text[row] = minus(sprintf(digits, by * column("difference"))).(column("star") == 1 ? "*" : ""), 0)
  stats csv using (chosen(0) ? keep(0) : 0, 0) nooutput
  set label 1 "difference" at screen px_x(right + 14), graph 1 left offset 0, 0.6 font "Sans,14" tc rgb "#555555"
  set label 2 "p after Holm" at screen px_x(right + 124), graph 1 left offset 0, 0.6 font "Sans,14" tc rgb "#555555"
  do for [index=1:rows[k]] {
    set ytics add (row_name[index] index)
    set label 2 + 2 * index - 1 row_text[index] at screen px_x(right + 14), first index left font "Sans,14" tc rgb ink
    set label 2 + 2 * index row_p[index] at screen px_x(right + 124), first index left font "Sans,14" tc rgb ink
  }
  set object 1 rectangle from first -margin, graph 0 to first margin, graph 1 fc rgb "#E9E9E9" fs solid noborder behind
  set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead lc rgb ink lw 1.5 back
  next(unused) = (row = row + 1)
  better(value) = (goal eq "minimize" ? -value : value) > 0
  clear_hue(unused) = column("star") != 1 ? 0x6E6E6E : better(column("difference")) ? 0x0072B2 : 0xD55E00
  plot for [i=1:seeds] csv using (row = i > 0 && $0 == 0 ? 0 : row, chosen(0) ? by * number(word(strcol("values"), i)) : NaN): \
      (chosen(0) ? next(0) + 0.27 : NaN) with points pt 6 ps 1 lw 1.6 lc rgb "#707070", \
    csv using (row = $0 == 0 ? 0 : row, chosen(0) ? by * column("difference") : NaN):(chosen(0) ? next(0) : NaN): \
      (by * known(column("low"), column("difference"))):(by * known(column("high"), column("difference"))): \
      (clear_hue(0)) with xerrorbars pt 5 ps 1.5 lw 3 lc rgb variable
  do for [index=1:2 + 2 * rows[k]] { unset label index }
  unset object 1
  panel = panel + 1
}
legend_wrap = 40; legend_x = 40; legend_line = 0; legend_y = panels == 1 ? 62 : 30
legend_shape = 5; legend_colour = vermillion; legend_text = "worse, p < 0.05 after Holm"
load folder."legend.gp"
legend_colour = blue; legend_text = "better, p < 0.05 after Holm"
load folder."legend.gp"
legend_colour = "#6E6E6E"; legend_text = "not shown to differ"
load folder."legend.gp"
legend_shape = 6; legend_colour = "#707070"; legend_text = "one seed"
load folder."legend.gp"
legend_shape = 5; legend_colour = "#D5D5D5"; legend_text = "within the margin"
load folder."legend.gp"
unset border; unset tics; unset title; unset xlabel; unset arrow 1; unset grid
set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen 1; set bmargin at screen 0
set xrange [0:1]; set yrange [0:1]
plot NaN
unset multiplot
