// SPDX-License-Identifier: Apache-2.0
#include "dsl/sharing/bundle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/base/sha256.hpp"
#include "dsl/base/text.hpp"
#include "dsl/sharing/lock.hpp"
#include "dsl/sharing/portable_path.hpp"
#include "dsl/sharing/words.hpp"

namespace fairstart::sharing {
namespace {

using diagnostics::Code;

std::string beside(const std::string& path, const std::string& name) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? name : path.substr(0, slash + 1) + name;
}

std::string lock_path(const std::string& main) { return main.substr(0, main.rfind('.')) + ".lock"; }

class BundleReader {
 public:
  BundleReader(std::string_view bytes, const std::string& path, diagnostics::Diagnostics& diagnostics,
               std::size_t max_file_bytes)
      : rest_(bytes), path_(path), diagnostics_(diagnostics), max_file_bytes_(max_file_bytes) {}

  std::optional<Bundle> read() {
    if (rest_.size() > most_bundle_bytes)
      return refused(fmt::format("it is over the limit of {} MB", most_bundle_bytes >> 20U));
    Bundle bundle;
    if (!version() || !main(bundle)) return {};
    std::vector<Listed> listed;
    while (true) {
      if (!next()) return {};
      if (line_ == "contents") break;
      if (listed.size() == most_bundle_files) return refused(fmt::format("it has more than {} files", most_bundle_files));
      if (!entry(listed)) return {};
    }
    if (!contents(listed, bundle)) return {};
    if (!bundle.files.contains(bundle.main)) return refused(fmt::format("there is no file `{}`, which it is of", bundle.main));
    bundle.lock = lock_path(bundle.main);
    if (!bundle.files.contains(bundle.lock)) return refused(fmt::format("there is no lock `{}`", bundle.lock));
    return bundle;
  }

 private:
  struct Listed {
    std::string path, sha256;
    std::size_t bytes = 0;
    BundledFile file;
  };

  std::nullopt_t refused(std::string why, Code code = Code::bundle_unreadable) {
    diagnostics_.add({.code = code,
                      .message = std::move(why),
                      .help = code == Code::bundle_unreadable
                                  ? "have it sent again, as a file that nothing on the way changes, or bundle it again"
                                  : "have it bundled again with another name; nothing was unpacked",
                      .place = {path_, number_, {}}});
    return std::nullopt;
  }

  bool next() {
    ++number_;
    const auto line = take_line(rest_);
    if (!line) {
      refused("the bundle ends in the middle of its manifest");
      return false;
    }
    line_ = *line;
    return true;
  }

  bool version() {
    if (!next()) return false;
    Words words(line_);
    const auto number = words.word("fairstart") && words.word("bundle") ? words.number() : std::nullopt;
    if (!number || !words.end()) {
      refused(fmt::format("`fairstart bundle {}` was expected here", bundle_format));
      return false;
    }
    if (*number == static_cast<std::uint64_t>(bundle_format)) return true;
    diagnostics_.add(
        {.code = Code::bundle_unreadable,
         .message = fmt::format("version {} of bundles is not known: this program knows version {}", *number, bundle_format),
         .help = "use the version of fairstart that wrote it, or a later one",
         .place = {path_, number_, {}}});
    return false;
  }

  bool main(Bundle& bundle) {
    if (!next()) return false;
    Words words(line_);
    const auto path = words.word("main") ? words.quoted() : std::nullopt;
    if (path && words.end() && path->ends_with(".fair")) {
      bundle.main = *path;
      return true;
    }
    refused("`main` and the path of a `.fair` file were expected here");
    return false;
  }

  bool entry(std::vector<Listed>& listed) {
    Words words(line_);
    Listed one;
    one.file.line = number_;
    const auto path = words.word("file") ? words.quoted() : std::nullopt;
    const auto bytes = path && words.word("bytes") ? words.number() : std::nullopt;
    const auto hash = bytes && words.word("sha256") ? words.sha256() : std::nullopt;
    bool good = hash.has_value();
    if (good && !words.end()) {
      const auto module = words.word("module") ? words.module() : std::nullopt;
      const auto version = module && words.word("version") ? words.quoted() : std::nullopt;
      good = version.has_value() && words.end();
      if (good) one.file.module = *module, one.file.version = *version;
    }
    if (!good) {
      refused("`file \"PATH\" bytes N sha256 …` was expected here");
      return false;
    }
    one.path = *path;
    one.bytes = *bytes;
    one.sha256 = *hash;
    std::string why = why_not_portable(one.path);
    if (why.empty()) why = paths_.why_not_added(one.path);
    if (!why.empty()) {
      refused(fmt::format("`{}` is not a path that can be unpacked: {}", one.path, why), Code::bundle_name);
      return false;
    }
    if (!listed.empty() && !(listed.back().path < one.path)) {
      refused("the files are not in the order of their paths");
      return false;
    }
    if (!one.file.module.empty() && one.path != path_of(one.file.module)) {
      refused(fmt::format("module `{}` is `{}`, not this file", one.file.module, path_of(one.file.module)));
      return false;
    }
    if (one.file.module.empty() && one.path.ends_with(".fair")) {
      refused("a `.fair` file is a module: its name and version were expected here");
      return false;
    }
    if (one.bytes > max_file_bytes_) {
      refused(fmt::format("`{}` is over the limit of {} bytes for a file", one.path, max_file_bytes_));
      return false;
    }
    listed.push_back(std::move(one));
    return true;
  }

  // The texts follow one another, each with an LF after it: sizes are believed only as far as there are bytes.
  bool contents(std::vector<Listed>& listed, Bundle& bundle) {
    for (Listed& one : listed) {
      number_ = one.file.line;
      if (rest_.size() < one.bytes + 1 || rest_[one.bytes] != '\n') {
        refused(fmt::format("`{}` is not as long as it was: the bundle was cut short or changed", one.path));
        return false;
      }
      const std::string_view text = rest_.substr(0, one.bytes);
      if (base::sha256_hex(text) != one.sha256) {
        refused(fmt::format("`{}` is not what was bundled: its SHA-256 differs", one.path));
        return false;
      }
      if (!base::is_valid_utf8(text)) {
        refused(fmt::format("`{}` is not UTF-8 text", one.path));
        return false;
      }
      one.file.text = std::string(text);
      bundle.files.emplace(std::move(one.path), std::move(one.file));
      rest_.remove_prefix(one.bytes + 1);
    }
    if (rest_.empty()) return true;
    refused("there is more after the last file");
    return false;
  }

  std::string_view rest_, line_;
  const std::string& path_;
  diagnostics::Diagnostics& diagnostics_;
  std::size_t max_file_bytes_;
  std::size_t number_ = 0;
  Paths paths_;
};

// Some checkouts end lines with CRLF and some with LF: a bundle is of what the text says.
std::string with_plain_line_ends(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') plain += text[i];
  return plain;
}

struct Packing {
  std::string text;
  std::string module, version;
  base::Span named_at;
};

}  // namespace

std::string path_of(std::string_view module) {
  std::string path(module);
  std::replace(path.begin(), path.end(), '.', '/');
  return path + ".fair";
}

std::optional<std::string> write_bundle(const Contents& contents, const source::Sources& sources,
                                        diagnostics::Diagnostics& diagnostics) {
  std::map<std::string, Packing> packed;
  const std::string lock = write_lock(contents), main = path_of(contents.main);
  bool sound = true;
  const auto add = [&](const std::string& path, Packing packing) {
    const auto [known, is_new] = packed.emplace(path, packing);
    if (is_new || known->second.text == packing.text) return;
    std::vector<diagnostics::Label> labels;
    if (known->second.named_at.exists()) labels.push_back({known->second.named_at, "the other is named here"});
    diagnostics.add({.code = Code::bundle_name,
                     .message = fmt::format("two different files would be `{}` in the bundle", path),
                     .span = packing.named_at,
                     .labels = std::move(labels),
                     .help = "give one of them another name"});
    sound = false;
  };
  for (const Module& module : contents.modules)
    add(path_of(module.name),
        {with_plain_line_ends(sources.file(module.file).text), module.name, module.version, module.name_span});
  add(lock_path(main), {.text = lock});
  for (const Module& module : contents.modules)
    for (const Examples& examples : module.examples)
      add(beside(path_of(module.name), examples.name),
          {.text = with_plain_line_ends(sources.file(examples.file).text), .named_at = examples.named_at});
  std::string manifest = fmt::format("fairstart bundle {}\nmain \"{}\"\n", bundle_format, main), texts;
  Paths paths;
  for (const auto& [path, packing] : packed) {
    std::string why = why_not_portable(path);
    if (why.empty()) why = paths.why_not_added(path);
    if (!why.empty()) {
      diagnostics.add({.code = Code::bundle_name,
                       .message = fmt::format("`{}` can't go into a bundle: {}", path, why),
                       .span = packing.named_at,
                       .help = "give it another name"});
      sound = false;
    }
    manifest += fmt::format("file \"{}\" bytes {} sha256 {}", path, packing.text.size(), base::sha256_hex(packing.text));
    if (!packing.module.empty()) manifest += fmt::format(" module {} version \"{}\"", packing.module, packing.version);
    manifest += '\n';
    texts += packing.text;
    texts += '\n';
  }
  if (packed.size() > most_bundle_files || manifest.size() + texts.size() + 9 > most_bundle_bytes) {
    diagnostics.add({.code = Code::bundle_too_large,
                     .message = fmt::format("{} files of {} bytes together are more than a bundle holds: {} files, {} MB",
                                            packed.size(), texts.size(), most_bundle_files, most_bundle_bytes >> 20U),
                     .span = contents.find(contents.main)->name_span});
    sound = false;
  }
  if (!sound) return {};
  return manifest + "contents\n" + texts;
}

std::optional<Bundle> read_bundle(std::string_view bytes, const std::string& path, diagnostics::Diagnostics& diagnostics,
                                  std::size_t max_file_bytes) {
  return BundleReader(bytes, path, diagnostics, max_file_bytes).read();
}

void hold_to_manifest(const Contents& contents, const Bundle& bundle, const std::string& path,
                      diagnostics::Diagnostics& diagnostics) {
  std::set<std::string> needed{bundle.lock};
  for (const Module& module : contents.modules) {
    needed.insert(path_of(module.name));
    for (const Examples& examples : module.examples) needed.insert(beside(path_of(module.name), examples.name));
  }
  for (const auto& [name, file] : bundle.files) {
    std::string wrong;
    const Module* module = file.module.empty() ? nullptr : contents.find(file.module);
    if (!needed.contains(name) || (!file.module.empty() && module == nullptr))
      wrong = fmt::format("nothing in the bundle needs `{}`", name);
    else if (module != nullptr && module->version != file.version)
      wrong = fmt::format("`{}` is version \"{}\", and the manifest says \"{}\"", file.module, module->version, file.version);
    if (wrong.empty()) continue;
    diagnostics.add({.code = Code::bundle_unreadable,
                     .message = std::move(wrong),
                     .help = "have it bundled again: a bundle has what its framework needs, and no more",
                     .place = {path, file.line, {}}});
  }
}

}  // namespace fairstart::sharing
