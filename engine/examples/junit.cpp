// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/markup.hpp"
#include "engine/examples/examples.hpp"

namespace fairstart::examples {
namespace {

// Text and attribute values alike.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : base::for_xml(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      case '\n': out += "&#10;"; break;
      case '\t': out += "&#9;"; break;
      case '\r': out += "&#13;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string seconds(double milliseconds) { return fmt::format("{:.3f}", milliseconds / 1000); }

// One element a test case, whatever failed in it: viewers show no more than one.
std::string failure(const std::vector<Failed>& failures) {
  std::string text;
  for (const Failed& failed : failures) {
    if (!text.empty()) text += "\n\n";
    text += "expected: " + failed.expected + "\ngot:      " + failed.got;
    if (!failed.explanation.empty()) text += "\n" + failed.explanation;
  }
  return fmt::format("      <failure message=\"{}\" type=\"expectation\">{}</failure>\n",
                     escaped("got: " + failures.front().got), escaped(text));
}

}  // namespace

std::string junit(const std::string& suite, const std::vector<Outcome>& outcomes, const std::vector<std::string>& classnames,
                  const std::vector<std::string>& unsound) {
  std::size_t failed = 0;
  double total = 0;
  std::string cases;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Outcome& outcome = outcomes[i];
    failed += outcome.failures.empty() ? 0 : 1;
    total += outcome.milliseconds;
    const std::string start =
        fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"{}\"",
                    escaped(outcome.example != nullptr ? outcome.example->title : outcome.title),
                    escaped(i < classnames.size() ? classnames[i] : suite), seconds(outcome.milliseconds));
    if (outcome.failures.empty()) {
      cases += start + "/>\n";
      continue;
    }
    cases += start + ">\n" + failure(outcome.failures) + "    </testcase>\n";
  }
  for (const std::string& file : unsound)
    cases += fmt::format(
        "    <testcase name=\"the file checks\" classname=\"{}\" time=\"0.000\">\n      <error message=\"the file has errors: "
        "nothing in it was run\" type=\"check\"/>\n    </testcase>\n",
        escaped(file));
  const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\"",
                                         outcomes.size() + unsound.size(), failed, unsound.size(), seconds(total));
  // `skipped` belongs to a suite only: strict readers refuse it at the root.
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n  <testsuite name=\"{1}\" {0} skipped=\"0\">\n{2}  "
      "</testsuite>\n</testsuites>\n",
      counts, escaped(suite), cases);
}

}  // namespace fairstart::examples
