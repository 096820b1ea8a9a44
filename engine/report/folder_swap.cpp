// SPDX-License-Identifier: Apache-2.0
#include "engine/report/folder_swap.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fstream>

#include "engine/report/folder_files.hpp"

namespace fairstart::report {
namespace fs = std::filesystem;
namespace {

// Inside a staging folder while files are moved one by one: the names that move in, and where the old ones wait.
constexpr const char* journal_name = ".moving-in";
constexpr const char* old_name = ".before";

void remove_quietly(const fs::path& path) {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

// Undoes move_each as far as it came. Safe to repeat.
base::Status undo(const fs::path& staging, const fs::path& target) {
  std::ifstream journal(staging / journal_name);
  std::error_code ignored;
  for (std::string name; std::getline(journal, name);) {
    if (!is_our_file(name) || fs::exists(staging / name, ignored) || !fs::exists(target / name, ignored)) continue;
    if (base::Status moved = move_file(target / name, staging / name); !moved) return moved;
  }
  if (fs::exists(staging / old_name, ignored)) {
    const auto old = names_in(staging / old_name);
    if (!old) return old.failure();
    for (const std::string& name : old.value()) {
      if (base::Status moved = move_file(staging / old_name / name, target / name); !moved) return moved;
    }
  }
  fs::remove(staging / journal_name, ignored);
  return base::Done{};
}

base::Status move_each(const fs::path& staging, const fs::path& target, const std::vector<std::string>& names,
                       const std::vector<std::string>& there) {
  std::error_code error;
  fs::create_directory(staging / old_name, error);
  if (error) return failure("write", staging / old_name, error.value());
  std::ofstream journal(staging / journal_name);
  for (const std::string& name : names) journal << name << '\n';
  journal.close();
  if (!journal) return failure("write", staging / journal_name, EIO);
  for (const fs::path& path : {staging / journal_name, staging}) {
    if (base::Status synced = sync_path(path); !synced) return synced;
  }
  for (const std::string& name : there) {
    if (!is_our_file(name)) continue;
    if (fs::is_directory(target / name, error))
      return base::Failure{"cannot replace `" + (target / name).string() + "`: it is a folder"};
    if (base::Status moved = move_file(target / name, staging / old_name / name); !moved) return moved;
  }
  for (const std::string& name : names) {
    if (base::Status moved = move_file(staging / name, target / name); !moved) return moved;
  }
  if (base::Status synced = sync_path(target); !synced) return synced;
  // From here on the new files count: without the journal nothing is undone.
  fs::remove(staging / journal_name, error);
  if (error) return failure("remove", staging / journal_name, error.value());
  return base::Done{};
}

// Someone's working folder is not swapped away from under them.
bool is_worked_in(const fs::path& target) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) return true;
  const auto [in_target, in_here] = std::mismatch(target.begin(), target.end(), here.begin(), here.end());
  return in_target == target.end();
}

// In one step; false where the file system or the rights do not allow it, and then nothing has changed.
bool replace_whole(const fs::path& staging, const fs::path& target) {
  struct stat before {};
  if (stat(target.c_str(), &before) != 0 || chmod(staging.c_str(), before.st_mode & 07777U) != 0) return false;
  if (!exchange(staging, target)) return false;
  remove_quietly(staging);
  return true;
}

}  // namespace

std::string staging_prefix(const fs::path& target) { return "." + target.filename().string() + ".partial-"; }

base::Status clear_stale(const fs::path& parent, const std::string& prefix, const fs::path& target) {
  const auto names = names_in(parent);
  if (!names) return base::Done{};  // a folder that can be written but not listed: then nothing is cleared
  for (const std::string& name : names.value()) {
    if (!name.starts_with(prefix)) continue;
    const std::string_view number = std::string_view(name).substr(prefix.size());
    if (number.empty() || number.find_first_not_of("0123456789-") != std::string_view::npos) continue;
    const fs::path staging = parent / name;
    const Handle lock = lock_folder(staging, false);
    if (!lock.is_open()) continue;
    std::error_code ignored;
    if (fs::exists(staging / journal_name, ignored)) {
      if (base::Status undone = undo(staging, target); !undone) return undone;
    }
    remove_quietly(staging);
  }
  return base::Done{};
}

base::Status swap_in(const fs::path& staging, const fs::path& target, const std::vector<std::string>& names) {
  // One run at a time moves in.
  const Handle one_at_a_time = lock_folder(target.parent_path(), true);
  std::error_code error;
  if (!fs::exists(target, error)) {
    if (base::Status moved = move_file(staging, target); !moved) return moved;
    return sync_path(target.parent_path());
  }
  const auto there = names_in(target);
  if (!there) return there.failure();
  const bool beside = staging.parent_path() == target.parent_path();
  const bool only_ours = std::all_of(there.value().begin(), there.value().end(), [&](const std::string& name) {
    return is_our_file(name) && fs::is_regular_file(fs::symlink_status(target / name, error));
  });
  if (beside && only_ours && !is_worked_in(target) && replace_whole(staging, target)) return sync_path(target.parent_path());
  if (base::Status moved = move_each(staging, target, names, there.value()); !moved) {
    if (base::Status undone = undo(staging, target); !undone) return undone;
    return moved;
  }
  remove_quietly(staging);
  return base::Done{};
}

}  // namespace fairstart::report
