#include "gnuplot_bridge.h"

#include <gnuplot-iostream.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

std::string effective_search_path(const char *search_path) {
  if (search_path) return search_path;
  const char *inherited = std::getenv("PATH");
  return inherited ? inherited : "";
}

/// The full path of `gnuplot`, or "" when no folder of `search_path` has it.
std::string find_gnuplot(const std::string &search_path) {
  std::istringstream folders(search_path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (folder.empty()) continue;
    const std::string candidate = folder + "/gnuplot";
    struct stat entry;
    if (stat(candidate.c_str(), &entry) == 0 && S_ISREG(entry.st_mode) && access(candidate.c_str(), X_OK) == 0)
      return candidate;
  }
  return "";
}

std::string shell_quoted(const std::string &text) {
  std::string quoted = "'";
  for (char character : text) quoted += character == '\'' ? std::string("'\\''") : std::string(1, character);
  return quoted + "'";
}

/// A gnuplot string expression for `text`. Single quotes take everything literally (double quotes would run what
/// stands in backquotes); only the quote itself is doubled, and a line break ends gnuplot's line, so it is spliced in.
std::string gnuplot_quoted(const std::string &text) {
  std::string quoted = "'";
  for (char character : text) {
    if (character == '\'') quoted += "''";
    else if (character == '\n') quoted += "'.\"\\n\".'";
    else quoted += character;
  }
  return quoted + "'";
}

bool is_identifier(const char *name) {
  if (!name || !(std::isalpha(static_cast<unsigned char>(*name)) || *name == '_')) return false;
  for (const char *character = name; *character; ++character)
    if (!(std::isalnum(static_cast<unsigned char>(*character)) || *character == '_')) return false;
  return true;
}

void copy_message(const std::string &text, char *message, size_t capacity) {
  if (!message || capacity == 0) return;
  const size_t length = std::min(text.size(), capacity - 1);
  std::memcpy(message, text.data(), length);
  message[length] = 0;
}

std::string contents(const std::string &path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

/// A private folder that takes gnuplot's messages and its exit status, removed at the end.
struct ScratchFolder {
  std::string path, messages, status;

  ScratchFolder() {
    const char *root = std::getenv("TMPDIR");
    std::string name = std::string(root && *root ? root : "/tmp") + "/ablation-gnuplot-XXXXXX";
    if (!mkdtemp(&name[0])) throw std::runtime_error("cannot make a temporary folder: " + name);
    path = name;
    messages = name + "/messages";
    status = name + "/status";
  }
  ~ScratchFolder() {
    unlink(messages.c_str());
    unlink(status.c_str());
    rmdir(path.c_str());
  }
  ScratchFolder(const ScratchFolder &) = delete;
  ScratchFolder &operator=(const ScratchFolder &) = delete;
};

/// Keeps a gnuplot that ended early from killing this process: a write to its closed pipe then fails as an error.
struct BrokenPipeGuard {
  sigset_t previous;
  bool was_pending;

  BrokenPipeGuard() {
    sigset_t pipe, pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe, &previous);
  }
  ~BrokenPipeGuard() {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    const struct timespec at_once = {0, 0};
    if (!was_pending)
      while (sigtimedwait(&pipe, nullptr, &at_once) == SIGPIPE) {
      }
    pthread_sigmask(SIG_SETMASK, &previous, nullptr);
  }
};

}  // namespace

extern "C" int gnuplot_available(const char *search_path) {
  try {
    return find_gnuplot(effective_search_path(search_path)).empty() ? 0 : 1;
  } catch (...) {
    return 0;
  }
}

extern "C" gnuplot_status gnuplot_run_script(
    const char *search_path, const char *script_path, const gnuplot_variable *variables, size_t variable_count,
    char *message, size_t message_capacity, int *exit_status) {
  copy_message("", message, message_capacity);
  if (exit_status) *exit_status = -1;
  try {
    if (!script_path || (variable_count > 0 && !variables)) return GNUPLOT_INVALID_ARGUMENT;
    std::string commands;
    for (size_t index = 0; index < variable_count; ++index) {
      if (!is_identifier(variables[index].name) || !variables[index].value) {
        const char *name = variables[index].name ? variables[index].name : "";
        copy_message("'" + std::string(name) + "' cannot name a variable", message, message_capacity);
        return GNUPLOT_INVALID_ARGUMENT;
      }
      commands += std::string(variables[index].name) + " = " + gnuplot_quoted(variables[index].value) + "\n";
    }
    // `exit` ends gnuplot even where another child of this process has inherited the pipe's open end.
    commands += "load " + gnuplot_quoted(script_path) + "\nexit\n";

    const std::string executable = find_gnuplot(effective_search_path(search_path));
    if (executable.empty()) {
      copy_message("no executable gnuplot on the search path", message, message_capacity);
      return GNUPLOT_NOT_FOUND;
    }

    ScratchFolder scratch;
    // -d leaves out the user's own start-up file. The shell keeps the status, which gnuplot-iostream would discard.
    // Its own words (a gnuplot that was killed) go where gnuplot's go.
    const std::string command = "exec 2> " + shell_quoted(scratch.messages) + " >&2; " + shell_quoted(executable) +
                                " -d -; echo $? > " + shell_quoted(scratch.status);
    {
      BrokenPipeGuard guard;
      gnuplotio::Gnuplot pipe(command);
      pipe.write(commands.data(), static_cast<std::streamsize>(commands.size()));
    }

    copy_message(contents(scratch.messages), message, message_capacity);
    const std::string status_text = contents(scratch.status);
    if (status_text.empty()) {
      copy_message("gnuplot was stopped before it ended", message, message_capacity);
      return GNUPLOT_SYSTEM_ERROR;
    }
    const int status = std::atoi(status_text.c_str());
    if (exit_status) *exit_status = status;
    return status == 0 ? GNUPLOT_SUCCEEDED : GNUPLOT_SCRIPT_FAILED;
  } catch (const std::exception &error) {
    copy_message(error.what(), message, message_capacity);
    return GNUPLOT_SYSTEM_ERROR;
  } catch (...) {
    copy_message("unknown failure", message, message_capacity);
    return GNUPLOT_SYSTEM_ERROR;
  }
}
