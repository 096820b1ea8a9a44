// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "dsl/base/sha256.hpp"
#include "dsl/check/modules.hpp"
#include "dsl/sharing/bundle.hpp"
#include "dsl/sharing/lock.hpp"
#include "dsl/sharing/portable_path.hpp"

// Any bytes as a bundle and as a lock. Hashes can't be guessed: those that a manifest gives are made to fit first. What is read has
// safe paths and the sizes that it says; and a bundle whose modules are all there is written again with the same bytes.
namespace {

using namespace fairstart;

constexpr std::string_view framework = "framework a.main \"Main\" { version \"1\" }\nuse a.words\n";
constexpr std::string_view words = "library a.words \"Words\" { version \"1\" }\n";

std::string with_hashes(std::string text) {
  const std::size_t contents = text.find("\ncontents\n");
  if (contents == std::string::npos) return text;
  std::size_t at = contents + 10;
  for (std::size_t line = 0; line < contents;) {
    const std::size_t end = text.find('\n', line), bytes = text.find("\" bytes ", line), hash = text.find(" sha256 ", line);
    if (bytes < end && hash < end && hash + 72 <= end) {
      const std::size_t size = std::strtoul(text.c_str() + bytes + 8, nullptr, 10);
      if (size < text.size() && at + size < text.size()) {
        const std::string fits = base::sha256_hex(std::string_view(text).substr(at, size));
        text.replace(hash + 8, 64, fits);
        at += size + 1;
      }
    }
    line = end + 1;
  }
  return text;
}

void hold(bool sound) {
  if (!sound) std::abort();
}

void try_bundle(const std::string& text) {
  diagnostics::Diagnostics found;
  const auto bundle = sharing::read_bundle(text, "fuzz.bundle", found);
  hold(bundle.has_value() != found.has_errors());
  if (!bundle) return;
  check::Packed packed{.path = "fuzz.bundle", .files = {}};
  sharing::Paths paths;
  for (const auto& [path, file] : bundle->files) {
    hold(sharing::why_not_portable(path).empty() && paths.why_not_added(path).empty());
    packed.files.emplace(path, file.text);
  }
  source::Sources sources;
  const base::FileId main = sources.add("fuzz.bundle/" + bundle->main, packed.files.at(bundle->main));
  check::LoadedModules modules = check::load(main, {.packed = &packed}, sources, found);
  if (!modules.complete || found.has_errors()) return;
  const auto contents = sharing::contents_of(modules, modules.asked_for.front(), true, sources, found);
  if (!contents) return;
  sharing::hold_to_manifest(*contents, *bundle, "fuzz.bundle", found);
  const base::FileId lock = sources.add("fuzz.bundle/" + bundle->lock, bundle->files.at(bundle->lock).text);
  sharing::hold_to_lock(*contents, lock, sources, found);
  if (found.has_errors()) return;
  const auto again = sharing::write_bundle(*contents, sources, found);
  // CRLF in a lock and a byte order mark are read, and not written.
  const bool plain = text.find('\r') == std::string::npos && text.find("\xEF\xBB\xBF") == std::string::npos;
  hold(again.has_value() && (!plain || *again == text));
}

void try_lock(const std::string& text) {
  source::Sources sources;
  diagnostics::Diagnostics found;
  const check::Packed packed{.path = "p", .files = {{"a/words.fair", std::string(words)}}};
  const base::FileId main = sources.add("p/a/main.fair", std::string(framework));
  check::LoadedModules modules = check::load(main, {.packed = &packed}, sources, found);
  const auto contents = sharing::contents_of(modules, modules.asked_for.front(), true, sources, found);
  hold(contents.has_value());
  sharing::hold_to_lock(*contents, sources.add("p/a/main.lock", text), sources, found);
  std::string plain;
  for (const char c : text)
    if (c != '\r') plain += c;
  // Nothing but the lock itself passes for it.
  hold(found.has_errors() || plain == sharing::write_lock(*contents));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_bundle(with_hashes(text));
  try_lock(text);
  return 0;
}
