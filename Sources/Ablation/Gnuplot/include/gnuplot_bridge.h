#pragma once

// Runs gnuplot scripts through gnuplot-iostream. No C++ exception crosses these functions, none of them writes to the
// process' own standard streams, and they may be called from several threads at once.

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What became of one run.
typedef enum gnuplot_status {
  /// gnuplot ran the whole script and exited with 0.
  GNUPLOT_SUCCEEDED = 0,
  /// gnuplot ran and exited with another status: `exit_status` and the message say why.
  GNUPLOT_SCRIPT_FAILED = 1,
  /// No executable `gnuplot` lies on the search path.
  GNUPLOT_NOT_FOUND = 2,
  /// A variable's name is no gnuplot identifier, or a required pointer is null.
  GNUPLOT_INVALID_ARGUMENT = 3,
  /// The process, its pipe or the folder for its messages could not be made.
  GNUPLOT_SYSTEM_ERROR = 4,
} gnuplot_status;

/// One string variable that the script sees.
typedef struct gnuplot_variable {
  /// A gnuplot identifier: letters, digits and underscores, no leading digit.
  const char *name;
  /// Any text without a zero byte; it reaches the script unchanged, whatever quotes, backslashes or backquotes it has.
  const char *value;
} gnuplot_variable;

/// 1 when an executable `gnuplot` lies on `search_path`, else 0.
///
/// `search_path` lists folders separated by colons; null means the environment's PATH.
int gnuplot_available(const char *search_path);

/// Sets `variables`, loads the script at `script_path`, and waits for gnuplot to end. `search_path` is as above.
///
/// `message` receives what gnuplot wrote to its standard error, or the bridge's own words: at most `message_capacity`
/// bytes with the closing zero, the end of a longer text being cut off. `exit_status` receives gnuplot's, or -1 where
/// it never ran. Both may be null.
gnuplot_status gnuplot_run_script(
    const char *search_path, const char *script_path, const gnuplot_variable *variables, size_t variable_count,
    char *message, size_t message_capacity, int *exit_status);

#ifdef __cplusplus
}
#endif
