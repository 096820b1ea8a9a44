// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <thread>

#include "engine/report/folder_files.hpp"
#include "engine/report/folder_swap.hpp"
#include "engine/report/report.hpp"

namespace fairstart::report {
namespace fs = std::filesystem;

struct OutputFolder::Parts {
  fs::path target;  // absolute, links resolved
  fs::path staging;
  Handle lock;  // on `staging`: says that this run lives
  struct File {
    Handle handle;
    std::uint64_t size = 0, syncing = 0;  // bytes written; of them, on their way to the disk
  };
  std::map<std::string, File> files;
  bool committed = false;

  ~Parts() {
    if (committed || staging.empty()) return;
    files.clear();
    std::error_code ignored;
    fs::remove_all(staging, ignored);
  }
};

namespace {

base::Result<fs::path> resolved(const fs::path& folder) {
  if (folder.empty()) return base::Failure{"no output folder is given"};
  std::error_code error;
  fs::path path = fs::absolute(folder, error).lexically_normal();
  if (error) return failure("use the output folder", folder, error.value());
  if (!path.has_filename()) path = path.parent_path();
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status)) {
    if (!fs::is_directory(status))
      return base::Failure{fmt::format("cannot write into `{}`: it is a file, not a folder", folder.string())};
    path = fs::canonical(path, error);
    if (error) return failure("use the output folder", folder, error.value());
    return path;
  }
  if (status.type() != fs::file_type::not_found) return failure("use the output folder", folder, error.value());
  if (fs::is_symlink(fs::symlink_status(path, error))) {
    return base::Failure{fmt::format("cannot write into `{}`: it is a link to a folder that does not exist", folder.string())};
  }
  const fs::path parent = fs::canonical(path.parent_path(), error);
  if (error || !fs::is_directory(parent, error)) {
    return base::Failure{fmt::format("cannot write into `{}`: the folder around it does not exist", folder.string())};
  }
  return parent / path.filename();
}

// Beside the target, so that it can take its place in one step; within it where that is on a file system of its own or the
// folder around it can't be written.
fs::path staging_parent(const fs::path& target) {
  struct stat of_target {
  }, of_parent{};
  const fs::path parent = target.parent_path();
  const bool exists = stat(target.c_str(), &of_target) == 0;
  if (!exists || parent == target || stat(parent.c_str(), &of_parent) != 0) return exists && parent == target ? target : parent;
  const bool beside = of_target.st_dev == of_parent.st_dev && access(parent.c_str(), W_OK | X_OK) == 0;
  return beside ? parent : target;
}

// All files at once: a file system brings what waits together to the disk in one go.
base::Status sync_all(const fs::path& folder, const std::vector<std::string>& names) {
  std::vector<base::Status> done(names.size(), base::Status(base::Done{}));
  std::vector<std::thread> waiting;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto sync = [&, i] { done[i] = sync_path(folder / names[i]); };
    try {
      waiting.emplace_back(sync);
    } catch (const std::system_error&) {
      sync();  // the machine gives no more threads
    }
  }
  for (std::thread& each : waiting) each.join();
  for (const base::Status& each : done) {
    if (!each) return each;
  }
  return base::Done{};
}

}  // namespace

OutputFolder::OutputFolder(OutputFolder&&) noexcept = default;
OutputFolder::~OutputFolder() = default;

base::Result<OutputFolder> OutputFolder::create(const fs::path& folder) {
  base::Result<fs::path> target = resolved(folder);
  if (!target) return target.failure();
  const fs::path parent = staging_parent(target.value());
  const std::string prefix = staging_prefix(target.value());
  if (base::Status cleaned = clear_stale(parent, prefix, target.value()); !cleaned) return cleaned.failure();

  auto parts = std::make_unique<Parts>();
  parts->target = target.value();
  for (int attempt = 0; attempt < 100; ++attempt) {
    const fs::path staging = parent / fmt::format("{}{}{}", prefix, getpid(), attempt == 0 ? "" : fmt::format("-{}", attempt));
    if (mkdir(staging.c_str(), 0777) != 0) {
      if (errno == EEXIST) continue;
      return failure("write into", folder, errno);
    }
    // Between making and locking it, another run may take it for one left behind; then it is gone, and the next name serves.
    Handle lock = lock_folder(staging, false);
    std::error_code ignored;
    if (!lock.is_open() || !fs::exists(staging, ignored)) continue;
    parts->staging = staging;
    parts->lock = std::move(lock);
    break;
  }
  if (parts->staging.empty())
    return base::Failure{fmt::format("cannot write into `{}`: no name is free beside it", folder.string())};
  OutputFolder result;
  result.parts_ = std::move(parts);
  return result;
}

fs::path OutputFolder::staging_path(const std::string& file) const { return parts_->staging / file; }

base::Status OutputFolder::append(const std::string& file, std::string_view text) {
  Parts::File& to = parts_->files[file];
  if (!to.handle.is_open()) {
    to.handle = Handle(open(staging_path(file).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (!to.handle.is_open()) return failure("write", parts_->target / file, errno);
  }
  if (base::Status done = write_all(to.handle.descriptor(), text, parts_->target / file); !done) return done;
  to.size += text.size();
  // The disk works while families are worked out, not only once they all are.
  constexpr std::uint64_t enough = 8U << 20U;
  if (to.size - to.syncing >= enough) {
    start_sync(to.handle.descriptor(), to.syncing, to.size - to.syncing);
    to.syncing = to.size;
  }
  return base::Done{};
}

base::Status OutputFolder::commit() {
  for (auto& [file, to] : parts_->files) {
    // Some file systems tell of a full disk only here.
    if (to.handle.is_open() && close(to.handle.release()) != 0) return failure("write", parts_->target / file, errno);
  }
  parts_->files.clear();
  const auto names = names_in(parts_->staging);
  if (!names) return names.failure();
  for (const std::string& name : names.value()) {
    if (!is_our_file(name)) return base::Failure{fmt::format("`{}` is not the name of an output", name)};
  }
  if (base::Status synced = sync_all(parts_->staging, names.value()); !synced) return synced;
  if (base::Status synced = sync_path(parts_->staging); !synced) return synced;
  base::Status swapped = swap_in(parts_->staging, parts_->target, names.value());
  if (swapped) parts_->committed = true;
  return swapped;
}

}  // namespace fairstart::report
