// SPDX-License-Identifier: Apache-2.0
#include "engine/guarantees/guarantees.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "engine/exec/program.hpp"

namespace fairstart::guarantees {
namespace {

using column::Row;
using plan::ExprId;

enum class Verdict : std::uint8_t { holds, unknown, fails, none };  // none: not of this row

// Certainly no lower, certainly lower, or neither, from what a value may have been and may become.
Verdict compare(column::Interval before, column::Interval after) {
  if (after.hi < before.lo) return Verdict::fails;
  if (after.lo >= before.hi) return Verdict::holds;
  return Verdict::unknown;
}

// Levels that are possible, as bits.
column::Interval span_of(std::uint64_t levels) {
  column::Interval span{64, -1};
  for (int i = 0; i < 64; ++i)
    if ((levels >> i & 1U) != 0) {
      span.lo = std::min<std::int64_t>(span.lo, i);
      span.hi = i;
    }
  return span;
}

// A database of the same rows for another plan, while it lives.
class Lent {
 public:
  Lent(column::Database& rows, const plan::Plan& plan) : rows_(rows), own_(rows.plan) { rows_.plan = &plan; }
  ~Lent() { rows_.plan = own_; }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;

 private:
  column::Database& rows_;
  const plan::Plan* own_;
};

class Judge {
 public:
  Judge(column::Database& database, const column::Clock& clock, std::size_t chunk_families)
      : database_(database), plan_(*database.plan), clock_(clock), chunk_families_(std::max<std::size_t>(1, chunk_families)) {}

  Result judge(const plan::Guarantee& guarantee) {
    Result result;
    if (!guarantee.record.exists()) return result;
    if (database_.families_before > 0 && !in_chunks(guarantee.record)) return result;
    verdicts_.assign(database_.table(guarantee.record).rows, Verdict::holds);
    turned_.clear();
    if (!guarantee.value.exists() && guarantee.holds.exists()) answers(guarantee);
    for (const plan::Flip& flip : guarantee.flips) turn(guarantee, flip);
    if (guarantee.value.exists() && guarantee.holds.exists()) leave_out_others(guarantee);
    for (Row row = 0; row < verdicts_.size(); ++row) {
      result.holds += verdicts_[row] == Verdict::holds ? 1 : 0;
      result.unknown += verdicts_[row] == Verdict::unknown ? 1 : 0;
      result.fails += verdicts_[row] == Verdict::fails ? 1 : 0;
      if (verdicts_[row] == Verdict::fails && result.first == column::no_row) result.first = row;
    }
    if (const auto turned = turned_.find(result.first); turned != turned_.end()) result.turned = turned->second;
    return result;
  }

 private:
  // Rows that are in every chunk are judged with the first.
  template <class Body>
  void each_chunk(const Body& body) const {
    const std::size_t families = plan_.family.exists() ? database_.table(plan_.family).rows : 0;
    for (std::size_t begin = 0; begin == 0 || begin < families; begin += chunk_families_)
      body(column::chunk_of_families(database_, static_cast<Row>(begin),
                                     static_cast<Row>(std::min(families, begin + chunk_families_))),
           begin == 0);
  }
  bool in_chunks(plan::RecordId record) const { return plan_.family.exists() && plan_.belongs_under(record, plan_.family); }

  void note(Row row, Verdict verdict) { verdicts_[row] = std::max(verdicts_[row], verdict); }

  void answers(const plan::Guarantee& guarantee) {
    each_answer(guarantee, [&](Row row, column::Answer answer) {
      note(row, answer == column::yes ? Verdict::holds : answer == column::no ? Verdict::fails : Verdict::unknown);
    });
  }

  // What is told of children is not told of their parents, though both are people.
  void leave_out_others(const plan::Guarantee& guarantee) {
    each_answer(guarantee, [&](Row row, column::Answer answer) {
      if (answer == column::no)
        verdicts_[row] = Verdict::none;
      else if (answer != column::yes && verdicts_[row] == Verdict::fails)
        verdicts_[row] = Verdict::unknown;
    });
  }

  template <class Body>
  void each_answer(const plan::Guarantee& guarantee, const Body& body) {
    const exec::Program program(database_, clock_, {guarantee.holds});
    column::Evaluated evaluated;
    each_chunk([&](const column::Chunk& chunk, bool first) {
      if (!first && !in_chunks(guarantee.record)) return;
      program.run(chunk, evaluated);
      const column::Rows rows = chunk.rows[guarantee.record.index()];
      for (Row row = rows.begin; row < rows.end; ++row) body(row, evaluated.answer(plan_, guarantee.holds, row));
    });
  }

  column::Interval value(const plan::Plan& plan, const column::Evaluated& evaluated, ExprId id, Row row) const {
    switch (plan.expr(id).type.kind) {
      case types::Kind::levels: return span_of(evaluated.possible_levels(plan, id, row));
      case types::Kind::yes_no: {
        const column::Answer answer = evaluated.answer(plan, id, row);
        return {column::certainly(answer) ? 1 : 0, column::possibly(answer) ? 1 : 0};
      }
      default: return evaluated.interval(plan, id, row);
    }
  }

  void turn(const plan::Guarantee& guarantee, const plan::Flip& flip) {
    const plan::Plan other = plan::counterfactual(plan_, flip);
    const Lent lent(database_, other);
    const plan::RecordId on =
        flip.field.exists() ? plan_.field(flip.field).record : plan_.definitions[flip.definition.index()].record;
    std::vector<ExprId> wanted{guarantee.value};
    if (flip.definition.exists()) wanted.push_back(other.definitions[flip.definition.index()].meaning);
    const auto made = [&](std::uint32_t marked) {
      column::Clock clock = clock_;
      clock.marked = marked;
      return std::make_unique<exec::Program>(database_, clock, wanted);
    };
    const auto untouched = made(column::Clock::nothing_marked);
    std::vector<std::unique_ptr<exec::Program>> programs;
    column::Evaluated before, after;
    each_chunk([&](const column::Chunk& chunk, bool first) {
      if (!first && !in_chunks(guarantee.record)) return;
      untouched->run(chunk, before);
      const column::Rows rows = chunk.rows[guarantee.record.index()];
      std::size_t most = 0;
      for (Row row = rows.begin; row < rows.end; ++row) {
        const std::size_t turning = rows_turned(guarantee.record, row, on).size();
        if (turning > most_turned) note(row, Verdict::unknown);
        most = std::max(most, std::min(turning, most_turned));
      }
      for (std::size_t k = 0; k < most; ++k) {
        while (programs.size() <= k) programs.push_back(made(static_cast<std::uint32_t>(programs.size())));
        programs[k]->run(chunk, after);
        for (Row row = rows.begin; row < rows.end; ++row) {
          const column::Rows turning = rows_turned(guarantee.record, row, on);
          if (k >= turning.size()) continue;
          const Row turned = turning.begin + static_cast<Row>(k);
          // What is yes already does not become it.
          const column::Answer was = flip.field.exists() ? column::answer_at(database_.column(flip.field), turned)
                                                         : before.answer(other, wanted.back(), turned);
          if (was == column::yes) continue;
          const Verdict verdict =
              compare(value(other, before, guarantee.value, row), value(other, after, guarantee.value, row));
          note(row, verdict);
          if (verdict == Verdict::fails)
            turned_.emplace(row, on == guarantee.record && turned == row
                                     ? flip.name
                                     : fmt::format("{} of {}", flip.name, database_.id_of(on, turned)));
        }
      }
    });
  }

  // The rows of a record in the same family as this row; itself, for records that are in no family.
  column::Rows rows_turned(plan::RecordId record, Row row, plan::RecordId on) const {
    if (!in_chunks(record) || !in_chunks(on)) return on == record ? column::Rows{row, row + 1} : column::Rows{};
    const Row family = column::owner_row(database_, record, row, plan_.family);
    return family == column::no_row ? column::Rows{} : column::owned_rows(database_, plan_.family, family, on);
  }

  column::Database& database_;
  const plan::Plan& plan_;
  column::Clock clock_;
  std::size_t chunk_families_;
  std::vector<Verdict> verdicts_;
  std::map<Row, std::string> turned_;
};

}  // namespace

std::vector<Result> judge(column::Database& database, const column::Clock& clock, std::size_t chunk_families) {
  std::vector<Result> results;
  const plan::Plan& plan = *database.plan;
  Judge judge(database, clock, chunk_families);
  for (const plan::Guarantee& guarantee : plan.guarantees) results.push_back(judge.judge(guarantee));
  return results;
}

std::string told(const column::Database& database, const plan::Guarantee& guarantee, const Result& result) {
  std::string out = fmt::format("holds for {}", result.holds);
  if (result.failed()) {
    out += fmt::format(", fails for {} (first: {}", result.fails, database.id_of(guarantee.record, result.first));
    if (!result.turned.empty()) out += fmt::format(", when {} becomes yes", result.turned);
    out += ')';
  }
  if (result.unknown > 0) out += fmt::format(", can't be told for {}", result.unknown);
  return out;
}

}  // namespace fairstart::guarantees
