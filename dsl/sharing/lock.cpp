// SPDX-License-Identifier: Apache-2.0
#include "dsl/sharing/lock.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "dsl/format/canonical.hpp"
#include "dsl/sharing/words.hpp"

namespace fairstart::sharing {
namespace {

using diagnostics::Code;

constexpr std::size_t most_lines = 5'000;

struct LockedLine {
  std::string version, sha256;  // of examples no version
  base::Span at;
};
struct Lock {
  std::string main;
  base::Span main_at;
  std::map<std::string, LockedLine> modules;
  std::map<std::pair<std::string, std::string>, LockedLine> examples;  // by module and file name
};

class LockReader {
 public:
  LockReader(base::FileId file, const source::Sources& sources, diagnostics::Diagnostics& diagnostics)
      : file_(file), text_(sources.file(file).text), rest_(text_), diagnostics_(diagnostics) {}

  std::optional<Lock> read() {
    if (!version("fairstart lock", lock_format, "a lock file") || !version("language", language_version, "the language") ||
        !version("form", format::canonical_form, "the form that is hashed"))
      return {};
    Lock lock;
    if (!next()) return {};
    Words main(line_);
    const auto name = main.word("main") ? main.module() : std::nullopt;
    if (!name || !main.end()) return refused("`main` and a module's name were expected here");
    lock.main = *name;
    lock.main_at = at();
    std::string before;
    for (std::size_t lines = 0; !rest_.empty(); ++lines) {
      if (lines == most_lines) return refused(fmt::format("a lock file has at most {} lines", most_lines));
      if (!next()) return {};
      // One order: a lock of one meaning has one text, and no line hides behind another.
      if (!(before < line_)) return refused("the lines are not in order, or one is there twice");
      before = line_;
      if (!entry(lock)) return refused("a module or examples with a hash were expected here");
    }
    if (!lock.modules.contains(lock.main)) return refused("the lock has no line for its main module");
    return lock;
  }

 private:
  base::Span at() const {
    const std::size_t begin = static_cast<std::size_t>(line_.data() - text_.data());
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + line_.size())};
  }

  std::nullopt_t refused(std::string why) {
    diagnostics_.add({.code = Code::lock_unreadable,
                      .message = std::move(why),
                      .span = at(),
                      .help =
                          "a lock file is written by `fairstart lock FILE` and not by hand: write it again, and look at what "
                          "changes"});
    return std::nullopt;
  }

  bool next() {
    line_ = rest_.substr(0, rest_.find('\n'));
    if (!take_line(rest_)) {
      refused("the lock file ends in the middle of a line");
      return false;
    }
    // Some programs that keep versions write CRLF into text files.
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    return true;
  }

  bool version(std::string_view what, int known, std::string_view of) {
    if (!next()) return false;
    Words words(line_);
    const std::size_t blank = what.find(' ');
    const bool begins =
        words.word(what.substr(0, blank)) && (blank == std::string_view::npos || words.word(what.substr(blank + 1)));
    const auto number = begins ? words.number() : std::nullopt;
    if (!number || !words.end()) {
      refused(fmt::format("`{} {}` was expected here", what, known));
      return false;
    }
    if (*number == static_cast<std::uint64_t>(known)) return true;
    diagnostics_.add(
        {.code = Code::lock_unreadable,
         .message = fmt::format("version {} of {} is not known: this program knows version {}", *number, of, known),
         .span = at(),
         .help = *number > static_cast<std::uint64_t>(known)
                     ? "use the version of fairstart that wrote it, or a later one"
                     : "write it again with `fairstart lock FILE`, and look at what changes"});
    return false;
  }

  bool entry(Lock& lock) {
    Words words(line_);
    LockedLine locked{.at = at()};
    if (words.word("module")) {
      const auto name = words.module();
      const auto version = name && words.word("version") ? words.quoted() : std::nullopt;
      const auto hash = version && words.word("sha256") ? words.sha256() : std::nullopt;
      if (!hash || !words.end()) return false;
      locked.version = *version;
      locked.sha256 = *hash;
      return lock.modules.emplace(*name, std::move(locked)).second;
    }
    if (!words.word("examples")) return false;
    const auto module = words.module();
    const auto file = module ? words.quoted() : std::nullopt;
    const auto hash = file && words.word("sha256") ? words.sha256() : std::nullopt;
    if (!hash || !words.end()) return false;
    locked.sha256 = *hash;
    return lock.examples.emplace(std::pair{*module, *file}, std::move(locked)).second;
  }

  base::FileId file_;
  std::string_view text_, rest_, line_;
  diagnostics::Diagnostics& diagnostics_;
};

constexpr const char* lock_again =
    "if it should be so, write the lock again with `fairstart lock FILE` and have the change reviewed";

}  // namespace

std::string write_lock(const Contents& contents) {
  std::set<std::string> lines;
  for (const Module& module : contents.modules) {
    lines.insert(fmt::format("module {} version \"{}\" sha256 {}\n", module.name, module.version, module.sha256));
    if (module.name != contents.main) continue;
    for (const Examples& examples : module.examples)
      lines.insert(fmt::format("examples {} \"{}\" sha256 {}\n", module.name, examples.name, examples.sha256));
  }
  std::string text = fmt::format("fairstart lock {}\nlanguage {}\nform {}\nmain {}\n", lock_format, language_version,
                                 format::canonical_form, contents.main);
  for (const std::string& line : lines) text += line;
  return text;
}

void hold_to_lock(const Contents& contents, base::FileId file, const source::Sources& sources,
                  diagnostics::Diagnostics& diagnostics) {
  const std::optional<Lock> read = LockReader(file, sources, diagnostics).read();
  if (!read) return;
  const Module& main = *contents.find(contents.main);
  if (read->main != contents.main) {
    diagnostics.add({.code = Code::lock_differs,
                     .message = fmt::format("this lock is for `{}`, and the file is `{}`", read->main, contents.main),
                     .span = read->main_at,
                     .labels = {{main.name_span, "the file"}},
                     .help = "each file has a lock of its own beside it: `fairstart lock FILE` writes it"});
    return;
  }
  for (const Module& module : contents.modules) {
    const auto locked = read->modules.find(module.name);
    if (locked == read->modules.end()) {
      diagnostics.add({.code = Code::lock_additional,
                       .message = fmt::format("`{}` is not in the lock file", module.name),
                       .span = module.asked_at.exists() ? module.asked_at : module.name_span,
                       .labels = {{read->main_at, "the lock"}},
                       .help = lock_again});
    } else if (locked->second.sha256 != module.sha256 || locked->second.version != module.version) {
      const bool versions = locked->second.version != module.version;
      diagnostics.add(
          {.code = Code::lock_differs,
           .message = versions
                          ? fmt::format("`{}` was locked at version \"{}\", and this is version \"{}\"", module.name,
                                        locked->second.version, module.version)
                          : fmt::format("`{}` says something else than when it was locked, and its version is still \"{}\"",
                                        module.name, module.version),
           .span = module.name_span,
           .labels = {{locked->second.at, "locked here"}},
           .help = lock_again});
    }
    if (module.name != contents.main) continue;
    for (const Examples& examples : module.examples) {
      const auto rows = read->examples.find({module.name, examples.name});
      if (rows == read->examples.end())
        diagnostics.add({.code = Code::lock_additional,
                         .message = fmt::format("the examples in `{}` are not in the lock file", examples.name),
                         .span = examples.named_at,
                         .labels = {{read->main_at, "the lock"}},
                         .help = lock_again});
      else if (rows->second.sha256 != examples.sha256)
        diagnostics.add({.code = Code::lock_differs,
                         .message = fmt::format("the examples in `{}` are not those that were locked", examples.name),
                         .span = examples.named_at,
                         .labels = {{rows->second.at, "locked here"}},
                         .help = lock_again});
    }
  }
  for (const auto& [name, locked] : read->modules) {
    if (contents.find(name) != nullptr) continue;
    diagnostics.add({.code = Code::lock_left_over,
                     .message = fmt::format("`{}` is locked, and nothing needs it", name),
                     .span = locked.at,
                     .labels = {{main.name_span, "by this file"}},
                     .help = lock_again});
  }
  for (const auto& [key, locked] : read->examples) {
    const auto& [module, name] = key;
    bool there = false;
    for (const Examples& examples : main.examples) there = there || (module == contents.main && examples.name == name);
    if (there) continue;
    diagnostics.add({.code = Code::lock_left_over,
                     .message = fmt::format("examples in `{}` are locked, and the file does not name them", name),
                     .span = locked.at,
                     .labels = {{main.name_span, "this file"}},
                     .help = lock_again});
  }
}

}  // namespace fairstart::sharing
