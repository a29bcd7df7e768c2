# What all figures share: the check of the CSV file, fonts, colours and names. A figure sets `csv`, `png` and
# `needed_columns`, then loads this file. Text that comes from data is never read as markup (noenhanced).

set encoding utf8
if (!exists("note")) { note = "" }
# gnuplot's own "% h" begins positive numbers with a space, which moves labels off their ticks.
set format "%h"

# --- The CSV file exists and has the columns. The header is read whole, as one cell.
set datafile separator "\t"
set datafile nocolumnheaders
header = ""
stats csv using (header = strcol(1), 0) every ::0::0 nooutput
if (header eq "") { exit error sprintf("'%s' cannot be read or is empty", csv) }
missing = ""
do for [name in needed_columns] {
  if (strstrt(",".header.",", ",".name.",") == 0) { missing = missing." ".name }
}
if (missing ne "") { exit error sprintf("'%s' lacks the column(s)%s; it has %s", csv, missing, header) }
set datafile separator comma
set datafile columnheaders

# --- Numbers in a cell of several: gnuplot's real() takes no "5e-05", whose mantissa has no point.
number(text) = strstrt(text, "e") == 0 || strstrt(text, ".") > 0 ? real(text) : \
  real(text[1:strstrt(text, "e") - 1].".0".text[strstrt(text, "e"):*])

# --- Colours (Okabe and Ito, safe for colour-blind readers)
blue = "#0072B2"; vermillion = "#D55E00"; green = "#009E73"; purple = "#CC79A7"
sky = "#56B4E9"; orange = "#E69F00"; ink = "#222222"; faint = "#8A8A8A"; hair = "#DADADA"
cycle = blue." ".orange." ".green." ".purple." ".sky." ".vermillion
method_colour(name, index) = name eq "grid" ? orange : name eq "random" ? blue : name eq "bayes" ? green : \
  word(cycle, 1 + (index - 1) % 6)
method_shape(name, index) = name eq "grid" ? 5 : name eq "random" ? 7 : name eq "bayes" ? 9 : 11 + 2 * (index % 2)

# --- Names
family_name(key) = key eq "lenet5" ? "LeNet-5" : \
  (key eq "lenet5_augmented" || key eq "lenet5-augmented") ? "LeNet-5 + augmentation" : \
  key eq "padocanet" ? "PadocaNet" : key
method_name(key) = key eq "grid" ? "grid search" : key eq "random" ? "random search" : \
  key eq "bayes" ? "Bayesian search" : key
readable(name) = name eq "validation_accuracy" ? "validation accuracy" : \
  name eq "validation_loss" ? "validation loss" : name

# A plot "with labels" must have a defined place in its only row, or gnuplot 5.4 crashes. Labels that are not to be
# written have an empty text instead of an undefined place.

# --- A list of words without repeats: `methods = with_word(methods, "grid")`
with_word(list, entry) = strstrt(" ".list, " ".entry." ") ? list : list.entry." "

larger(a, b) = a > b ? a : b
smaller(a, b) = a < b ? a : b

# --- The round number (1, 2 or 5 times a power of ten) at or above `step`, for ticks that do not touch
tenth(step) = 10.0 ** floor(log10(step))
nice_step(step) = step <= tenth(step) ? tenth(step) : step <= 2 * tenth(step) ? 2 * tenth(step) : \
  step <= 5 * tenth(step) ? 5 * tenth(step) : 10 * tenth(step)

# --- Numbers in texts have a minus sign, as those of the axes; `minus` turns the hyphens of a number's text into it
set minussign
minus(text) = strstrt(text, "-") == 0 ? text : \
  text[1:strstrt(text, "-") - 1]."−".minus(text[strstrt(text, "-") + 1:*])

# --- How wide a text is in pixels, never less than it is: DejaVu Sans, which "Sans" is where fonts are not chosen and the
# widest of the usual ones; its bold has 1.12 times the width
em_of(c) = strstrt(" ',./:;|!-·ijlfIJ", c) ? 0.36 : strstrt("()[]trs\"z*_?c", c) ? 0.5 : \
  strstrt("abdeghknopquvxy0123456789", c) ? 0.635 : strstrt("ABCEFKLPRSTUVXYZ", c) ? 0.74 : \
  strstrt("#+<=>^~−×±→●wMOQ&GDNH", c) ? 0.85 : 1
text_width(text, points) = points / 0.75 * (strlen(text) == 0 ? 0 : sum [c_at=1:strlen(text)] em_of(text[c_at:c_at]))
bold_width(text, points) = 1.12 * text_width(text, points)

# --- An interval of a share, drawn in per cent, does not reach beyond 0 and 100; `by` is the scale
bounded(value, by) = by == 100 ? larger(0, smaller(100, value)) : value
cut(low, high, by) = bounded(low, by) != low || bounded(high, by) != high

# --- Frame and grid
set border 3 lc rgb faint lw 1
set tics nomirror tc rgb ink
set grid lc rgb hair lw 1 lt 1
set tics front
