// SPDX-License-Identifier: Apache-2.0
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "engine/embed/inside.hpp"

namespace fairstart::embed {
namespace {

[[noreturn]] void no_room() { throw Failure("the records could not be put into a file in memory", {}); }

bool put(int handle, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(handle, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

// Readers tell documents by the ending of a name, and a file in memory has none: a link in a folder of its own gives it one.
Documents::Documents(std::string_view text) {
  handle_ = memfd_create("records", MFD_CLOEXEC);
  if (handle_ < 0) no_room();
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "fairstart-XXXXXX").string();
  const bool made = !error && put(handle_, text) && mkdtemp(folder.data()) != nullptr;
  if (made) {
    folder_ = folder;
    path_ = folder + "/records.ndjson";
    std::filesystem::create_symlink("/proc/self/fd/" + std::to_string(handle_), path_, error);
  }
  if (made && !error) return;
  close(handle_);
  if (made) rmdir(folder_.c_str());
  no_room();
}

Documents::~Documents() {
  unlink(path_.c_str());
  rmdir(folder_.c_str());
  close(handle_);
}

}  // namespace fairstart::embed
