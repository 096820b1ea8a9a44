// SPDX-License-Identifier: Apache-2.0
#include "dsl/sharing/contents.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "dsl/base/sha256.hpp"
#include "dsl/format/canonical.hpp"

namespace fairstart::sharing {
namespace {

using diagnostics::Code;

bool did_parse(const syntax::Tree& tree) {
  return !tree.nodes.empty() && std::none_of(tree.nodes.begin(), tree.nodes.end(),
                                             [](const syntax::Node& node) { return node.kind == syntax::NodeKind::error; });
}

// Every module that is needed, with the place that asks for it first.
std::map<plan::ModuleId, base::Span> needed_by(const check::LoadedModules& modules, plan::ModuleId asked) {
  std::map<plan::ModuleId, base::Span> needed{{asked, {}}};
  std::vector<plan::ModuleId> todo{asked};
  while (!todo.empty()) {
    const check::LoadedModule& module = modules.modules[todo.back().index()];
    todo.pop_back();
    const auto bring = [&](const check::Use& use) {
      if (use.module.exists() && needed.emplace(use.module, use.span).second) todo.push_back(use.module);
    };
    if (module.builds_on) bring(*module.builds_on);
    for (const check::Use& use : module.uses) bring(use);
  }
  return needed;
}

// Of a table, which some programs end with CRLF and some with LF: that is not what it says.
std::string hash_of_rows(std::string text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') plain += text[i];
  return base::sha256_hex(plain);
}

// A text as it can stand between quotation marks; what it hides is in the hash.
std::string in_quotes(std::string text) {
  for (char& c : text)
    if (c == '"' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '_';
  return text;
}

}  // namespace

const Module* Contents::find(std::string_view name) const {
  const auto found = std::find_if(modules.begin(), modules.end(), [&](const Module& module) { return module.name == name; });
  return found == modules.end() ? nullptr : &*found;
}

std::optional<Contents> contents_of(check::LoadedModules& modules, plan::ModuleId asked, bool all_examples,
                                    source::Sources& sources, diagnostics::Diagnostics& diagnostics) {
  if (diagnostics.has_errors() || !modules.complete || !asked.exists()) return {};
  Contents contents{.modules = {}, .main = modules.modules[asked.index()].name};
  for (const auto& [id, asked_at] : needed_by(modules, asked)) {
    const check::LoadedModule& from = modules.modules[id.index()];
    if (!did_parse(*from.tree)) return {};
    Module module{.name = from.name,
                  .version = in_quotes(from.version),
                  .file = from.file,
                  .name_span = from.name_span,
                  .asked_at = asked_at,
                  .sha256 = base::sha256_hex(format::canonical(*from.tree))};
    for (const check::Use& use : from.uses)
      if (!use.without.empty()) module.without.emplace(use.name, use.without);
    if (id == asked || all_examples) {
      for (const auto& [name, named_at] : check::examples_named(from)) {
        const auto file = check::examples_beside(modules, id, name, sources);
        if (!file) {
          diagnostics.add({.code = Code::examples_file, .message = file.failure().message, .span = named_at});
          return {};
        }
        module.examples.push_back({in_quotes(name), file.value(), hash_of_rows(sources.file(file.value()).text), named_at});
      }
      const auto by_name = [](const Examples& a, const Examples& b) { return a.name < b.name; };
      const auto same_name = [](const Examples& a, const Examples& b) { return a.name == b.name; };
      std::stable_sort(module.examples.begin(), module.examples.end(), by_name);
      module.examples.erase(std::unique(module.examples.begin(), module.examples.end(), same_name), module.examples.end());
    }
    contents.modules.push_back(std::move(module));
  }
  std::sort(contents.modules.begin(), contents.modules.end(), [](const Module& a, const Module& b) { return a.name < b.name; });
  return contents;
}

}  // namespace fairstart::sharing
