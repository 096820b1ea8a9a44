// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <thread>

#include "cli/commands.hpp"
#include "cli/coverage.hpp"
#include "cli/exit_code.hpp"
#include "cli/limits.hpp"
#include "cli/load.hpp"
#include "cli/terminal.hpp"
#include "cli/watch.hpp"
#include "dsl/diagnostics/catalogue.hpp"
#include "dsl/diagnostics/visible.hpp"
#include "engine/cases/cases.hpp"
#include "engine/examples/examples.hpp"
#include "engine/guarantees/guarantees.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

std::string indented(const std::string& text, std::size_t by) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (!out.empty()) out += '\n' + std::string(end > at ? by : 0, ' ');
    out += text.substr(at, end - at);
    at = end + 1;
  }
  return out;
}

// The engine gives both sides as expectations; what they stand beside says so already.
std::string without_expect(const std::string& text) {
  constexpr std::string_view word = "expect ";
  return text.starts_with(word) ? text.substr(word.size()) : text;
}

void print_failure(const examples::Failed& failed, const source::Sources& sources,
                   diagnostics::Code code = diagnostics::Code::example_failed) {
  const source::Position at = sources.position(failed.span.file, failed.span.begin);
  std::cout << fmt::format("      {}:{}:{}: error[{}]: the {} does not hold\n", sources.file(failed.span.file).path, at.line,
                           at.column, diagnostics::code_text(code),
                           code == diagnostics::Code::guarantee_failed ? "guarantee" : "expectation")
            << "        expected  " << indented(without_expect(failed.expected), 18) << "\n        got       "
            << indented(without_expect(failed.got), 18) << '\n';
  if (!failed.explanation.empty()) std::cout << "        why       " << indented(failed.explanation, 18) << '\n';
}

// Cases that say what they come to. Parameters are taken on the case's own day, else as they were changed last.
std::optional<examples::Outcome> outcome_of(const plan::Plan& plan, const plan::Case& money) {
  if (money.expectations.empty()) return {};
  examples::Outcome outcome{.title = money.title};
  const std::vector<cases::Judged> judged =
      cases::judge(plan, money, cases::value(plan, money, cases::newest_day(plan, money)));
  for (std::size_t i = 0; i < judged.size(); ++i)
    if (!judged[i].holds)
      outcome.failures.push_back({money.expectations[i].span, money.expectations[i].text, judged[i].got, ""});
  return outcome;
}

// What one example says of each guarantee; those that fail, with the row that makes them fail. Judging copies the plan: `bare` is the
// plan without its examples, of which there may be hundreds.
void try_guarantees(const plan::Plan& plan, const plan::Plan& bare, const plan::Example& example,
                    std::vector<examples::Outcome>& outcomes) {
  column::Database database = examples::records_of(plan, example);
  database.plan = &bare;
  const std::vector<guarantees::Result> results = guarantees::judge(database, {example.as_at, example.as_at, example.as_at});
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i].failed()) continue;
    outcomes[i].failures.push_back(
        {plan.guarantees[i].span, plan.guarantees[i].title,
         fmt::format("example \"{}\": {}", example.title, guarantees::told(database, plan.guarantees[i], results[i])), ""});
  }
}

// Examples know nothing of one another: each thread takes the next that nobody has.
std::vector<examples::Outcome> run_all(const plan::Plan& plan, const std::vector<const plan::Example*>& wanted) {
  constexpr std::size_t worth_a_thread = 8;  // starting one takes as long as a few examples
  std::vector<examples::Outcome> outcomes(wanted.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < wanted.size(); i = next++) outcomes[i] = examples::run(plan, *wanted[i]);
  };
  std::vector<std::future<void>> others;
  const std::size_t threads = std::min<std::size_t>(std::thread::hardware_concurrency(), wanted.size() / worth_a_thread);
  try {
    for (std::size_t i = 1; i < threads; ++i) others.push_back(std::async(std::launch::async, work));
  } catch (const std::system_error&) {
    // The machine gives no more threads: those there are do.
  }
  work();
  for (std::future<void>& other : others) other.get();
  return outcomes;
}

std::string counted(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

// Whether two paths name one file, which need not be there yet.
bool one_file(const fs::path& one, const fs::path& other) {
  std::error_code error;
  const fs::path first = fs::weakly_canonical(fs::absolute(one, error), error);
  return !first.empty() && first == fs::weakly_canonical(fs::absolute(other, error), error);
}

// All that the files' examples, guarantees and cases come to, told as it goes.
class TestRun {
 public:
  explicit TestRun(const Given& given) : given_(given), filter_(given.value("--filter").value_or("")) {}

  void file(const std::string& path) {
    loaded_.push_back(load(given_, path));
    Loaded& loaded = *loaded_.back();
    loaded.diagnostics.sort_by_place();
    const bool sound = loaded.plan.has_value();
    if (!sound) unsound_.push_back(path);
    tell(loaded);
    if (!sound) return;
    named_ = false;
    working_on(fmt::format("the examples of {} were being run", path), exit_found);
    stories(path, loaded);
    promises(path, loaded);
    money(path, loaded);
    if (covers()) coverage_.add(loaded);
  }

  // The exit code.
  int finish() const {
    std::cout << counted(outcomes_.size() - cases_ - promises_, "example");
    if (promises_ > 0) std::cout << ", " << counted(promises_, "guarantee");
    if (cases_ > 0) std::cout << ", " << counted(cases_, "case");
    std::cout << fmt::format(", {} failed", failed_);
    if (!unsound_.empty()) std::cout << fmt::format("; {} not run because of errors", counted(unsound_.size(), "file"));
    std::cout << '\n';
    if (!filter_.empty() && outcomes_.empty()) std::cerr << fmt::format("fairstart: no example's title holds `{}`\n", filter_);
    bool found = failed_ > 0 || !unsound_.empty();
    if (given_.has("--coverage") || least_) coverage_.print_conditions();
    if (given_.has("--boundaries")) coverage_.print_thresholds();
    if (least_ && coverage_.share().percent() < static_cast<double>(*least_)) {
      std::cout << fmt::format("coverage is below {}%\n", *least_);
      found = true;
    }
    found = found || (given_.has("--boundaries") && coverage_.one_sided() > 0);
    const std::string suite = given_.operands().size() == 1 ? given_.operands().front() : "fairstart";
    if (!may_write("--junit") || !may_write("--coverage")) return exit_output;
    if (!written("--junit", examples::junit(suite, outcomes_, classes_, unsound_)) ||
        !written("--coverage", covers() ? coverage_.json().dump(2) + '\n' : ""))
      return exit_output;
    return found ? exit_found : exit_fine;
  }

  // Those asked for, and all that they needed.
  std::set<std::filesystem::path> files_read() const {
    std::set<std::filesystem::path> files(given_.operands().begin(), given_.operands().end());
    for (const auto& loaded : loaded_)
      for (std::size_t i = 0; i < loaded->sources.size(); ++i) files.insert(loaded->sources.file(base::FileId(i)).path);
    return files;
  }

 private:
  bool covers() const { return given_.has("--coverage") || least_ || given_.has("--boundaries"); }
  bool chosen(const std::string& title) const { return title.find(filter_) != std::string::npos; }

  void add(const std::string& path, const Loaded& loaded, examples::Outcome outcome, std::string_view kind,
           const std::string& title, diagnostics::Code code) {
    if (!named_) std::cout << path << '\n';
    named_ = true;
    classes_.push_back(loaded.plan->modules[loaded.plan->main.index()].name);
    const bool holds = outcome.failures.empty();
    failed_ += holds ? 0 : 1;
    std::cout << (holds ? "  ok    " : "  FAIL  ") << kind << diagnostics::escaped(title) << '\n';
    for (const examples::Failed& one : outcome.failures) print_failure(one, loaded.sources, code);
    outcomes_.push_back(std::move(outcome));
  }

  void stories(const std::string& path, const Loaded& loaded) {
    std::vector<const plan::Example*> wanted;
    for (const plan::Example& example : loaded.plan->examples)
      if (chosen(example.title)) wanted.push_back(&example);
    std::vector<examples::Outcome> outcomes = run_all(*loaded.plan, wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      add(path, loaded, std::move(outcomes[i]), "", wanted[i]->title, diagnostics::Code::example_failed);
  }

  void promises(const std::string& path, const Loaded& loaded) {
    std::vector<examples::Outcome> promised;
    for (const plan::Guarantee& guarantee : loaded.plan->guarantees) promised.push_back({.title = guarantee.title});
    if (promised.empty()) return;
    plan::Plan bare = *loaded.plan;
    bare.examples.clear();
    for (const plan::Example& example : loaded.plan->examples) try_guarantees(*loaded.plan, bare, example, promised);
    for (examples::Outcome& outcome : promised) {
      if (!chosen(outcome.title)) continue;
      ++promises_;
      const std::string title = outcome.title;
      add(path, loaded, std::move(outcome), "guarantee: ", title, diagnostics::Code::guarantee_failed);
    }
  }

  void money(const std::string& path, const Loaded& loaded) {
    const std::string& main = loaded.plan->modules[loaded.plan->main.index()].path;
    for (const plan::Case& one : loaded.plan->cases) {
      if (loaded.sources.file(one.span.file).path != main || !chosen(one.title)) continue;
      std::optional<examples::Outcome> outcome = outcome_of(*loaded.plan, one);
      if (!outcome) continue;
      ++cases_;
      add(path, loaded, std::move(*outcome), "case: ", one.title, diagnostics::Code::case_expectation_failed);
    }
  }

  // Whether what the option asks for, if it is given, stands in its file now.
  bool written(std::string_view option, const std::string& text) const {
    const std::optional<std::string> path = given_.value(option);
    if (!path) return true;
    if (*path == "-") {
      std::ostream(result_.buffer) << text << std::flush;
      return true;
    }
    errno = 0;
    std::ofstream out(*path, std::ios::binary);
    out << text << std::flush;
    if (out) return true;
    return not_written(*path, errno == 0 ? "no room, or no right to write" : std::strerror(errno));
  }

  // Neither is written where one of them would go over what was read.
  bool may_write(std::string_view option) const {
    const std::optional<std::string> path = given_.value(option);
    if (!path || *path == "-") return true;
    for (const auto& loaded : loaded_)
      if (const std::string why = why_not_over(*loaded, *path); !why.empty()) return not_written(*path, why);
    std::error_code error;
    for (const std::string& file : given_.operands())
      if (fs::equivalent(file, *path, error)) return not_written(*path, "it is one of the files that were asked for");
    return true;
  }

  static bool not_written(const std::string& path, const std::string& why) {
    Loaded nothing;
    nothing.diagnostics.add({.code = diagnostics::Code::cannot_write,
                             .message = "the test results could not be written: " + why,
                             .place = {path, 0, {}}});
    tell(nothing);
    return false;
  }

  // Where a machine's file goes to standard output, what people read goes to standard error.
  struct Result {
    explicit Result(bool asked) : buffer(std::cout.rdbuf()) {
      if (asked) std::cout.rdbuf(std::cerr.rdbuf());
    }
    ~Result() { std::cout.rdbuf(buffer); }
    Result(const Result&) = delete;
    Result& operator=(const Result&) = delete;
    std::streambuf* buffer;
  };

  const Given& given_;
  const Result result_{given_.value("--junit") == "-" || given_.value("--coverage") == "-"};
  const std::string filter_;
  const std::optional<std::uint64_t> least_ = given_.number("--min-coverage", 0, 100);
  std::vector<std::unique_ptr<Loaded>> loaded_;  // what outcomes and coverage point into
  std::vector<examples::Outcome> outcomes_;
  std::vector<std::string> classes_, unsound_;
  CoverageReport coverage_;
  std::size_t failed_ = 0, cases_ = 0, promises_ = 0;
  bool named_ = false;
};

}  // namespace

int test_command(const Given& given) {
  if (const auto junit = given.value("--junit"), coverage = given.value("--coverage");
      junit && coverage && *junit != "-" && one_file(*junit, *coverage))
    throw WrongUsage(fmt::format("`--junit` and `--coverage` both name `{}`: give each a file of its own", *junit));
  if (given.value("--junit") == "-" && given.value("--coverage") == "-")
    throw WrongUsage("`--junit -` and `--coverage -` both want standard output: give one of them a file");
  const auto once = [&](std::set<std::filesystem::path>& read) {
    start_limits(given);
    TestRun run(given);
    for (const std::string& file : given.operands()) run.file(file);
    const int code = run.finish();
    read = run.files_read();
    stop_clock();
    return code;
  };
  if (given.has("--watch")) {
    if (!may_watch()) throw WrongUsage("`--watch` is for a terminal: a pipe or a file would wait for ever");
    if (std::find(given.operands().begin(), given.operands().end(), "-") != given.operands().end())
      throw WrongUsage("`--watch` takes files: standard input can be read once only");
    return watch(once);
  }
  std::set<std::filesystem::path> read;
  return once(read);
}

}  // namespace fairstart::cli
