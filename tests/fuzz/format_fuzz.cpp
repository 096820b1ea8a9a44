// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/format/format.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/parse.hpp"

// Any text that parses: its canonical layout parses, has the same words and comments, and is its own canonical layout.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairstart;
  source::Sources sources;
  const auto parsed = [&](std::string text, bool& sound) {
    diagnostics::Diagnostics diagnostics;
    syntax::Tree tree = syntax::parse(sources, sources.add("fuzz.fair", std::move(text)), diagnostics);
    sound = !diagnostics.has_errors();
    return tree;
  };
  bool sound = false;
  const syntax::Tree tree = parsed(std::string(reinterpret_cast<const char*>(data), size), sound);
  const std::string once = format::format(tree);
  if (!sound) return 0;
  const syntax::Tree again = parsed(once, sound);
  if (!sound || format::normalised_leaves(again) != format::normalised_leaves(tree)) std::abort();
  if (format::comments(again) != format::comments(tree)) std::abort();
  if (format::format(again) != once) std::abort();
  return 0;
}
