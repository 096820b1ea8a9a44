// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <thread>

#include "engine/examples/examples.hpp"
#include "engine/exec/program.hpp"
#include "engine/readers/records.hpp"
#include "engine/reference/reference.hpp"
#include "tests/equivalence/made_up.hpp"
#include "tests/equivalence/program.hpp"
#include "tests/equivalence/written.hpp"
#include "tests/harness/harness.hpp"

// The columnar engine against the reference: the same plan over the same records must come to the same, bit for bit, for
// every expression, score and scheme on every row, however the families are cut into chunks.
namespace fairstart::equivalence::equivalence_test {
namespace {

using column::Row;

// 1 January 2026, a day with a parameter value; and a day with none, of a trend.
constexpr column::Clock clocks[] = {{20454, 20089, 20453}, {20179, 20089, 20453, column::Clock::nothing_marked, false}};

std::string show(const column::Values& values, std::size_t i) {
  std::string out;
  if (!values.answers.empty()) out += "answer " + std::to_string(int{values.answers[i]}) + ' ';
  if (!values.lo.empty()) out += std::to_string(values.lo[i]) + " to " + std::to_string(values.hi[i]) + ' ';
  if (!values.levels.empty()) out += "levels " + std::to_string(values.levels[i]);
  return out.empty() ? "nothing" : out;
}

bool same(const column::Values& a, std::size_t i, const column::Values& b, std::size_t j) {
  const auto one = [&](const auto& x, const auto& y) {
    return x.empty() == y.empty() && (x.empty() || (i < x.size() && j < y.size() && x[i] == y[j]));
  };
  return one(a.answers, b.answers) && one(a.lo, b.lo) && one(a.hi, b.hi) && one(a.levels, b.levels);
}

// The first difference between the two, in words; empty if there is none.
class Comparison {
 public:
  Comparison(const column::Database& database, const column::Clock& clock, bool texts = true)
      : database_(database), plan_(*database.plan), clock_(clock) {
    for (std::size_t i = 0; i < plan_.exprs.size(); ++i) {
      const types::Kind kind = plan_.exprs[i].type.kind;
      if (kind != types::Kind::unknown && kind != types::Kind::groups && (texts || kind != types::Kind::text))
        wanted_.emplace_back(i);
    }
    reference::evaluate(database, clock, wanted_, column::chunk_of_families(database, 0, families()), oracle_);
  }

  // One program, run by that many threads, which take chunks in turn.
  std::string difference(Row chunk_size, std::size_t threads = 1) const {
    const exec::Program program(database_, clock_, wanted_);
    std::vector<std::string> found(threads);
    const auto run = [&](std::size_t thread) {
      column::Evaluated values;  // kept from chunk to chunk
      for (Row begin = static_cast<Row>(thread) * chunk_size; begin < families() || begin == 0;
           begin += static_cast<Row>(threads) * chunk_size) {
        program.run(column::chunk_of_families(database_, begin, std::min<Row>(begin + chunk_size, families())), values);
        found[thread] = in_chunk(values);
        if (found[thread].empty()) continue;
        found[thread] = "chunk of " + std::to_string(chunk_size) + " families from " + std::to_string(begin) + ", thread " +
                        std::to_string(thread) + ": " + found[thread];
        return;
      }
    };
    std::vector<std::thread> running;
    for (std::size_t thread = 1; thread < threads; ++thread) running.emplace_back(run, thread);
    run(0);
    for (std::thread& thread : running) thread.join();
    for (const std::string& text : found)
      if (!text.empty()) return text;
    return "";
  }

  std::string difference() const {
    for (const Row size : {Row{2}, Row{1024}})
      for (const std::size_t threads : {std::size_t{1}, std::size_t{2}})
        if (std::string text = difference(size, threads); !text.empty()) return text;
    return "";
  }

  // Over the same records, read otherwise.
  std::string difference_over(const column::Database& other) const {
    column::Evaluated values;
    exec::Program(other, clock_, wanted_).run(column::chunk_of_families(other, 0, families()), values);
    return in_chunk(values);
  }

  const column::Evaluated& oracle() const { return oracle_; }

  std::string in_chunk(const column::Evaluated& found) const {
    for (const plan::ExprId id : wanted_) {
      const plan::Expr& expr = plan_.expr(id);
      const std::string what = "expression " + std::to_string(id.index()) + " `" + expr.text + "`";
      if (std::string text = rows(expr.row, found, oracle_.exprs[id.index()], found.values(id)); !text.empty())
        return what + ' ' + text;
    }
    for (std::size_t i = 0; i < plan_.scores.size(); ++i)
      if (std::string text = rows(plan_.scores[i].record, found, oracle_.scores[i], found.scores[i]); !text.empty())
        return "score " + plan_.scores[i].name + ' ' + text;
    for (std::size_t i = 0; i < plan_.levels.size(); ++i)
      if (std::string text = rows(plan_.levels[i].record, found, oracle_.levels[i], found.levels[i]); !text.empty())
        return "levels " + plan_.levels[i].name + ' ' + text;
    return "";
  }

 private:
  Row families() const { return static_cast<Row>(database_.table(plan_.family).rows); }

  std::string rows(plan::RecordId record, const column::Evaluated& found, const column::Values& expected,
                   const column::Values& got) const {
    const column::Rows range = record.exists() ? found.chunk.rows[record.index()] : column::Rows{0, 1};
    const Row offset = record.exists() ? oracle_.chunk.rows[record.index()].begin : 0;
    for (Row row = range.begin; row < range.end; ++row)
      if (!same(expected, row - offset, got, row - range.begin))
        return "row " + std::to_string(row) + ": reference " + show(expected, row - offset) + ", exec " +
               show(got, row - range.begin);
    const std::size_t size = std::max({got.answers.size(), got.lo.size(), got.levels.size()});
    return size > range.size() ? "has values for " + std::to_string(size) + " rows of " + std::to_string(range.size()) : "";
  }

  const column::Database& database_;
  const plan::Plan& plan_;
  column::Clock clock_;
  std::vector<plan::ExprId> wanted_;
  column::Evaluated oracle_;
};

struct Case {
  std::uint64_t seed;
  std::size_t declarations, families;
};

// What the programs came to, to see that they are worth comparing.
struct Seen {
  std::size_t no = 0, unknown = 0, yes = 0, known = 0, bounded = 0, unbounded = 0;
  std::set<std::size_t> nodes;  // which alternatives of plan::Node

  void add(const plan::Plan& plan, const column::Evaluated& values) {
    for (std::size_t i = 0; i < plan.exprs.size(); ++i) {
      const column::Values& each = values.exprs[i];
      if (!each.answers.empty() || !each.lo.empty() || !each.levels.empty()) nodes.insert(plan.exprs[i].node.index());
      for (const column::Answer answer : each.answers) ++(answer == column::no ? no : answer == column::yes ? yes : unknown);
      for (std::size_t row = 0; row < each.lo.size(); ++row) {
        const column::Interval value{each.lo[row], each.hi[row]};
        ++(value.known() ? known : value == column::Interval{} ? unbounded : bounded);
      }
    }
  }
};
Seen seen;

// Whether each pairing's pairs are all that its viewers see, by looking at every two rows; in words where not.
std::string wrong_pair(const column::Database& database) {
  const plan::Plan& plan = *database.plan;
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    if (!plan.records[i].pairing) continue;
    const plan::Pairing& pairing = *plan.records[i].pairing;
    const auto& through = plan.record(pairing.viewer).pairing;
    const plan::RecordId from = through ? through->listed : pairing.viewer;
    const column::Table &pairs = database.tables[i], &viewers = database.table(pairing.viewer);
    Row next = 0;
    for (Row viewer = 0; viewer < viewers.rows; ++viewer) {
      const Row own = through ? viewers.listed[viewer] : viewer;
      const Row over = column::owner_row(database, from, own, pairing.scope);
      for (Row row = 0; row < database.table(pairing.listed).rows; ++row) {
        if (over == column::no_row || column::owner_row(database, pairing.listed, row, pairing.scope) != over) continue;
        if (pairing.others_only && from == pairing.listed && row == own) continue;
        if (next >= pairs.rows || pairs.owner[next] != viewer || pairs.listed[next] != row)
          return plan.records[i].name + ": row " + std::to_string(viewer) + " does not see " + std::to_string(row);
        ++next;
      }
    }
    if (next != pairs.rows) return plan.records[i].name + ": more pairs than there are";
  }
  return "";
}

// What a plan comes to where a fact is set to yes on one row of each family.
std::string counterfactual_difference(const plan::Plan& plan, column::Database& database, const plan::Flip& flip) {
  const plan::Plan other = plan::counterfactual(plan, flip);
  if (const auto wrong = plan::verify(other); !wrong.empty()) return "a counterfactual that is not sound: " + wrong.front();
  database.plan = &other;
  for (const std::uint32_t marked : {0U, 1U, column::Clock::nothing_marked}) {
    column::Clock clock = clocks[0];
    clock.marked = marked;
    const Comparison comparison(database, clock);
    seen.add(other, comparison.oracle());
    if (std::string text = comparison.difference(2); !text.empty()) return "marked " + std::to_string(marked) + ", " + text;
  }
  database.plan = &plan;
  return "";
}

std::string counterfactual_difference(const plan::Plan& plan, column::Database& database) {
  for (std::size_t i = plan.definitions.size(); i-- > 0;) {
    if (plan.expr(plan.definitions[i].meaning).type.kind != types::Kind::yes_no) continue;
    if (std::string text = counterfactual_difference(plan, database, {"", plan::DefinitionId(i), {}}); !text.empty())
      return text;
    break;
  }
  for (std::size_t i = 0; i < plan.fields.size(); ++i)
    if (plan.fields[i].name == "flagged" || plan.fields[i].name == "lone")
      if (std::string text = counterfactual_difference(plan, database, {"", {}, plan::FieldId(i)}); !text.empty()) return text;
  return "";
}

// Empty where the two agree.
std::string difference(const Case& which) {
  const harness::Checked checked = harness::check_text(Program(which.seed).text(which.declarations));
  if (!checked.plan) return "does not check:\n" + checked.text();
  if (const auto wrong = plan::verify(*checked.plan); !wrong.empty()) return "is not sound: " + wrong.front();
  column::Database database = MadeUp(*checked.plan, which.seed, which.families).database();
  if (std::string text = wrong_pair(database); !text.empty()) return text;
  for (const column::Clock& clock : clocks) {
    const Comparison comparison(database, clock);
    seen.add(*checked.plan, comparison.oracle());
    if (std::string text = comparison.difference(); !text.empty()) return text;
  }
  return which.seed % 4 == 0 ? counterfactual_difference(*checked.plan, database) : "";
}

// The smallest that still goes wrong: fewer declarations first, then fewer families.
Case shrunk(Case which) {
  for (std::size_t n = 1; n < which.declarations; ++n)
    if (!difference({which.seed, n, which.families}).empty()) which.declarations = n;
  for (std::size_t n = 1; n < which.families; ++n)
    if (!difference({which.seed, which.declarations, n}).empty()) which.families = n;
  return which;
}

std::size_t programs() {
  const char* many = std::getenv("FAIRSTART_EQUIVALENCE_PROGRAMS");
  return many != nullptr ? static_cast<std::size_t>(std::strtoull(many, nullptr, 10)) : 120;
}

std::uint64_t first_seed() {
  const char* seed = std::getenv("FAIRSTART_EQUIVALENCE_SEED");
  return seed != nullptr ? std::strtoull(seed, nullptr, 10) : 1;
}

// The comparison itself: one value off, anywhere, and it says so.
TEST(equivalence, a_planted_difference_is_found) {
  const harness::Checked checked = harness::check_text(Program(5).text(12));
  ASSERT_TRUE(checked.plan) << checked.text();
  const plan::Plan& plan = *checked.plan;
  const column::Database database = MadeUp(plan, 5, 7).database();
  const Comparison comparison(database, clocks[0]);
  ASSERT_EQ(comparison.in_chunk(comparison.oracle()), "");
  std::size_t planted = 0;
  const auto expect_found = [&](const column::Evaluated& wrong) {
    EXPECT_NE(comparison.in_chunk(wrong), "");
    ++planted;
  };
  for (std::size_t i = 0; i < plan.exprs.size(); ++i) {
    column::Evaluated wrong = comparison.oracle();
    column::Values& values = wrong.exprs[i];
    if (!values.answers.empty())
      values.answers.back() = values.answers.back() == column::yes ? column::no : column::yes;
    else if (!values.lo.empty())
      values.hi.back() ^= 1;
    else if (!values.levels.empty())
      values.levels.back() ^= 1U;
    else
      continue;
    expect_found(wrong);
  }
  for (std::size_t i = 0; i < plan.scores.size(); ++i) {
    column::Evaluated wrong = comparison.oracle();
    wrong.scores[i].lo.front() ^= 1;
    expect_found(wrong);
  }
  EXPECT_GT(planted, 50U);
}

TEST(equivalence, frameworks_come_to_the_same_on_their_examples_and_on_made_up_records) {
  std::size_t databases = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / "frameworks")) {
    if (entry.path().extension() != ".fair") continue;
    const harness::Checked checked = harness::check_path(entry.path());
    ASSERT_TRUE(checked.plan) << checked.text();
    const auto compare = [&](const column::Database& database, const column::Clock& clock) {
      const Comparison comparison(database, clock);
      EXPECT_EQ(comparison.difference(), "") << entry.path();
      ++databases;
    };
    for (const plan::Example& example : checked.plan->examples)
      compare(examples::records_of(*checked.plan, example), {example.as_at, example.as_at - 365, example.as_at});
    for (std::uint64_t seed = 1; seed <= 5; ++seed) compare(MadeUp(*checked.plan, seed, 9).database(), clocks[0]);
  }
  EXPECT_GT(databases, 10U);
}

// Reads files as `fairstart run` does.
std::optional<readers::Records> read(const plan::Plan& plan, const std::map<std::string, std::string>& files,
                                     std::string& trouble) {
  const harness::TemporaryFolder folder;
  for (const auto& [name, text] : files) folder.write("records/" + name, text);
  readers::Options options;
  options.rejects_path = folder.path() / "rejects.csv";
  diagnostics::Diagnostics diagnostics;
  auto records = readers::read_folder(folder.path() / "records", plan, options, diagnostics);
  for (const auto& item : diagnostics.items())
    if (!records) trouble += item.message + '\n';
  if (records && records->rejects != 0) trouble += harness::read_file(options.rejects_path);
  return records;
}

// The same records as files of CSV and as nested documents: the reference over the one, the columnar engine over the other.
TEST(equivalence, random_programs_over_csv_and_documents_come_to_the_same) {
  std::size_t rows = 0, known = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + 24; ++seed) {
    const harness::Checked checked = harness::check_text(Program(seed).text(12));
    ASSERT_TRUE(checked.plan) << checked.text();
    const plan::Plan& plan = *checked.plan;
    const column::Database made = MadeUp(plan, seed, 9, true).database();
    Written written(made, seed);
    std::string trouble;
    const auto csv = read(plan, written.csv(), trouble), documents = read(plan, written.documents(), trouble);
    ASSERT_TRUE(csv && documents) << seed << '\n' << trouble;
    ASSERT_EQ(trouble, "") << seed;
    for (const column::Clock& clock : clocks) {
      // Texts have the numbers of the order in which they were read, which is another.
      const Comparison comparison(csv->database, clock, false);
      ASSERT_EQ(comparison.difference(2), "") << seed;
      ASSERT_EQ(comparison.difference_over(documents->database), "") << seed;
    }
    for (std::size_t i = 0; i < plan.records.size(); ++i) {
      const column::Table &a = csv->database.tables[i], &b = documents->database.tables[i];
      ASSERT_EQ(a.rows, b.rows) << seed << ' ' << plan.records[i].name;
      ASSERT_EQ(a.owner, b.owner) << seed << ' ' << plan.records[i].name;
      if (plan.records[i].pairing) continue;
      rows += a.rows;
      for (column::Row row = 0; row < a.rows; ++row) ASSERT_EQ(a.keys.text(row), b.keys.text(row)) << seed;
      for (const column::Column& column : a.columns)
        for (column::Row row = 0; row < a.rows; ++row) known += column::is_known(column, row) ? 1 : 0;
    }
  }
  EXPECT_GT(rows, 1000U);
  EXPECT_GT(known, 2 * rows);
}

TEST(equivalence, random_programs_come_to_the_same_on_both_engines) {
  ASSERT_GT(programs(), 0U);
  for (std::size_t i = 0; i < programs(); ++i) {
    const Case which{first_seed() + i, 12, 7};
    if (difference(which).empty()) continue;
    const Case small = shrunk(which);
    FAIL() << "seed " << small.seed << ", " << small.declarations << " declarations, " << small.families << " families\n"
           << difference(small) << "\n\n"
           << Program(small.seed).text(small.declarations).substr(std::string(records).size());
  }
  // Programs that say little would agree for nothing.
  const std::size_t answers = seen.no + seen.unknown + seen.yes, numbers = seen.known + seen.bounded + seen.unbounded;
  for (const std::size_t each : {seen.no, seen.unknown, seen.yes}) EXPECT_GT(each * 10, answers);
  for (const std::size_t each : {seen.known, seen.bounded, seen.unbounded}) EXPECT_GT(each * 50, numbers);
  // A minus is written before a number only, and then is part of it: what is taken from nothing is for random plans.
  const std::size_t negate = plan::Node(plan::Negate{}).index();
  for (std::size_t i = 0; i < std::variant_size_v<plan::Node>; ++i)
    EXPECT_TRUE(i == negate || seen.nodes.contains(i)) << "no node " << i;
}

}  // namespace
}  // namespace fairstart::equivalence::equivalence_test
