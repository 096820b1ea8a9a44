// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/unnamed_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace fairstart::base {
namespace {

Failure failed(std::string_view doing, const std::filesystem::path& folder, int error) {
  return {"cannot " + std::string(doing) + " `" + folder.string() + "`: " + std::generic_category().message(error)};
}

}  // namespace

Result<UnnamedFile> UnnamedFile::create(const std::filesystem::path& folder, std::string_view use) {
  int descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    // Not every file system makes files without a name: this one loses it at once.
    const std::filesystem::path named = folder / (std::string(use) + ".spool");
    descriptor = open(named.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return failed("write into", folder, errno);
    unlink(named.c_str());
  }
  return UnnamedFile(descriptor, folder);
}

UnnamedFile::UnnamedFile(UnnamedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), folder_(std::move(other.folder_)), end_(other.end_.load()) {}

UnnamedFile::~UnnamedFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<std::uint64_t> UnnamedFile::add(const void* bytes, std::size_t size) {
  const std::uint64_t at = end_.fetch_add(size);
  const char* from = static_cast<const char*>(bytes);
  for (std::uint64_t to = at; size > 0;) {
    const ssize_t written = pwrite(descriptor_, from, size, static_cast<off_t>(to));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("write into", folder_, errno);
    to += static_cast<std::uint64_t>(written);
    from += written;
    size -= static_cast<std::size_t>(written);
  }
  return at;
}

Status UnnamedFile::read(std::uint64_t at, void* to, std::size_t size) const {
  for (std::size_t done = 0; done < size;) {
    const ssize_t got = pread(descriptor_, static_cast<char*>(to) + done, size - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return failed("read from", folder_, got < 0 ? errno : EIO);
    done += static_cast<std::size_t>(got);
  }
  return Done{};
}

}  // namespace fairstart::base
