// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fairstart::readers {

base::Result<InputFile> InputFile::open(const std::filesystem::path& path) {
  // Without waiting: a named pipe in the folder must not hang the program.
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (handle < 0) {
    if (errno == ENOENT) return base::Failure{"is not there"};
    if (errno == EACCES) return base::Failure{"may not be read: permission denied"};
    return base::Failure{std::string("can't be opened: ") + std::strerror(errno)};
  }
  struct stat about {};
  if (::fstat(handle, &about) != 0 || !S_ISREG(about.st_mode)) {
    ::close(handle);
    return base::Failure{S_ISDIR(about.st_mode) ? "is a folder, not a file" : "is not an ordinary file"};
  }
  return InputFile(handle, static_cast<std::uint64_t>(about.st_size), true, unpacker_for(path.extension().string()));
}

base::Result<InputFile> InputFile::standard_input() {
  // A number of its own: it is closed like any other, and standard input stays open.
  const int handle = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
  struct stat about {};
  if (handle < 0 || ::fstat(handle, &about) != 0) {
    if (handle >= 0) ::close(handle);
    return base::Failure{"can't be read"};
  }
  const bool has_size = S_ISREG(about.st_mode);
  return InputFile(handle, has_size ? static_cast<std::uint64_t>(about.st_size) : 0, has_size, nullptr);
}

InputFile::InputFile(InputFile&& other) noexcept
    : handle_(other.handle_), size_(other.size_), has_size_(other.has_size_), unpacker_(std::move(other.unpacker_)) {
  other.handle_ = -1;
}

InputFile::~InputFile() {
  if (handle_ >= 0) ::close(handle_);
}

std::ptrdiff_t InputFile::read(char* to, std::size_t room, FingerprintOf* fingerprint) {
  if (unpacker_ == nullptr) return read_bytes(to, room, fingerprint);
  return unpacker_->read(to, room, [&](char* at, std::size_t space) { return read_bytes(at, space, fingerprint); });
}

std::ptrdiff_t InputFile::read_bytes(char* to, std::size_t room, FingerprintOf* fingerprint) {
  std::ptrdiff_t got = 0;
  do { got = ::read(handle_, to, room); } while (got < 0 && errno == EINTR);
  if (got > 0 && fingerprint != nullptr) fingerprint->add({to, static_cast<std::size_t>(got)});
  return got;
}

}  // namespace fairstart::readers
