// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/lexer.hpp"
#include "dsl/syntax/parse.hpp"

// Any bytes: parsing must end, stay within the text, lose nothing and report what it skipped.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairstart;
  source::Sources sources;
  const base::FileId file = sources.add("fuzz.fair", std::string(reinterpret_cast<const char*>(data), size));
  diagnostics::Diagnostics diagnostics;
  const syntax::Tree tree = syntax::parse(sources, file, diagnostics);
  if (tree.nodes.empty() || tree.nodes[0].size != tree.nodes.size()) std::abort();
  std::size_t read = 0;
  bool skipped = false;
  for (const syntax::Node& node : tree.nodes) {
    if (node.kind > syntax::NodeKind::error) continue;
    if (node.end <= node.begin || syntax::lexer::skip_blanks(tree.text, read) != node.begin) std::abort();
    read = node.end;
    skipped = skipped || node.kind == syntax::NodeKind::error;
  }
  if (syntax::lexer::skip_blanks(tree.text, read) != tree.text.size()) std::abort();
  if (skipped && !diagnostics.has_errors()) std::abort();
  for (const auto& item : diagnostics.items()) {
    if (item.span.end > tree.text.size() || item.span.begin > item.span.end) std::abort();
  }
  return 0;
}
