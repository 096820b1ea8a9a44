// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::diagnostics {
namespace {

using Json = nlohmann::ordered_json;

std::string uri_of(std::string_view path) {
  std::string uri = !path.empty() && path.front() == '/' ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' ||
                       c == '-' || c == '_' || c == '~';
    if (plain)
      uri += c;
    else
      uri += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return uri;
}

Json location_of(base::Span span, const source::Sources& sources) {
  const source::Position from = sources.position(span.file, span.begin), to = sources.position(span.file, span.end);
  Json location;
  location["physicalLocation"]["artifactLocation"]["uri"] = uri_of(sources.file(span.file).path);
  location["physicalLocation"]["region"] = {
      {"startLine", from.line}, {"startColumn", from.column}, {"endLine", to.line}, {"endColumn", to.column}};
  return location;
}

Json location_of(const RecordPlace& place) {
  Json location;
  location["physicalLocation"]["artifactLocation"]["uri"] = uri_of(place.file);
  if (place.line > 0) location["physicalLocation"]["region"]["startLine"] = place.line;
  if (!place.column.empty()) location["logicalLocations"] = Json::array({{{"name", place.column}, {"kind", "column"}}});
  return location;
}

Json rule_of(Code code) {
  const CatalogueEntry& row = entry(code);
  Json rule;
  rule["id"] = code_text(code);
  rule["name"] = row.name;
  rule["shortDescription"]["text"] = row.title;
  rule["defaultConfiguration"]["level"] = word_of(row.severity);
  if (const std::string_view text = page(code); !text.empty()) {
    rule["help"]["text"] = text;
    rule["help"]["markdown"] = text;
  }
  return rule;
}

}  // namespace

void print_sarif(std::ostream& out, const Diagnostics& diagnostics, const source::Sources& sources) {
  std::map<Code, std::size_t> rules;
  for (const Diagnostic& diagnostic : diagnostics.items()) rules.emplace(diagnostic.code, 0);
  Json rule_list = Json::array();
  for (auto& [code, index] : rules) {
    index = rule_list.size();
    rule_list.push_back(rule_of(code));
  }
  Json results = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    Json result;
    result["ruleId"] = code_text(diagnostic.code);
    result["ruleIndex"] = rules.at(diagnostic.code);
    result["level"] = word_of(entry(diagnostic.code).severity);
    result["message"]["text"] =
        diagnostic.help.empty() ? diagnostic.message : diagnostic.message + "\nhelp: " + diagnostic.help;
    result["locations"] = Json::array();
    if (diagnostic.span.exists())
      result["locations"].push_back(location_of(diagnostic.span, sources));
    else if (!diagnostic.place.file.empty())
      result["locations"].push_back(location_of(diagnostic.place));
    for (const Label& label : diagnostic.labels) {
      if (!label.span.exists()) continue;
      Json related = location_of(label.span, sources);
      related["id"] = result.contains("relatedLocations") ? result["relatedLocations"].size() : 0;
      related["message"]["text"] = label.message;
      result["relatedLocations"].push_back(std::move(related));
    }
    results.push_back(std::move(result));
  }
  Json run;
  run["tool"]["driver"] = {{"name", "fairstart"}, {"rules", std::move(rule_list)}};
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  if (diagnostics.left_out() > 0) run["properties"]["leftOut"] = diagnostics.left_out();
  Json document;
  document["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  document["version"] = "2.1.0";
  document["runs"] = Json::array({std::move(run)});
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace fairstart::diagnostics
