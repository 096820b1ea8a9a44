// SPDX-License-Identifier: Apache-2.0
#include "cli/write_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

// Of a new file, as the user's shell would make it.
mode_t new_file_mode() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666U & ~mask;
}

}  // namespace

std::string write_file(const fs::path& file, const std::string& text) {
  std::error_code error;
  fs::path target = fs::canonical(file, error);
  if (error) target = file;
  struct stat old {};
  const bool is_new = stat(target.c_str(), &old) != 0;
  if (is_new && errno != ENOENT) return std::strerror(errno);
  if (!is_new && access(target.c_str(), W_OK) != 0) return std::strerror(errno);
  if (!is_new && !S_ISREG(old.st_mode)) return "it is not a file";
  const fs::path folder = target.parent_path().empty() ? fs::path(".") : target.parent_path();
  std::string name = (folder / ("." + target.filename().string() + ".XXXXXX")).string();
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) return std::strerror(errno);
  const char* at = text.data();
  std::size_t left = text.size();
  int failed = 0;
  while (left > 0 && failed == 0) {
    const ssize_t written = write(descriptor, at, left);
    if (written < 0 && errno != EINTR) failed = errno;
    if (written > 0) at += written, left -= static_cast<std::size_t>(written);
  }
  const mode_t mode = is_new ? new_file_mode() : old.st_mode & 07777U;
  if (failed == 0 && (fchmod(descriptor, mode) != 0 || fsync(descriptor) != 0)) failed = errno;
  if (close(descriptor) != 0 && failed == 0) failed = errno;
  if (failed == 0 && std::rename(name.c_str(), target.c_str()) != 0) failed = errno;
  if (failed == 0) return {};
  unlink(name.c_str());
  return std::strerror(failed);
}

}  // namespace fairstart::cli
