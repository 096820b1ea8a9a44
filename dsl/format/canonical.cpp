// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/canonical.hpp"

#include "dsl/format/format.hpp"
#include "dsl/format/spelling.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::format {
namespace {

using syntax::Cursor;
using syntax::NodeKind;

// Words alone would not do: where a line ends can decide what a word belongs to (`builds on x version "1"`), and only the tree
// still knows.
void add_form(Cursor at, Cursor parent, std::string& form) {
  if (at.kind() >= NodeKind::file) {
    form += '(';
    form += syntax::name_of(at.kind());
    form += '\n';
    for (const Cursor child : at) add_form(child, at, form);
    form += ")\n";
  } else if (!(at.kind() == NodeKind::mark && at.text() == ",")) {
    form += syntax::name_of(at.kind());
    form += ' ';
    form += spelling(at, parent);
    form += '\n';
  }
}

}  // namespace

std::string canonical(const syntax::Tree& tree) {
  if (tree.nodes.empty()) return {};
  // Symbols and words of one meaning have different nodes: the form is of the text in words.
  source::Sources sources;
  diagnostics::Diagnostics found;
  const syntax::Tree again = syntax::parse(sources, sources.add("", format(tree)), found);
  std::string form;
  const syntax::Tree& said = found.has_errors() ? tree : again;
  add_form(Cursor(said, 0), {}, form);
  return form;
}

}  // namespace fairstart::format
