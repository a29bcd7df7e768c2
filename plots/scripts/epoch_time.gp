# Time of an epoch by batch size, a group of bars for each batch size.
#
#   gnuplot -e "csv='train.csv'; png='epoch_time.png'" epoch_time.gp
#
# Variables: csv (train.csv), png, note. Strokes are 95 % intervals, where there are any. Other frameworks: peers.gp.

if (!exists("csv")) csv = "train.csv"
if (!exists("png")) png = "epoch_time.png"
needed_columns = "family augmentation batch epoch_s_median epoch_s_low epoch_s_high"
folder = ARG0[1:strlen(ARG0) - strlen("epoch_time.gp")]
load folder."style.gp"

# --- Names of bars: networks (family|augmentation); batch sizes in the file's order
networks = ""; batches = ""; longest = 0; rows = 0
network(unused) = strcol("family")."|".strcol("augmentation")
stats csv using (networks = with_word(networks, network(0)), batches = with_word(batches, strcol("batch")), \
  longest = larger(longest, larger(column("epoch_s_median"), column("epoch_s_high") > 0 ? column("epoch_s_high") : 0)), \
  rows = rows + 1, 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no rows", csv) }
before(text) = text[1:strstrt(text, "|") - 1]
after(text) = text[strstrt(text, "|") + 1:]
# A family that augments by nature is told from its twin that does not.
network_name(text) = family_name(before(text)).(after(text) eq "none" && before(text) ne "lenet5" ? ", augmentation off" : "")
bars = words(networks)
bar_name(index) = network_name(word(networks, index))
bar_colour(index) = word(cycle." ".ink." ".faint, 1 + (index - 1) % 8)
word_index(list, entry) = int(sum [index=1:words(list)] (word(list, index) eq entry ? index : 0))

# --- Legend in lines of at most three entries
legend_columns = bars < 3 ? bars : 3
entry_width = 0
do for [index=1:bars] { entry_width = larger(entry_width, 110 + 11.2 * strlen(bar_name(index))) }
legend_lines = (bars + legend_columns - 1) / legend_columns
page_width = larger(larger(1100, 150 + legend_columns * entry_width), 220 + words(batches) * (60 * bars + 60))
page_height = 720 + 34 * legend_lines
heading = "Time of an epoch by batch size"
load folder."page.gp"
unset key
set lmargin at screen px_x(120)
set rmargin at screen 1 - px_x(40)
set tmargin at screen top - px_y(30)
set bmargin at screen px_y(110 + 34 * legend_lines)
width = 0.84 / bars
place(group, index) = word_index(batches, group) - 0.42 + width * (index - 0.5)
set xrange [0.4 : words(batches) + 0.6]
set yrange [0 : longest * 1.14]
set xtics scale 0 ("" 0)
do for [index=1:words(batches)] { set xtics add (word(batches, index) index) }
set xlabel "batch size (images)"
set ylabel "seconds an epoch"
set grid noxtics ytics
set style fill solid 1 noborder
set boxwidth width * 0.92
do for [index=1:bars] {
  legend_x = 120 + ((index - 1) % legend_columns) * entry_width
  legend_y = 34 + 34 * (legend_lines - 1 - (index - 1) / legend_columns)
  legend_dash = 1; legend_line = 16; legend_shape = 0; legend_width = 0
  legend_colour = bar_colour(index)
  legend_text = bar_name(index)
  load folder."legend.gp"
}
of(index) = network(0) eq word(networks, index) ? place(strcol("batch"), index) : NaN
spread(index) = column("epoch_s_low") > 0 && column("epoch_s_high") > 0 ? of(index) : NaN
above(value) = value + longest * 0.03
text(value) = sprintf(value < 10 ? "%.2f" : "%.1f", value)
# A label needs a defined place: rows of other bars stand at the origin with an empty text.
at_label(x) = x == x ? x : 1
plot for [index=1:words(networks)] csv using (of(index)):(column("epoch_s_median")) with boxes lc rgb bar_colour(index), \
  for [index=1:words(networks)] csv using (spread(index)):(column("epoch_s_low")):(0): \
    (column("epoch_s_high") - column("epoch_s_low")) with vectors nohead lw 3 lc rgb ink, \
  for [index=1:words(networks)] csv using (at_label(of(index))): \
    (above(larger(column("epoch_s_median"), column("epoch_s_high") > 0 ? column("epoch_s_high") : 0))): \
    (of(index) == of(index) ? text(column("epoch_s_median")) : "") with labels center font "Sans,15" tc rgb ink
