// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace fairstart::bound {

[[noreturn]] inline void fail(const std::string& what) {
  std::perror(what.c_str());
  std::exit(1);
}

inline std::size_t size_of_file(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) fail(path);
  return static_cast<std::size_t>(found.st_size);
}

// work(i) for every i below `threads`, each on a thread of its own; the first on this one.
template <class Work>
void on_threads(unsigned threads, const Work& work) {
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back([&work, i] { work(i); });
  work(0);
  for (std::thread& other : others) other.join();
}

// A file's lines in pieces that stay in the second-level cache: each thread takes one range of the file, cut at line ends, and
// take(thread, begin, end) sees whole lines with 64 zero bytes or more behind them.
template <class Take>
void read_lines(const std::string& path, unsigned threads, bool has_header, const Take& take) {
  const int file = open(path.c_str(), O_RDONLY);
  if (file < 0) fail(path);
  const std::size_t size = size_of_file(path);
  const auto line_after = [&](std::size_t at) {
    std::vector<char> piece(1U << 16U);
    while (true) {
      const ssize_t got = pread(file, piece.data(), piece.size(), static_cast<off_t>(at));
      if (got <= 0) return size;
      const void* end = std::memchr(piece.data(), '\n', static_cast<std::size_t>(got));
      if (end != nullptr) return at + static_cast<std::size_t>(static_cast<const char*>(end) - piece.data()) + 1;
      at += static_cast<std::size_t>(got);
    }
  };
  std::vector<std::size_t> cuts{has_header ? line_after(0) : 0};
  for (unsigned i = 1; i < threads; ++i) cuts.push_back(line_after(size / threads * i));
  cuts.push_back(size);

  on_threads(threads, [&](unsigned thread) {
    constexpr std::size_t piece = 1U << 20U, slack = 128;
    std::size_t room = 2 * piece, carried = 0;
    std::size_t at = cuts[thread];
    char* buffer = static_cast<char*>(std::malloc(room + slack));
    while (at < cuts[thread + 1]) {
      if (carried + piece > room) {
        room *= 2;
        buffer = static_cast<char*>(std::realloc(buffer, room + slack));
      }
      if (buffer == nullptr) std::abort();
      const ssize_t got = pread(file, buffer + carried, std::min(piece, cuts[thread + 1] - at), static_cast<off_t>(at));
      if (got <= 0) break;
      at += static_cast<std::size_t>(got);
      const std::size_t held = carried + static_cast<std::size_t>(got);
      const char* last = static_cast<const char*>(memrchr(buffer, '\n', held));
      if (last == nullptr) {
        carried = held;
        continue;
      }
      std::memset(buffer + held, 0, 64);
      take(thread, static_cast<const char*>(buffer), last + 1);
      carried = static_cast<std::size_t>(buffer + held - (last + 1));
      std::memmove(buffer, last + 1, carried);
    }
    std::free(buffer);
  });
  close(file);
}

}  // namespace fairstart::bound
