// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <ostream>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::diagnostics {
namespace {

using Json = nlohmann::ordered_json;

void add_place(Json& json, base::Span span, const source::Sources& sources) {
  const source::Position from = sources.position(span.file, span.begin), to = sources.position(span.file, span.end);
  json["file"] = sources.file(span.file).path;
  json["line"] = from.line;
  json["column"] = from.column;
  json["end_line"] = to.line;
  json["end_column"] = to.column;
}

Json json_of(const Diagnostic& diagnostic, const source::Sources& sources) {
  const CatalogueEntry& row = entry(diagnostic.code);
  Json json;
  json["code"] = code_text(diagnostic.code);
  json["name"] = row.name;
  json["severity"] = word_of(row.severity);
  json["message"] = diagnostic.message;
  if (diagnostic.span.exists())
    add_place(json, diagnostic.span, sources);
  else if (!diagnostic.place.file.empty()) {
    json["file"] = diagnostic.place.file;
    if (diagnostic.place.line > 0) json["line"] = diagnostic.place.line;
    if (!diagnostic.place.column.empty()) json["field"] = diagnostic.place.column;
  }
  json["labels"] = Json::array();
  for (const Label& label : diagnostic.labels) {
    Json one;
    one["message"] = label.message;
    if (label.span.exists()) add_place(one, label.span, sources);
    json["labels"].push_back(std::move(one));
  }
  json["help"] = diagnostic.help;
  return json;
}

}  // namespace

void print_json(std::ostream& out, const Diagnostics& diagnostics, const source::Sources& sources) {
  Json document;
  document["diagnostics"] = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.items()) document["diagnostics"].push_back(json_of(diagnostic, sources));
  document["errors"] = diagnostics.errors();
  document["warnings"] = diagnostics.warnings();
  if (diagnostics.left_out() > 0) document["left_out"] = diagnostics.left_out();
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace fairstart::diagnostics
