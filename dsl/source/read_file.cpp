// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "dsl/base/text.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::source {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

std::string reason(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR: return "there is no such file";
    case EACCES:
    case EPERM: return "there is no permission to read it";
    case EISDIR: return "it is a folder, not a file";
    case ELOOP: return "its links go round in a circle";
    case ENAMETOOLONG: return "its name is too long";
    default: return std::strerror(error);
  }
}

base::Failure failed(const std::string& what, const std::string& why) { return {"can't read " + what + ": " + why}; }

std::string size_in_words(std::size_t bytes) {
  if (bytes >= (1U << 20U) && bytes % (1U << 20U) == 0) return std::to_string(bytes >> 20U) + " MB";
  return std::to_string(bytes) + " bytes";
}

// The offset of the first byte that is not part of a whole character.
std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    while (length <= 4 && !base::is_valid_utf8(text.substr(at, length))) ++length;
    if (length > 4) return at;
    at += length;
  }
  return text.size();
}

// Everything from `descriptor`, that a person knows as `what`.
base::Result<std::string> read_all(int descriptor, const std::string& what, std::size_t max_bytes) {
  std::string text;
  std::string block(64U << 10U, '\0');
  while (true) {
    const ssize_t count = read(descriptor, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(what, reason(errno));
    if (count == 0) return text;
    text.append(block, 0, static_cast<std::size_t>(count));
    if (text.size() > max_bytes) return failed(what, "it is over the limit of " + size_in_words(max_bytes));
  }
}

}  // namespace

base::Result<std::string> read_text_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const std::string what = "`" + path.string() + "`";
  // Not blocking: a named pipe that nobody writes to must not hang the program.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) return failed(what, reason(errno));
  struct stat status {};
  if (fstat(file.number(), &status) != 0) return failed(what, reason(errno));
  if (S_ISDIR(status.st_mode)) return failed(what, reason(EISDIR));
  if (!S_ISREG(status.st_mode)) return failed(what, "it is not an ordinary file");
  if (static_cast<std::size_t>(status.st_size) > max_bytes)
    return failed(what, "it is over the limit of " + size_in_words(max_bytes));

  base::Result<std::string> read = read_all(file.number(), what, max_bytes);  // it may have grown since
  if (!read) return read;
  const std::string& text = read.value();
  if (!base::is_valid_utf8(text)) {
    return failed(what, "it is not UTF-8 text: the first wrong byte is byte " + std::to_string(first_bad_byte(text) + 1));
  }
  return read;
}

base::Result<std::string> read_standard_input(std::size_t max_bytes) {
  return read_all(STDIN_FILENO, "standard input", max_bytes);
}

}  // namespace fairstart::source
