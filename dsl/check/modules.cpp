// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/modules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "dsl/base/text.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::check {
namespace fs = std::filesystem;
namespace {

using diagnostics::Code;
using syntax::Cursor;
using syntax::NodeKind;

// Looking for what may have been meant goes through folders: after so many mistakes it is left out.
constexpr std::size_t most_suggested = 20;

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
    found_.packed = options_.packed;
    found_.limits = options_.limits;
    add_asked(main, complete, options_.packed != nullptr);
    for (const fs::path& path : options_.with) {
      auto text = source::read_text_file(path, options_.limits.file_bytes);
      if (!text) {
        diagnostics_.add({.code = Code::unreadable_file, .message = text.failure().message, .place = {path.string(), 0, {}}});
        complete = false;
        continue;
      }
      add_asked(sources_.add(path.string(), std::move(text.value())), complete, false);
    }
    found_.complete = complete;
    return std::move(found_);
  }

 private:
  void add_asked(base::FileId file, bool& complete, bool packed) {
    const auto module = add(file, packed, {}, {});
    if (module.exists()) found_.asked_for.push_back(module);
    complete = complete && module.exists() && !missing_;
  }

  // Parses the file and, first, all that it needs. None where it has no readable header.
  plan::ModuleId add(base::FileId file, bool packed, const std::string& expected_name, base::Span asked_at) {
    LoadedModule module;
    module.file = file;
    module.packed = packed;
    module.tree = std::make_unique<syntax::Tree>(syntax::parse(sources_, file, diagnostics_, {options_.limits.depth}));
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
    if (const auto known = by_name_.find(module.name); known != by_name_.end()) {
      if (!says_the_same(known->second, module)) two_versions(known->second, module, asked_at);
      return known->second;
    }
    const std::string way = way_to(module.name);
    open_.push_back({module.name, module.name_span});
    const fs::path root = packed ? fs::path() : root_of(sources_.file(file).path, module.name);
    if (module.builds_on) resolve(*module.builds_on, root, packed);
    for (Use& use : module.uses) resolve(use, root, packed);
    open_.pop_back();
    const plan::ModuleId id{found_.modules.size()};
    ways_.push_back({way, asked_at});
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

  // Where a module is: in what came packed, or a file.
  struct Place {
    fs::path path;
    const std::string* packed = nullptr;  // its text
  };

  static std::string relative(std::string_view module) {
    std::string path(module);
    std::replace(path.begin(), path.end(), '.', '/');
    return path + ".fair";
  }

  std::vector<fs::path> roots_from(const fs::path& root) const {
    std::vector<fs::path> roots{root};
    roots.insert(roots.end(), options_.library_paths.begin(), options_.library_paths.end());
    return roots;
  }

  std::optional<Place> place_of(const std::string& module, const fs::path& root, bool from_packed) const {
    const std::string path_in = relative(module);
    if (options_.packed != nullptr) {
      const auto found = options_.packed->files.find(path_in);
      if (found != options_.packed->files.end()) return Place{fs::path(options_.packed->path) / path_in, &found->second};
      if (from_packed) return {};
    }
    for (const fs::path& folder : roots_from(root)) {
      for (fs::path path : {folder / path_in, folder / (module + ".fair")}) {
        std::error_code ignored;
        if (fs::is_regular_file(path, ignored)) return Place{std::move(path), nullptr};
      }
    }
    return {};
  }

  base::Result<base::FileId> read(const Place& place) {
    if (place.packed != nullptr) return sources_.add(place.path.string(), *place.packed);
    auto text = source::read_text_file(place.path, options_.limits.file_bytes);
    if (!text) return text.failure();
    if (text.value().size() > room_)
      return base::Failure{fmt::format("can't read `{}`: all files together are over the limit of {} bytes",
                                       place.path.string(), options_.limits.file_bytes * options_.limits.files)};
    room_ -= text.value().size();
    return sources_.add(place.path.string(), std::move(text.value()));
  }

  // "`local` → `a` → `core`": by which modules one comes in.
  std::string way_to(const std::string& module) const {
    std::string way;
    for (const auto& [name, at] : open_) way += "`" + name + "` → ";
    return way + "`" + module + "`";
  }

  // Whether two files of one module differ in their layout at most.
  bool says_the_same(plan::ModuleId known, const LoadedModule& other) const {
    const LoadedModule& first = found_.modules[known.index()];
    if (sources_.file(first.file).text == sources_.file(other.file).text) return true;
    return words_of(*first.tree) == words_of(*other.tree);
  }
  static std::vector<std::string_view> words_of(const syntax::Tree& tree) {
    std::vector<std::string_view> words;
    for (const syntax::Node& node : tree.nodes) {
      const std::string_view text = tree.text.substr(node.begin, node.end - node.begin);
      if (node.kind < NodeKind::file && !(node.kind == NodeKind::mark && text == ",")) words.push_back(text);
    }
    return words;
  }

  void two_versions(plan::ModuleId known, const LoadedModule& other, base::Span asked_at) {
    const LoadedModule& first = found_.modules[known.index()];
    const auto& [way, first_asked_at] = ways_[known.index()];
    const auto told = [&](const LoadedModule& module) {
      return fmt::format("version \"{}\" in {}", module.version, sources_.file(module.file).path);
    };
    std::vector<diagnostics::Label> labels{{first.name_span, "the first"}, {other.name_span, "the second"}};
    if (first_asked_at.exists()) labels.insert(labels.begin(), {first_asked_at, "the first comes in here"});
    diagnostics_.add(
        {.code = Code::two_versions,
         .message = fmt::format("`{}` comes in twice, and the two differ: {} by {}, and {} by {}", other.name, told(first), way,
                                told(other), way_to(other.name)),
         .span = asked_at.exists() ? asked_at : other.name_span,
         .labels = std::move(labels),
         .help = "a run has one version of a module: keep one of the files, or bring what needs them to one version"});
    missing_ = true;
  }

  // A module that is there already may have been found in another folder than this file's: then the two must say the same.
  void check_same(const Use& use, const fs::path& root, bool from_packed) {
    const LoadedModule& first = found_.modules[use.module.index()];
    const std::optional<Place> place = place_of(use.name, root, from_packed);
    std::error_code error;
    if (!place || place->path == fs::path(sources_.file(first.file).path)) return;
    if (place->packed == nullptr && !first.packed && fs::equivalent(place->path, sources_.file(first.file).path, error)) return;
    const auto again = read(*place);
    if (!again) {
      diagnostics_.add({.code = Code::unreadable_file, .message = again.failure().message, .span = use.span});
      missing_ = true;
      return;
    }
    diagnostics::Diagnostics ignored;  // the first one's mistakes are told
    LoadedModule other{.name = use.name, .file = again.value()};
    other.tree = std::make_unique<syntax::Tree>(syntax::parse(sources_, other.file, ignored));
    for (const Cursor child : Cursor(*other.tree, 0)) {
      if (child.is(NodeKind::PATH) && !other.name_span.exists()) other.name_span = child.span();
      if (child.is(NodeKind::meta) && child.first().is_word("version")) other.version = text_of(child.child(NodeKind::TEXT));
    }
    if (!says_the_same(use.module, other)) two_versions(use.module, other, use.span);
  }

  void resolve(Use& use, const fs::path& root, bool from_packed) {
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
      check_same(use, root, from_packed);
      check_version(use);
      return;
    }
    // Those that are open count too: a chain of modules is as deep as this program's own calls.
    if (found_.modules.size() + open_.size() >= options_.limits.modules) {
      if (!std::exchange(too_many_, true))
        diagnostics_.add({.code = Code::unknown_module,
                          .message = fmt::format("more than {} module{} would be read", options_.limits.modules,
                                                 options_.limits.modules == 1 ? "" : "s"),
                          .span = use.span});
      missing_ = true;
      return;
    }
    if (const std::optional<Place> place = place_of(use.name, root, from_packed)) {
      const auto file = read(*place);
      if (!file) {
        diagnostics_.add({.code = Code::unreadable_file, .message = file.failure().message, .span = use.span});
        missing_ = true;
        return;
      }
      use.module = add(file.value(), place->packed != nullptr, use.name, use.span);
      check_version(use);
      return;
    }
    unknown_module(use, root, from_packed);
  }

  void unknown_module(const Use& use, const fs::path& root, bool from_packed) {
    if (from_packed) {
      missing_ = true;
      diagnostics_.add({.code = Code::unknown_module,
                        .message = fmt::format("there is no module `{}` in {}", use.name, options_.packed->path),
                        .span = use.span,
                        .help = "a bundle holds all that its framework needs: have it bundled again"});
      return;
    }
    const std::vector<fs::path> roots = roots_from(root);
    missing_ = true;
    std::string looked;
    for (const fs::path& folder : roots)
      looked += (looked.empty() ? "" : ", ") + (folder.empty() ? fs::path(".") : folder).string();
    const std::vector<std::string> there =
        diagnostics_.errors() < most_suggested ? modules_in(roots) : std::vector<std::string>();
    const std::string_view near = base::nearest(use.name, std::vector<std::string_view>(there.begin(), there.end()));
    diagnostics_.add({.code = Code::unknown_module,
                      .message = fmt::format("there is no module `{}`", use.name),
                      .span = use.span,
                      .help = near.empty() ? fmt::format("looked for `{}` in: {}; name more folders with --library",
                                                         relative(use.name), looked)
                                           : fmt::format("did you mean `{}`? Looked in: {}", near, looked)});
  }

  void check_version(const Use& use) {
    const auto wanted = versions_.find({use.span.file, use.span.begin});
    if (wanted == versions_.end() || !use.module.exists()) return;
    const LoadedModule& module = found_.modules[use.module.index()];
    if (module.version == wanted->second) return;
    std::vector<diagnostics::Label> labels{{module.name_span, "found here"}};
    const auto& [way, asked_at] = ways_[use.module.index()];
    // Another file needs it too, and has it: both ways are told.
    const bool by_another = asked_at.exists() && asked_at != use.span;
    if (by_another) labels.push_back({asked_at, "it comes in here, by " + way});
    diagnostics_.add(
        {.code = Code::version_differs,
         .message = fmt::format("version \"{}\" of `{}` was asked for{}, but version \"{}\" was found", wanted->second,
                                use.name, by_another ? ", by " + way_to(use.name) : "", module.version),
         .span = use.span,
         .labels = std::move(labels),
         .help = "ask for the version that is there, or put the other one where it is found first"});
  }

  const Options& options_;
  source::Sources& sources_;
  diagnostics::Diagnostics& diagnostics_;
  LoadedModules found_;
  std::map<std::string, plan::ModuleId> by_name_;
  std::map<std::pair<base::FileId, std::uint32_t>, std::string> versions_;  // by where the module is named
  std::vector<std::pair<std::string, base::Span>> open_;
  std::vector<std::pair<std::string, base::Span>> ways_;  // by module: how it came in, and where it was asked for
  std::size_t room_ = options_.limits.file_bytes * options_.limits.files;  // for modules that are still to be read
  bool missing_ = false, too_many_ = false;
};

}  // namespace

std::string text_of(Cursor leaf) {
  if (!leaf) return {};
  std::string_view text = leaf.text();
  const std::size_t quote = text.starts_with('"') ? 1 : 3;  // “ is three bytes
  return std::string(text.substr(quote, text.size() - 2 * quote));
}

std::vector<std::pair<std::string, base::Span>> examples_named(const LoadedModule& module) {
  std::vector<std::pair<std::string, base::Span>> named;
  for (const Cursor child : Cursor(*module.tree, 0)) {
    const Cursor example = child.is(NodeKind::decl) ? child.child(NodeKind::example) : Cursor{};
    if (!example || !example.has_word("examples from")) continue;
    const Cursor name = example.child(NodeKind::TEXT);
    named.emplace_back(text_of(name), name.span());
  }
  return named;
}

base::Result<base::FileId> examples_beside(LoadedModules& modules, plan::ModuleId module, const std::string& name,
                                           source::Sources& sources) {
  if (name.empty() || name.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos || name == "." || name == "..")
    return base::Failure{fmt::format("`{}` is not the name of a file beside this one", name)};
  const LoadedModule& beside = modules.modules[module.index()];
  const fs::path folder = fs::path(sources.file(beside.file).path).parent_path();
  const fs::path path = folder / name;
  if (const auto known = modules.examples_read.find(path.string()); known != modules.examples_read.end()) return known->second;
  std::string text;
  if (beside.packed) {
    const std::string path_in = path.string().substr(modules.packed->path.size() + 1);
    const auto found = modules.packed->files.find(path_in);
    if (found == modules.packed->files.end())
      return base::Failure{fmt::format("there is no `{}` in {}", path_in, modules.packed->path)};
    text = found->second;
  } else {
    // A link may not lead out of the folder: the file may have come from elsewhere with its framework.
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (!error && real.parent_path() != fs::canonical(folder.empty() ? fs::path(".") : folder, error))
      return base::Failure{fmt::format("`{}` is a link to a file in another folder", name)};
    auto read = source::read_text_file(path, modules.limits.file_bytes);
    if (!read) return read.failure();
    text = std::move(read.value());
  }
  const base::FileId file = sources.add(path.string(), std::move(text));
  modules.examples_read.emplace(path.string(), file);
  return file;
}

LoadedModules load(base::FileId main, const Options& options, source::Sources& sources, diagnostics::Diagnostics& diagnostics) {
  return Loader(options, sources, diagnostics).load(main);
}

}  // namespace fairstart::check
