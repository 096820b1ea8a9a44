// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ratios/process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace fairstart::bench {
namespace {

// Streams of the new process; -1: as here.
struct Streams {
  int in = -1, out = -1, error = -1;
};

// posix_spawn and not fork: the time must not depend on how much memory this program holds.
pid_t spawn(const Command& command, const Streams& streams) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (streams.in >= 0) posix_spawn_file_actions_adddup2(&actions, streams.in, STDIN_FILENO);
  if (streams.out >= 0) posix_spawn_file_actions_adddup2(&actions, streams.out, STDOUT_FILENO);
  if (streams.error >= 0) posix_spawn_file_actions_adddup2(&actions, streams.error, STDERR_FILENO);
  pid_t process = -1;
  const int failed = posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + command.front());
  return process;
}

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no more pipes");
  return ends;
}

}  // namespace

Finished run_process(const Command& command) {
  // A file and not a pipe: nobody has to read while the program runs.
  std::FILE* said = std::tmpfile();
  if (said == nullptr) throw std::runtime_error("no temporary file");
  const int file = fileno(said);
  Finished finished;
  rusage used{};
  int status = 0;
  const auto begun = std::chrono::steady_clock::now();
  const pid_t process = spawn(command, {-1, file, file});
  while (wait4(process, &status, 0, &used) < 0 && errno == EINTR) continue;
  finished.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  finished.peak_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
  if (WIFEXITED(status)) finished.exit_code = WEXITSTATUS(status);
  std::rewind(said);
  std::array<char, 4096> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), said)) > 0;)
    finished.said.append(piece.data(), got);
  std::fclose(said);
  return finished;
}

Finished run_well(const Command& command) {
  Finished finished = run_process(command);
  if (finished.exit_code == 0) return finished;
  std::string line;
  for (const std::string& word : command) line += (line.empty() ? "" : " ") + word;
  throw std::runtime_error(line + "\nended with " + std::to_string(finished.exit_code) + ":\n" + finished.said);
}

Session::Session(const Command& command) : name_(command.front()) {
  const std::array<int, 2> in = make_pipe(), out = make_pipe();
  process_ = spawn(command, {in[0], out[1], -1});
  close(in[0]);
  close(out[1]);
  to_ = fdopen(in[1], "w");
  from_ = fdopen(out[0], "r");
  greeting_ = read_line();
}

Session::~Session() {
  std::fclose(to_);
  std::fclose(from_);
  waitpid(process_, nullptr, 0);
}

std::string Session::read_line() {
  std::string line;
  for (int c = std::fgetc(from_); c != '\n'; c = std::fgetc(from_)) {
    if (c == EOF) throw std::runtime_error(name_ + " has stopped");
    line += static_cast<char>(c);
  }
  return line;
}

std::vector<double> Session::ask(const std::string& line) {
  std::fprintf(to_, "%s\n", line.c_str());
  std::fflush(to_);
  std::istringstream words(read_line());
  std::vector<double> numbers;
  for (double number = 0; words >> number;) numbers.push_back(number);
  if (numbers.empty()) throw std::runtime_error(name_ + " gave no time");
  return numbers;
}

}  // namespace fairstart::bench
