// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "dsl/base/text.hpp"
#include "dsl/diagnostics/visible.hpp"
#include "dsl/format/canonical.hpp"
#include "dsl/sharing/conform.hpp"

namespace fairstart::sharing {
namespace {

using Json = nlohmann::ordered_json;

std::string place_of(base::Span span, const source::Sources& sources) {
  if (!span.exists()) return {};
  return fmt::format("{}:{}", sources.file(span.file).path, sources.position(span.file, span.begin).line);
}

std::string named(const Declared& one) {
  std::string text = fmt::format("{} {}", one.kind, one.name);
  if (!one.title.empty()) text += fmt::format(" \"{}\"", one.title);
  return text;
}

std::string versioned(const std::string& module, const std::string& version) {
  return version.empty() ? module : fmt::format("{}, version {}", module, version);
}

void tell_brought(std::string& out, std::string_view heading, const std::vector<Brought>& all, const std::string& framework) {
  if (all.empty()) return;
  out += fmt::format("\n{}\n", heading);
  for (const Brought& one : all) {
    out += fmt::format("  {} \"{}\"", versioned(one.module, one.version), one.title);
    if (one.by != framework) out += fmt::format(", by {}", one.by);
    out += fmt::format("\n    SHA-256 {} (form {})\n", one.sha256, format::canonical_form);
    if (!one.without.empty()) out += fmt::format("    without {}\n", base::listed(one.without));
  }
}

void tell_changed(std::string& out, std::string_view heading, const std::vector<Changed>& all, const Statement& statement,
                  const source::Sources& sources) {
  out += fmt::format("\n{}: {}\n", heading, all.size());
  for (const Changed& one : all) {
    out += fmt::format("  {}{}\n", named(one.declared), one.declared.is_core ? ", core" : "");
    // A core between has its own say of what the first one declares.
    const std::string of = one.of == one.declared.module ? "" : fmt::format("of {}: ", one.of);
    for (const std::string& line : one.what) out += fmt::format("    {}{}\n", of, line);
    out += fmt::format("    limit: {}\n    because: {}\n", one.limit, one.because);
    out += fmt::format("    {}{}", place_of(one.span, sources),
                       one.by == statement.framework ? std::string() : fmt::format(" (by {})", one.by));
    if (one.declared.span.exists()) out += fmt::format("; the core's: {}", place_of(one.declared.span, sources));
    out += '\n';
  }
}

Json json_of(const Declared& one, const source::Sources& sources) {
  Json json{{"kind", one.kind}, {"name", one.name}, {"title", one.title}, {"module", one.module}, {"core", one.is_core}};
  if (one.span.exists()) {
    json["file"] = sources.file(one.span.file).path;
    json["line"] = sources.position(one.span.file, one.span.begin).line;
  }
  return json;
}

Json json_of(const Changed& one, const source::Sources& sources) {
  return {{"declared", json_of(one.declared, sources)},
          {"by", one.by},
          {"of", one.of},
          {"what", one.what},
          {"limit", one.limit},
          {"because", one.because},
          {"file", sources.file(one.span.file).path},
          {"line", sources.position(one.span.file, one.span.begin).line}};
}

Json json_of(const Brought& one) {
  return {{"module", one.module}, {"title", one.title},    {"version", one.version}, {"sha256", one.sha256},
          {"by", one.by},         {"how", one.brought_by}, {"without", one.without}};
}

}  // namespace

std::string conform_text(const Statement& statement, const source::Sources& sources) {
  std::string out = fmt::format("{} \"{}\"\nIt is nowhere weaker than {}.\n", versioned(statement.framework, statement.version),
                                statement.title, statement.cores.size() > 1 ? "its cores" : "its core");
  tell_brought(out, "Builds on", statement.cores, statement.framework);
  tell_changed(out, "Adapted", statement.adapted, statement, sources);
  tell_changed(out, "Retired", statement.retired, statement, sources);
  out += fmt::format("\nAdded: {}\n", statement.added.size());
  for (const Declared& one : statement.added) out += fmt::format("  {}\n", named(one));
  const auto core =
      std::count_if(statement.taken.begin(), statement.taken.end(), [](const Declared& one) { return one.is_core; });
  out += fmt::format("\nTaken as it is: {}, of which {} core\n", statement.taken.size(), core);
  std::string module;
  for (const Declared& one : statement.taken) {
    if (one.module != module) out += fmt::format("  from {}\n", one.module);
    module = one.module;
    out += fmt::format("    {}{}\n", named(one), one.is_core ? ", core" : "");
  }
  tell_brought(out, "Uses", statement.libraries, statement.framework);
  // Titles and reasons may come from elsewhere.
  return diagnostics::escaped(out, diagnostics::NewLines::kept);
}

std::string conform_json(const Statement& statement, const source::Sources& sources) {
  Json json{{"format", 1},
            {"conforms", true},
            {"framework", statement.framework},
            {"title", statement.title},
            {"version", statement.version},
            {"form", format::canonical_form}};
  const auto list = [&](const char* name, const auto& all, auto told) {
    json[name] = Json::array();
    for (const auto& one : all) json[name].push_back(told(one));
  };
  const auto with_place = [&](const auto& one) { return json_of(one, sources); };
  const auto plain = [](const Brought& one) { return json_of(one); };
  list("cores", statement.cores, plain);
  list("libraries", statement.libraries, plain);
  list("adapted", statement.adapted, with_place);
  list("retired", statement.retired, with_place);
  list("added", statement.added, with_place);
  list("taken", statement.taken, with_place);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string refused_json(const diagnostics::Diagnostics& diagnostics, const source::Sources& sources) {
  std::ostringstream found;
  diagnostics::print_json(found, diagnostics, sources);
  Json json{{"format", 1}, {"conforms", false}};
  json.update(Json::parse(found.str()));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace fairstart::sharing
