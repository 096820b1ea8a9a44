// SPDX-License-Identifier: Apache-2.0
#include "cli/watch.hpp"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <map>
#include <string>

namespace fairstart::cli {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t watch_interrupted = 0;
void interrupt_watch(int) { watch_interrupted = 1; }

// Enough to notice a change; all zero where there is no such file. Editors write in place or put a new file there.
using Mark = std::array<long long, 5>;
using Marks = std::map<fs::path, Mark>;

Mark mark_of(const fs::path& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return {};
  return {static_cast<long long>(about.st_ino), about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec, 1};
}

// Files, and the folders that they lie in: a module that was not found may be put there.
Marks marks_of(const std::set<fs::path>& files) {
  Marks marks;
  for (const fs::path& file : files) {
    marks[file] = mark_of(file);
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    marks[folder] = mark_of(folder);
  }
  return marks;
}

bool unchanged(const Marks& marks) {
  for (const auto& [path, mark] : marks)
    if (mark_of(path) != mark) return false;
  return true;
}

// A fifth of a second, or until a signal comes.
void wait_a_little() { poll(nullptr, 0, 200); }

}  // namespace

bool may_watch() { return isatty(STDOUT_FILENO) == 1; }

int watch(const std::function<int(std::set<fs::path>& read)>& once) {
  struct sigaction action {};
  action.sa_handler = interrupt_watch;
  action.sa_flags = SA_RESETHAND;  // asked twice, it ends at once
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  int code = 0;
  std::set<fs::path> known;
  while (watch_interrupted == 0) {
    // What is written while the run goes on is seen by the next: marks are taken before.
    Marks before = marks_of(known);
    std::set<fs::path> read;
    code = once(read);
    for (const auto& [path, mark] : marks_of(read)) before.try_emplace(path, mark);
    known = read;
    if (watch_interrupted != 0) break;
    std::cout << "Watching " << read.size() << " file" << (read.size() == 1 ? "" : "s") << " (Ctrl-C ends)\n" << std::flush;
    while (watch_interrupted == 0 && unchanged(before)) wait_a_little();
    if (watch_interrupted == 0) wait_a_little();  // the editor may not be done
    if (watch_interrupted == 0) std::cout << '\n';
  }
  return code;
}

}  // namespace fairstart::cli
