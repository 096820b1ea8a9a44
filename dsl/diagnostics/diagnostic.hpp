// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "dsl/base/span.hpp"
#include "dsl/diagnostics/catalogue.hpp"

namespace fairstart::source {
class Sources;
}

namespace fairstart::diagnostics {

// Another place that matters, and why: "expected because of this".
struct Label {
  base::Span span;
  std::string message;
};

// A place in a records file, which is not a source: 1-based; 0 where it does not apply. Never holds a value of a record.
struct RecordPlace {
  std::string file;
  std::uint64_t line = 0;
  std::string column;
};

struct Diagnostic {
  Code code{};
  std::string message;        // observes: what is there, lower case, the user's words in backticks
  base::Span span;            // none for a mistake that is not in a .fair file
  std::vector<Label> labels;  // the other side, the expectation's origin …
  std::string help;           // advises: what to do; may be empty
  RecordPlace place;          // where span does not exist
};

// What was found so far, in the order found.
class Diagnostics {
 public:
  void add(Diagnostic diagnostic);
  bool has_errors() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  const std::vector<Diagnostic>& items() const { return items_; }
  // Moves what was found from item `from` on to where `home` says it came from.
  void relocate(std::size_t from, const std::function<base::Span(base::Span)>& home);
  void take_back(std::size_t from);  // item `from` and all after it, as if they had not been added
  void sort_by_place();              // by file, then offset; those without a span last
  // Leaves so many errors, and so many warnings, in the order that they stand in. They still count.
  void keep_first(std::size_t most);
  std::size_t left_out() const { return left_out_; }

 private:
  std::vector<Diagnostic> items_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t left_out_ = 0;
};

// Text for people: `path:line:column: error[FS0301]: message`, the line, a marker, labels, help.
void print_text(std::ostream& out, const Diagnostics& diagnostics, const source::Sources& sources, bool colour);
// One JSON document: {"diagnostics":[{code,name,severity,message,file,line,column,end_line,end_column,labels,help}]}.
void print_json(std::ostream& out, const Diagnostics& diagnostics, const source::Sources& sources);
// SARIF 2.1.0.
void print_sarif(std::ostream& out, const Diagnostics& diagnostics, const source::Sources& sources);

}  // namespace fairstart::diagnostics
