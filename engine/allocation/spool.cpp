// SPDX-License-Identifier: Apache-2.0
#include "engine/allocation/spool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace fairstart::allocation {
namespace {

base::Failure failed(std::string_view doing, const std::filesystem::path& folder, int error) {
  return {fmt::format("cannot {} `{}`: {}", doing, folder.string(), std::generic_category().message(error))};
}

}  // namespace

base::Result<Spool> Spool::create(const std::filesystem::path& folder) {
  int descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    // Not every file system makes files without a name: this one loses it at once.
    const std::filesystem::path named = folder / "lists.spool";
    descriptor = open(named.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return failed("write into", folder, errno);
    unlink(named.c_str());
  }
  return Spool(descriptor, folder);
}

Spool::Spool(Spool&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), folder_(std::move(other.folder_)), end_(other.end_.load()) {}

Spool::~Spool() {
  if (descriptor_ >= 0) close(descriptor_);
}

base::Result<std::uint64_t> Spool::add(std::string_view text) {
  const std::uint64_t at = end_.fetch_add(text.size());
  for (std::uint64_t to = at; !text.empty();) {
    const ssize_t written = pwrite(descriptor_, text.data(), text.size(), static_cast<off_t>(to));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("write into", folder_, errno);
    to += static_cast<std::uint64_t>(written);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return at;
}

base::Result<std::string> Spool::read(std::uint64_t at, std::size_t size) const {
  std::string text(size, '\0');
  for (std::size_t done = 0; done < size;) {
    const ssize_t got = pread(descriptor_, text.data() + done, size - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return failed("read from", folder_, got < 0 ? errno : EIO);
    done += static_cast<std::size_t>(got);
  }
  return text;
}

}  // namespace fairstart::allocation
