# The best trials of one study trained again with fresh seeds, beside the values that the search selected them for.
#
#   gnuplot -e "csv='confirmed.csv'; seeds='confirmed_seeds.csv'; png='confirmed.png'; family='lenet5'; method='bayes'" \
#     confirmed.gp
#
# Variables: csv (confirmed.csv), seeds (confirmed_seeds.csv), png, family, method, note. Rows in the search's ranking.

if (!exists("csv")) csv = "confirmed.csv"
if (!exists("seeds")) seeds = "confirmed_seeds.csv"
if (!exists("png")) png = "confirmed.png"
needed_columns = "family method trial search_rank metric goal selected seeds mean mean_low mean_high optimism_gap ".\
  "behind_leader behind_low behind_high p_holm among_best leader recommended parameters"
folder = ARG0[1:strlen(ARG0) - strlen("confirmed.gp")]
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }
if (!exists("method")) {
  method = ""
  stats csv using (method = method eq "" && strcol("family") eq family ? strcol("method") : method, 0) nooutput
}
chosen(unused) = strcol("family") eq family && strcol("method") eq method

rows = 0; low = 1e300; high = -1e300; metric = ""; goal = ""; largest = 0
bounds(value) = value == value ? (low = smaller(low, value), high = larger(high, value)) : 0
see(unused) = (rows = rows + 1, metric = strcol("metric"), goal = strcol("goal"), \
  largest = larger(largest, column("seeds")), bounds(column("selected")), bounds(column("mean_low")), \
  bounds(column("mean_high")), bounds(column("mean")))
stats csv using (chosen(0) ? see(0) : 0, 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no row of the family '%s' and method '%s'", csv, family, method) }
stats seeds using (chosen(0) ? bounds(column("value")) : 0, 0) nooutput
if (high <= low) { high = low + larger(1e-6, abs(low) * 0.01) }

page_width = 1900; page_height = larger(400, 250 + 62 * rows)
heading = sprintf("Best trials on fresh seeds: %s, %s", family_name(family), method_name(method))
detail = sprintf("%d fresh seed%s each · %s is better", largest, largest == 1 ? "" : "s", \
  goal eq "maximize" ? "right" : "left")
note = (note eq "" ? "" : note." · ").detail
load folder."page.gp"

span = high - low
axis_low = low - 0.05 * span
axis_high = high + 0.05 * span
gap_x = axis_high + 0.06 * span
behind_x = axis_high + 0.34 * span
parameters_x = axis_high + 1.14 * span
set lmargin at screen px_x(150)
set rmargin at screen px_x(page_width - 20)
set tmargin at screen top - px_y(44)
set bmargin at screen px_y(134)
set xrange [axis_low : axis_high + 1.24 * span]
set yrange [rows + 0.6 : 0.4]
step = nice_step((axis_high - axis_low) / 4)
set xtics step * ceil(axis_low / step), step, axis_high
set format x "%.6g"
unset border
unset key
set grid xtics noytics
unset ytics
set arrow 1 from first axis_low, graph 0 to first axis_high, graph 0 nohead lc rgb faint lw 1
set label 1 readable(metric) at first (axis_low + axis_high) / 2, graph 0 offset 0, -2.3 center tc rgb ink
set label 2 "gap" at first gap_x, graph 1 offset 0, 0.7 left font "Sans Bold,16" tc rgb ink
set label 3 "behind the leader [95 %], p (Holm)" at first behind_x, graph 1 offset 0, 0.7 left font "Sans Bold,16" \
  tc rgb ink
set label 4 "parameters" at first parameters_x, graph 1 offset 0, 0.7 center font "Sans Bold,16" tc rgb ink

legend_x = 40; legend_y = 34; legend_dash = 1
legend_width = 370; legend_line = 0; legend_shape = 12; legend_colour = ink
legend_text = "value that was selected"
load folder."legend.gp"
legend_width = 210; legend_shape = 6; legend_colour = faint
legend_text = "one seed"
load folder."legend.gp"
legend_width = 645; legend_line = 3; legend_shape = 7; legend_colour = green
legend_text = "mean and 95 %: leads, or cannot be told from it"
load folder."legend.gp"
legend_width = 340; legend_colour = vermillion
legend_text = "worse, or not comparable"
load folder."legend.gp"
# No mark of its own: the text begins where the mark would.
legend_x = legend_x - 10; legend_width = 200; legend_line = 0; legend_shape = 0
legend_text = "★ recommended"
load folder."legend.gp"

# Truth values and places; texts of rows that do not belong here are empty (see style.gp).
of(best, value) = chosen(0) && column("among_best") == best ? value : NaN
place(unused) = chosen(0) ? column("search_rank") : 1
row_name(unused) = chosen(0) ? sprintf("%strial %d", column("recommended") == 1 ? "★ " : "", column("trial")) : ""
gap_text(unused) = chosen(0) && column("optimism_gap") == column("optimism_gap") ? \
  minus(sprintf("%+.4f", column("optimism_gap"))) : ""
behind_text(unused) = !chosen(0) ? "" : column("leader") == 1 ? "leads" : \
  column("behind_leader") != column("behind_leader") ? "not comparable" : \
  minus(sprintf("%.4f [%.4f, %.4f], p %.2g", column("behind_leader"), column("behind_low"), \
    column("behind_high"), column("p_holm")))
size_text(unused) = chosen(0) && column("parameters") == column("parameters") ? sprintf("%d", column("parameters")) : ""
spread(unused) = 0.2 * (2.0 * column("replicate") / larger(2, largest) - 1)
plot seeds using (chosen(0) ? column("value") : NaN):(column("search_rank") + spread(0)) \
    with points pt 6 ps 1 lw 1.5 lc rgb faint, \
  csv using (chosen(0) ? column("selected") : NaN):(column("search_rank")): \
    (column("mean") - column("selected")):(0) with vectors nohead dt 3 lw 2 lc rgb faint, \
  for [best=0:1] csv using (of(best, column("mean"))):(column("search_rank")):(column("mean_low")): \
    (column("mean_high")) with xerrorbars pt 7 ps 1.8 lw 3 lc rgb (best ? green : vermillion), \
  csv using (chosen(0) ? column("selected") : NaN):(column("search_rank")) with points pt 12 ps 2.2 lw 2.5 lc rgb ink, \
  csv using (axis_low):(place(0)):(row_name(0)) with labels right offset -1, 0 tc rgb ink, \
  csv using (gap_x):(place(0)):(gap_text(0)) with labels left font "Sans,15" tc rgb ink, \
  csv using (behind_x):(place(0)):(behind_text(0)) with labels left font "Sans,15" tc rgb ink, \
  csv using (parameters_x):(place(0)):(size_text(0)) with labels center font "Sans,15" tc rgb ink
