# Time of an epoch with each transform of the augmentation by the time without any, with 95 % intervals and the target.
#
#   gnuplot -e "csv='augment.csv'; png='augmentation.png'; family='lenet5_augmented'" augmentation_cost.gp
#
# Variables: csv (augment.csv), png, family (the file's first when not given), note. The dashed line is the target of 1.20.

if (!exists("csv")) csv = "augment.csv"
if (!exists("png")) png = "augmentation_cost.png"
needed_columns = "family augmentation batch time_ratio time_ratio_low time_ratio_high"
folder = ARG0[1:strlen(ARG0) - strlen("augmentation_cost.gp")]
load folder."style.gp"
if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }

target = 1.2
names = ""; batches = ""; most = target; least = 0.98
chosen(unused) = strcol("family") eq family && strcol("augmentation") ne "none"
stats csv using (chosen(0) ? (names = with_word(names, strcol("augmentation")), \
  batches = with_word(batches, strcol("batch")), most = larger(most, larger(column("time_ratio"), \
  column("time_ratio_high") > 0 ? column("time_ratio_high") : 0)), \
  least = smaller(least, column("time_ratio_low") > 0 ? column("time_ratio_low") : 1)) : 0, 0) nooutput
if (names eq "") { exit error sprintf("'%s' has no transform of the family '%s'", csv, family) }
word_index(list, entry) = int(sum [index=1:words(list)] (word(list, index) eq entry ? index : 0))
transform_name(key) = key eq "width_shift" ? "horizontal shift" : key eq "height_shift" ? "vertical shift" : \
  key eq "all" ? "all together" : key
row_of(name, batch) = word_index(names, name) + (word_index(batches, batch) - (words(batches) + 1) / 2.0) * 0.22

page_width = 1320; page_height = 250 + 62 * words(names) + (words(batches) > 1 ? 34 : 0)
heading = sprintf("Cost of augmentation: %s", family_name(family)).(words(batches) == 1 ? \
  sprintf(", batch size %s", word(batches, 1)) : "")
load folder."page.gp"
unset key
set lmargin at screen px_x(210)
set rmargin at screen 1 - px_x(40)
set tmargin at screen top - px_y(16)
set bmargin at screen px_y(words(batches) > 1 ? 124 : 92)
set yrange [words(names) + 0.6 : 0.4]
set xrange [least - 0.01 : 1 + 1.22 * (most - 1)]
set xlabel "time of an epoch by the time without augmentation"
set ytics scale 0 ("" 0)
do for [index=1:words(names)] { set ytics add (transform_name(word(names, index)) index) }
set xtics larger(0.05, nice_step((most - least) / 10))
set format x "%.2f"
set grid xtics noytics
set arrow 1 from target, graph 0 to target, graph 1 nohead lw 2.5 dt 2 lc rgb vermillion back
set label 1 "target" at target, graph 1 offset 0.6, -0.9 left tc rgb vermillion font "Sans,15" front
set arrow 2 from 1, graph 0 to 1, graph 1 nohead lw 1.5 lc rgb faint
# A value that stands on the line of the target hides it.
set style textbox opaque noborder fillcolor "#FFFFFF" margins 0.2, 0.1
if (words(batches) > 1) {
  legend_x = 210; legend_dash = 1; legend_line = 3
  do for [index=1:words(batches)] {
    legend_colour = word(cycle, 1 + (index - 1) % 6); legend_shape = 7; legend_width = 220
    legend_text = sprintf("batch size %s", word(batches, index))
    load folder."legend.gp"
  }
}
of(index) = chosen(0) && strcol("batch") eq word(batches, index) ? column("time_ratio") : NaN
caption(unused) = chosen(0) && column("time_ratio") == column("time_ratio") ? sprintf("%.2f", column("time_ratio")) : ""
edge(unused) = column("time_ratio_high") > 0 ? column("time_ratio_high") : column("time_ratio") > 0 ? column("time_ratio") : 1
low(unused) = column("time_ratio_low") > 0 ? column("time_ratio_low") : column("time_ratio") > 0 ? column("time_ratio") : 1
plot for [index=1:words(batches)] csv using (of(index)):(row_of(strcol("augmentation"), strcol("batch"))): \
    (low(0)):(edge(0)) with xerrorbars pt 7 ps 1.8 lw 3 \
    lc rgb word(cycle, 1 + (index - 1) % 6), \
  csv using (edge(0)):(chosen(0) ? row_of(strcol("augmentation"), strcol("batch")) : 1):(caption(0)) \
    with labels left boxed offset 0.8, 0 font "Sans,15" tc rgb ink
