// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/modules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "dsl/base/text.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::check {
namespace fs = std::filesystem;
namespace {

using diagnostics::Code;
using syntax::Cursor;
using syntax::NodeKind;

constexpr std::size_t max_modules = 1000;

// The folder that module names count from: the file's, less the folders that its own module path names.
fs::path root_of(const fs::path& file, const std::string& module) {
  fs::path folder = file.parent_path();
  std::vector<std::string> parts;
  for (std::size_t at = 0, dot; at <= module.size(); at = dot + 1) {
    dot = std::min(module.find('.', at), module.size());
    parts.push_back(module.substr(at, dot - at));
  }
  if (parts.empty() || file.stem() != parts.back()) return folder;
  parts.pop_back();
  // A relative path may be too short to hold the module's folders: those above it count too, and are named by `..`.
  std::error_code no_current_folder;
  fs::path whole = fs::absolute(file, no_current_folder).lexically_normal().parent_path();
  fs::path root = folder;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (whole.filename() != *part) return folder;
    whole = whole.parent_path();
    const bool named = root.has_filename() && root.filename() != "." && root.filename() != "..";
    root = named ? root.parent_path() : root / "..";
  }
  return root;
}

// The modules that could be named, by where their files are: looked for only so far, as a root may be any folder.
std::vector<std::string> modules_in(const std::vector<fs::path>& roots) {
  constexpr std::size_t most_entries = 2000, most_depth = 3;
  std::vector<std::string> modules;
  for (const fs::path& root : roots) {
    std::vector<std::pair<fs::path, std::string>> folders{{root.empty() ? fs::path(".") : root, ""}};
    std::size_t entries = 0;
    for (std::size_t i = 0; i < folders.size() && entries < most_entries; ++i) {
      const auto [folder, prefix] = folders[i];
      std::error_code error;
      std::vector<fs::path> paths;
      for (fs::directory_iterator at(folder, error), end; !error && at != end && entries < most_entries;
           at.increment(error), ++entries)
        paths.push_back(at->path());
      std::sort(paths.begin(), paths.end());
      const auto depth = static_cast<std::size_t>(std::count(prefix.begin(), prefix.end(), '.'));
      for (const fs::path& path : paths) {
        if (path.extension() == ".fair" && fs::is_regular_file(path, error))
          modules.push_back(prefix + path.stem().string());
        else if (depth < most_depth && !path.filename().string().starts_with('.') && !fs::is_symlink(path, error) &&
                 fs::is_directory(path, error))
          folders.push_back({path, prefix + path.filename().string() + '.'});
      }
    }
  }
  return modules;
}

class Loader {
 public:
  Loader(const Options& options, source::Sources& sources, diagnostics::Diagnostics& diagnostics)
      : options_(options), sources_(sources), diagnostics_(diagnostics) {}

  LoadedModules load(base::FileId main) {
    bool complete = true;
    add_asked(main, complete);
    for (const fs::path& path : options_.with) {
      auto text = source::read_text_file(path);
      if (!text) {
        diagnostics_.add({.code = Code::unreadable_file, .message = text.failure().message});
        complete = false;
        continue;
      }
      add_asked(sources_.add(path.string(), std::move(text.value())), complete);
    }
    found_.complete = complete;
    return std::move(found_);
  }

 private:
  void add_asked(base::FileId file, bool& complete) {
    const auto module = add(file, {}, {});
    if (module.exists()) found_.asked_for.push_back(module);
    complete = complete && module.exists() && !missing_;
  }

  // Parses the file and, first, all that it needs. None where it has no readable header.
  plan::ModuleId add(base::FileId file, const std::string& expected_name, base::Span asked_at) {
    LoadedModule module;
    module.file = file;
    module.tree = std::make_unique<syntax::Tree>(syntax::parse(sources_, file, diagnostics_));
    read_header(module);
    if (module.name.empty()) {
      missing_ = true;
      return {};
    }
    if (!expected_name.empty() && module.name != expected_name) {
      diagnostics_.add(
          {.code = Code::module_name_differs,
           .message = fmt::format("this file says that it is `{}`, but it was found as `{}`", module.name, expected_name),
           .span = module.name_span,
           .labels = {{asked_at, "asked for here"}},
           .help =
               fmt::format("name the module `{}`, or move the file to where `{}` is looked for", expected_name, module.name)});
    }
    if (const auto known = by_name_.find(module.name); known != by_name_.end()) return known->second;
    open_.push_back({module.name, module.name_span});
    const fs::path root = root_of(sources_.file(file).path, module.name);
    if (module.builds_on) resolve(*module.builds_on, root);
    for (Use& use : module.uses) resolve(use, root);
    open_.pop_back();
    const plan::ModuleId id{found_.modules.size()};
    by_name_.emplace(module.name, id);
    found_.modules.push_back(std::move(module));
    return id;
  }

  void read_header(LoadedModule& module) {
    const Cursor file(*module.tree, 0);
    bool in_uses = false;
    Use* last = nullptr;
    for (const Cursor child : file) {
      if (child.is(NodeKind::PATH) && module.name.empty() && !in_uses) {
        module.name = child.text();
        module.name_span = child.span();
      } else if (child.is(NodeKind::meta)) {
        if (child.first().is_word("version")) module.version = text_of(child.child(NodeKind::TEXT));
        if (child.has_word("builds on")) {
          const Cursor path = child.child(NodeKind::PATH);
          if (module.builds_on) {
            diagnostics_.add({.code = Code::clause_twice,
                              .message = "this file builds on two modules",
                              .span = child.span(),
                              .labels = {{module.builds_on->span, "the first is here"}},
                              .help = "a file builds on one core; `use` the other"});
          } else {
            module.builds_on = Use{std::string(path.text()), {}, path.span(), {}};
            if (child.has_word("version"))
              versions_[{path.span().file, path.span().begin}] = text_of(child.child(NodeKind::TEXT));
          }
        }
      } else if (child.is_word("use")) {
        in_uses = true;
        last = nullptr;
      } else if (in_uses && child.is(NodeKind::PATH)) {
        module.uses.push_back({std::string(child.text()), {}, child.span(), {}});
        last = &module.uses.back();
      } else if (in_uses && last != nullptr && child.is(NodeKind::TEXT)) {
        versions_[{last->span.file, last->span.begin}] = text_of(child);
      } else if (in_uses && last != nullptr && child.is(NodeKind::NAME)) {
        last->without.emplace_back(child.text());
      } else if (child.is(NodeKind::decl) || child.is(NodeKind::error)) {
        in_uses = false;
      }
    }
  }

  void resolve(Use& use, const fs::path& root) {
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (open_[i].first != use.name) continue;
      std::string path;
      for (std::size_t j = i; j < open_.size(); ++j) path += "`" + open_[j].first + "` needs ";
      diagnostics_.add({.code = Code::module_cycle,
                        .message = path + "`" + use.name + "` again",
                        .span = use.span,
                        .labels = {{open_[i].second, "this module"}},
                        .help = "move what both need into a library that both use"});
      missing_ = true;
      return;
    }
    if (const auto known = by_name_.find(use.name); known != by_name_.end()) {
      use.module = known->second;
      check_version(use);
      return;
    }
    if (found_.modules.size() >= max_modules) {
      diagnostics_.add(
          {.code = Code::unknown_module, .message = fmt::format("more than {} modules", max_modules), .span = use.span});
      missing_ = true;
      return;
    }
    std::string relative = use.name;
    for (char& c : relative)
      if (c == '.') c = '/';
    std::vector<fs::path> roots{root};
    roots.insert(roots.end(), options_.library_paths.begin(), options_.library_paths.end());
    for (const fs::path& folder : roots) {
      for (const fs::path& path : {folder / (relative + ".fair"), folder / (use.name + ".fair")}) {
        std::error_code ignored;
        if (!fs::is_regular_file(path, ignored)) continue;
        auto text = source::read_text_file(path);
        if (!text) {
          diagnostics_.add({.code = Code::unreadable_file, .message = text.failure().message, .span = use.span});
          missing_ = true;
          return;
        }
        use.module = add(sources_.add(path.string(), std::move(text.value())), use.name, use.span);
        check_version(use);
        return;
      }
    }
    missing_ = true;
    std::string looked;
    for (const fs::path& folder : roots)
      looked += (looked.empty() ? "" : ", ") + (folder.empty() ? fs::path(".") : folder).string();
    const std::vector<std::string> there = modules_in(roots);
    const std::string_view near = base::nearest(use.name, std::vector<std::string_view>(there.begin(), there.end()));
    diagnostics_.add(
        {.code = Code::unknown_module,
         .message = fmt::format("there is no module `{}`", use.name),
         .span = use.span,
         .help = near.empty() ? fmt::format("looked for `{}.fair` in: {}; name more folders with --library", relative, looked)
                              : fmt::format("did you mean `{}`? Looked in: {}", near, looked)});
  }

  void check_version(const Use& use) {
    const auto wanted = versions_.find({use.span.file, use.span.begin});
    if (wanted == versions_.end() || !use.module.exists()) return;
    const LoadedModule& module = found_.modules[use.module.index()];
    if (module.version == wanted->second) return;
    diagnostics_.add({.code = Code::version_differs,
                      .message = fmt::format("version \"{}\" of `{}` was asked for, but version \"{}\" was found",
                                             wanted->second, use.name, module.version),
                      .span = use.span,
                      .labels = {{module.name_span, "found here"}},
                      .help = "ask for the version that is there, or put the other one where it is found first"});
  }

  const Options& options_;
  source::Sources& sources_;
  diagnostics::Diagnostics& diagnostics_;
  LoadedModules found_;
  std::map<std::string, plan::ModuleId> by_name_;
  std::map<std::pair<base::FileId, std::uint32_t>, std::string> versions_;  // by where the module is named
  std::vector<std::pair<std::string, base::Span>> open_;
  bool missing_ = false;
};

}  // namespace

std::string text_of(Cursor leaf) {
  if (!leaf) return {};
  std::string_view text = leaf.text();
  const std::size_t quote = text.starts_with('"') ? 1 : 3;  // “ is three bytes
  return std::string(text.substr(quote, text.size() - 2 * quote));
}

LoadedModules load(base::FileId main, const Options& options, source::Sources& sources, diagnostics::Diagnostics& diagnostics) {
  return Loader(options, sources, diagnostics).load(main);
}

}  // namespace fairstart::check
