// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "dsl/diagnostics/visible.hpp"
#include "engine/explain/explain.hpp"

namespace fairstart::explain {
namespace {

using Json = nlohmann::ordered_json;

std::string_view answer_words(column::Answer answer) {
  return answer == column::yes ? "yes" : answer == column::no ? "no" : "not known";
}

// Text with the colours of a terminal, or without.
class Printer {
 public:
  explicit Printer(bool colour) : colour_(colour) {}
  std::string text;

  void told(const Told& told) {
    if (!text.empty()) text += '\n';
    text += styled("1", safe(told.subject)) + "\n  " + safe(told.result) + '\n';
    for (const Step& part : told.because) step(part, 1);
    if (!told.ask_about.empty()) text += "  " + styled("33", "Ask about:") + ' ' + safe(told.ask_about) + '\n';
    if (!told.otherwise.empty()) text += "  Otherwise: " + safe(told.otherwise) + '\n';
    for (const std::string& source : told.sources) text += "  Source: " + safe(source) + '\n';
  }

 private:
  // A record's key or text may hold what a terminal would obey.
  static std::string safe(std::string_view words) { return diagnostics::escaped(words); }
  std::string styled(const char* code, std::string_view words) const {
    if (!colour_) return std::string(words);
    return std::string("\033[") + code + 'm' + std::string(words) + "\033[0m";
  }
  std::string answer(column::Answer answer) const {
    return styled(answer == column::yes ? "32" : answer == column::no ? "31" : "33", answer_words(answer));
  }
  void step(const Step& step, std::size_t depth) {
    const std::string indent(2 * depth, ' ');
    if (!step.condition.empty()) {
      text += indent + "- " + safe(step.condition);
      if (!step.title.empty()) text += " (" + safe(step.title) + ')';
      text += ": " + answer(step.answer) + '\n';
    }
    const std::string inside = step.condition.empty() ? indent : indent + "  ";
    for (const std::string& fact : step.facts) text += inside + safe(fact) + '\n';
    for (const std::string& source : step.sources) text += inside + "source: " + safe(source) + '\n';
    for (const Step& part : step.because) this->step(part, depth + (step.condition.empty() ? 0 : 1));
  }

  bool colour_;
};

Json json_of(const std::vector<Step>& steps) {
  Json out = Json::array();
  for (const Step& step : steps) {
    Json each;
    each["condition"] = step.condition;
    if (!step.title.empty()) each["title"] = step.title;
    each["answer"] = step.answer == column::unknown ? "unknown" : std::string(answer_words(step.answer));
    if (!step.facts.empty()) each["facts"] = step.facts;
    if (!step.sources.empty()) each["sources"] = step.sources;
    if (!step.because.empty()) each["because"] = json_of(step.because);
    out.push_back(std::move(each));
  }
  return out;
}

}  // namespace

std::string as_text(const std::vector<Told>& told, bool colour) {
  Printer printer(colour);
  for (const Told& each : told) printer.told(each);
  return std::move(printer.text);
}

std::string as_json(const std::vector<Told>& told) {
  Json out = Json::array();
  for (const Told& each : told) {
    Json one;
    one["subject"] = each.subject;
    one["result"] = each.result;
    one["because"] = json_of(each.because);
    one["sources"] = each.sources;
    one["ask_about"] = each.ask_about;
    one["otherwise"] = each.otherwise;
    out.push_back(std::move(one));
  }
  // A key or text of a record may hold bytes that are no UTF-8: those are replaced, not a reason to fail.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace fairstart::explain
