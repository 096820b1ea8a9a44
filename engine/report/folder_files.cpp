// SPDX-License-Identifier: Apache-2.0
#include "engine/report/folder_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace fairstart::report {
namespace fs = std::filesystem;

Handle& Handle::operator=(Handle&& other) noexcept {
  if (this != &other) {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = other.release();
  }
  return *this;
}

Handle::~Handle() {
  if (descriptor_ >= 0) close(descriptor_);
}

int Handle::release() { return std::exchange(descriptor_, -1); }

base::Failure failure(std::string_view doing, const fs::path& path, int error) {
  return {fmt::format("cannot {} `{}`: {}", doing, path.string(), std::generic_category().message(error))};
}

bool is_our_file(std::string_view name) {
  static constexpr std::array<std::string_view, 16> names{
      "families.csv", "people.csv",  "offers.csv",  "lists.csv",      "allocations.csv", "indicators.csv",
      "gaps.csv",     "trends.csv",  "cases.csv",   "incentives.csv", "guarantees.csv",  "rejects.csv",
      "report.json",  "report.html", "report.xlsx", "manifest.json"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

base::Result<std::vector<std::string>> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  if (error) return failure("list", folder, error.value());
  std::sort(names.begin(), names.end());
  return names;
}

base::Status move_file(const fs::path& from, const fs::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return failure("move a file to", to, errno);
  return base::Done{};
}

base::Status write_all(int descriptor, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return failure("write", path, errno);
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return base::Done{};
}

void start_sync(int descriptor, std::uint64_t from, std::uint64_t size) {
  // Only a hint: a file system that does not take it loses nothing.
  sync_file_range(descriptor, static_cast<off64_t>(from), static_cast<off64_t>(size), SYNC_FILE_RANGE_WRITE);
}

base::Status sync_path(const fs::path& path) {
  const Handle handle(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!handle.is_open()) return failure("open", path, errno);
  // Some file systems cannot sync folders, and some files (pipes, devices) have nothing to sync.
  if (fsync(handle.descriptor()) != 0 && errno != EINVAL && errno != ENOTSUP) return failure("write", path, errno);
  return base::Done{};
}

Handle lock_folder(const fs::path& folder, bool wait) {
  Handle handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open()) return handle;
  while (flock(handle.descriptor(), wait ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR) return Handle();
  }
  return handle;
}

bool exchange(const fs::path& a, const fs::path& b) {
  return syscall(SYS_renameat2, AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

}  // namespace fairstart::report
