# Seconds of a training epoch by batch size, this program beside its peers. Strokes are 95 % intervals, where there are any;
# a bar's second line is its time by this program's.
#
#   gnuplot -e "csv='peers.csv'; png='peers.png'" peers.gp
#
# Variables: csv (peers.csv), png, note.

if (!exists("csv")) csv = "peers.csv"
if (!exists("png")) png = "peers.png"
needed_columns = "family framework batch seconds_per_epoch seconds_low seconds_high ratio ratio_low ratio_high"
folder = ARG0[1:strlen(ARG0) - strlen("peers.gp")]
load folder."style.gp"

rows = 0; families = ""; frameworks = ""; groups = ""; slowest = 0
group_name(unused) = strcol("family").":".strcol("batch")
see(unused) = (rows = rows + 1, frameworks = with_word(frameworks, strcol("framework")), \
  families = with_word(families, strcol("family")), \
  groups = with_word(groups, group_name(0)), \
  slowest = larger(slowest, larger(column("seconds_per_epoch"), \
    column("seconds_high") == column("seconds_high") ? column("seconds_high") : 0)))
stats csv using (see(0), 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no measurement", csv) }

word_index(list, entry) = int(sum [index=1:words(list)] (word(list, index) eq entry ? index : 0))
count = words(frameworks)
framework_name(key) = key eq "tensorflow" ? "TensorFlow" : key eq "torch" ? "PyTorch" : key eq "ablation" ? "this program" : key
width = 0.8 / count
page_width = int(larger(larger(1000, 19 * 60), 200 + 110 * words(groups) * count)); page_height = 760
heading = "Epoch time by batch size, one thread".(words(families) == 1 ? \
  ": ".family_name(word(families, 1)) : "")
load folder."page.gp"
set lmargin at screen px_x(100)
set rmargin at screen px_x(page_width - 30)
set tmargin at screen top - px_y(20)
set bmargin at screen px_y(130)
set xrange [0.4 : words(groups) + 0.6]
# Room above the highest bar for its two lines of text.
set yrange [0 : 1.16 * slowest]
set ylabel "seconds an epoch"
if (words(families) == 1) { set xlabel "batch size (images)" }
set grid noxtics ytics
unset key
set xtics scale 0 ()
do for [index=1:words(groups)] {
  entry = word(groups, index)
  cut = strstrt(entry, ":")
  set xtics add ((words(families) == 1 ? entry[cut + 1:*] : \
    sprintf("%s\nbatch size %s", family_name(entry[1:cut - 1]), entry[cut + 1:*])) index)
}
legend_x = 60; legend_dash = 1; legend_line = 9; legend_shape = 0
do for [index=1:count] {
  legend_colour = word(cycle, 1 + (index - 1) % 6)
  legend_text = framework_name(word(frameworks, index))
  legend_width = 110 + 12 * strlen(legend_text)
  load folder."legend.gp"
}
set style fill solid 1 noborder
set boxwidth width * 0.92
place(unused) = word_index(groups, group_name(0)) + (word_index(frameworks, strcol("framework")) - (count + 1) / 2.0) * width
of(index, value) = strcol("framework") eq word(frameworks, index) ? value : NaN
bound(name) = column(name) == column(name) ? column(name) : column("seconds_per_epoch")
# Values are written above the interval's upper end.
caption(unused) = column("ratio") == column("ratio") ? \
  sprintf("%.2f s\n%.2f times", column("seconds_per_epoch"), column("ratio")) : sprintf("%.2f s", column("seconds_per_epoch"))
# Two lines of text stand higher than one; a label needs a defined place, hence texts that are empty in the other plot.
lines(count) = (column("ratio") == column("ratio") ? 2 : 1) == count ? caption(0) : ""
plot for [index=1:count] csv using (place(0)):(of(index, column("seconds_per_epoch"))) with boxes \
    lc rgb word(cycle, 1 + (index - 1) % 6), \
  csv using (place(0)):(bound("seconds_low")):(0):(bound("seconds_high") - bound("seconds_low")) \
    with vectors nohead lw 3 lc rgb ink, \
  csv using (place(0)):(bound("seconds_high")):(lines(1)) with labels center offset 0, 0.7 font "Sans,14" tc rgb ink, \
  csv using (place(0)):(bound("seconds_high")):(lines(2)) with labels center offset 0, 1.3 font "Sans,14" tc rgb ink
