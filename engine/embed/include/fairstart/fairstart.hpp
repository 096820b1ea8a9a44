// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Fairstart from a program of your own: load a framework, evaluate records, read each family's tiers and offers with reasons.
// Everything here keeps its meaning as long as interface_version stays the same. Texts are UTF-8, dates ISO 8601. No function
// writes a file or a log, asks the time, or uses the network. One object is for one thread at a time.
namespace fairstart {

inline constexpr int interface_version = 1;
std::string version();  // of the library: "0.1.0"

// A mistake, warning or note, as `fairstart check --format json` tells it (docs/formats.md). Holds no value of a record.
struct Diagnostic {
  std::string code;      // "FS0201"; `fairstart explain-code` has its page
  std::string severity;  // "error", "warning", "note"
  std::string message, help;
  std::string file;                    // empty: of no file
  std::uint64_t line = 0, column = 0;  // from 1; 0: of the whole file
};

// What a caller asked for could not be done: a framework with errors, records that can't be used, a date that is none.
// what() is a line for a person.
class Failure : public std::runtime_error {
 public:
  Failure(const std::string& what, std::vector<Diagnostic> diagnostics)
      : std::runtime_error(what), diagnostics_(std::move(diagnostics)) {}
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

// The folder with `stdlib` and `frameworks` of the installed Fairstart: the CMake package says where it is.
#ifdef FAIRSTART_DATA_DIR
inline constexpr std::string_view data_folder = FAIRSTART_DATA_DIR;
#else
inline constexpr std::string_view data_folder = "";
#endif

struct LoadOptions {
  std::vector<std::string> library_paths;       // searched for modules, after the file's own folder
  std::string data = std::string(data_folder);  // then its `stdlib` and `frameworks`; empty: neither
  std::string mapping_file;                     // a file whose mapping is used for records; empty: columns are named as fields
  std::string mapping;                          // its name; empty: the file has only one
};

// A framework that was checked with all it uses.
class Framework {
 public:
  // Never throws for mistakes in the file: is_sound() says whether there is something to evaluate, diagnostics() why not.
  static Framework from_file(const std::string& path, const LoadOptions& options = {});
  // `name` stands for the file in diagnostics; modules beside it are looked for in its folder.
  static Framework from_text(std::string_view text, const std::string& name, const LoadOptions& options = {});
  Framework(Framework&&) noexcept;
  Framework& operator=(Framework&&) noexcept;
  ~Framework();

  bool is_sound() const;
  const std::vector<Diagnostic>& diagnostics() const;
  // Empty where it is not sound.
  const std::string& name() const;
  const std::string& title() const;
  const std::string& framework_version() const;

 private:
  friend class Results;
  struct Inside;
  explicit Framework(std::shared_ptr<Inside> inside);
  std::shared_ptr<Inside> inside_;
};

enum class Answer { no, yes, unknown };

// Where a family or a row stands in a scheme of tiers or segments.
struct Level {
  std::string scheme, scheme_title;
  std::string level, title;           // what is certain; empty: not known
  std::vector<std::string> could_be;  // other levels that are possible
  std::string reason;                 // the conditions that decided it, as written; empty for a level without condition
  std::string ask_about;              // what would settle it: "income of F1"; empty: it is settled
};

// A member of `groups`, and whether the row is in it.
struct Group {
  std::string scheme, member, title;
  Answer in = Answer::unknown;
  std::string reason;
};

// An offer that is made, or that can't be told. Others are not listed.
struct Offer {
  std::string name, title;
  Answer offered = Answer::unknown;  // yes or unknown
  std::string reason;
  std::string ask_about;                      // where it can't be told: what would settle it
  std::string amount;                         // "4 to 8 visits"; empty: none
  std::string window;                         // "not yet due", "open", "missed", "done"; empty: no window, or it can't be told
  std::string due_from, due_by, received_on;  // dates, where known
  Answer overdue = Answer::no;
  std::string provider;
  std::vector<std::string> serves;  // names of outcomes
};

// One row: a family, or a person or other row under it.
struct Row {
  std::string record;  // "family", "person"
  std::string id;
  std::vector<Level> levels;
  std::vector<Group> groups;
  std::vector<Offer> offers;
};

struct Family : Row {
  std::vector<Row> members;  // those with a level, a group or an offer of their own
};

struct EvaluateOptions {
  std::string as_at;                         // the day that everything is judged at; must be given
  std::string period_from, period_to;        // empty: the 12 months that end on as_at
  bool show_restricted = false;              // name restricted facts in reasons
  std::size_t threads = 1;                   // for reading; results are the same
  std::optional<std::uint64_t> max_rejects;  // more cells and rows that can't be used are a Failure; none: any number
};

// The families of some records, in the order of the records; each is worked out when it is asked for. The records stay in memory
// as long as this does; the framework may go.
class Results {
 public:
  // A folder of CSV files or an NDJSON file (docs/formats.md). Throws Failure.
  static Results of_records(const Framework& framework, const std::string& path, const EvaluateOptions& options);
  // The text of an NDJSON file: a family a line. It is never written to a disk. Throws Failure.
  static Results of_documents(const Framework& framework, std::string_view ndjson, const EvaluateOptions& options);
  Results(Results&&) noexcept;
  Results& operator=(Results&&) noexcept;
  ~Results();

  std::size_t size() const;                      // families
  Family at(std::size_t number) const;           // from 0; throws std::out_of_range
  const std::vector<Diagnostic>& notes() const;  // what the records lack, said once
  std::uint64_t rejected() const;                // cells and rows that could not be used

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Family;
    using difference_type = std::ptrdiff_t;
    using pointer = const Family*;
    using reference = Family;
    Iterator(const Results* results, std::size_t at) : results_(results), at_(at) {}
    Family operator*() const { return results_->at(at_); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    const Results* results_;
    std::size_t at_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  struct Inside;
  explicit Results(std::unique_ptr<Inside> inside);
  static Results read(const Framework& framework, const std::string& path, const std::string& told_as,
                      const EvaluateOptions& options);
  std::unique_ptr<Inside> inside_;
};

}  // namespace fairstart
