// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <set>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "engine/report/row_parts.hpp"

namespace fairstart::report {

using column::Answer;
using column::Row;

std::string_view word(Answer answer) { return answer == column::yes ? "yes" : answer == column::no ? "no" : "unknown"; }

Results results_of(const plan::Plan& plan, plan::RecordId record) {
  Results results{record, {}, {}, {}};
  for (std::size_t i = 0; i < plan.levels.size(); ++i) {
    if (plan.levels[i].record != record) continue;
    (plan.levels[i].kind == plan::LevelsKind::groups ? results.groups : results.schemes).emplace_back(i);
  }
  for (std::size_t i = 0; i < plan.scores.size(); ++i) {
    if (plan.scores[i].record == record) results.scores.emplace_back(i);
  }
  return results;
}

std::string column_names(const plan::Plan& plan, const std::vector<Results>& all) {
  // Each with the name that it takes where another column has its own already: only members of groups may meet.
  std::vector<std::pair<std::string, std::string>> names;
  for (const Results& results : all) {
    for (const plan::LevelsId id : results.schemes) {
      const std::string& name = plan.levels[id.index()].name;
      for (const char* ending : {"", "-could-be"}) names.emplace_back(name + ending, name + ending);
    }
    for (const plan::LevelsId id : results.groups) {
      const plan::Levels& scheme = plan.levels[id.index()];
      for (const plan::Level& member : scheme.levels) names.emplace_back(member.name, scheme.name + '-' + member.name);
    }
    for (const plan::ScoreId id : results.scores) {
      const std::string& name = plan.scores[id.index()].name;
      for (const char* ending : {"-lo", "-hi"}) names.emplace_back(name + ending, name + ending);
    }
  }
  std::multiset<std::string> taken{"family-id", "person-id", "ask-about"};
  for (const auto& [name, otherwise] : names) taken.insert(name);
  std::string line;
  for (const auto& [name, otherwise] : names) line += ',' + base::underscored(taken.count(name) > 1 ? otherwise : name);
  return line;
}

bool RowWriter::Parts::is_in_role(const Work& work, plan::RoleId role, Row row, Answer& answer) const {
  answer = column::yes;
  if (!role.exists()) return true;
  const plan::ExprId where = plan->roles[role.index()].where;
  if (where.exists() && work.evaluated.has(where)) answer = work.evaluated.answer(*plan, where, row);
  return column::possibly(answer);
}

// A row that may be in the scheme's role, or may not, has no answer: only what it could be.
void RowWriter::Parts::append_level(Work& work, std::string& line, plan::LevelsId id, Answer in_role, Row row, int fifth,
                                    explain::Ask& ask) const {
  const plan::Levels& scheme = plan->levels[id.index()];
  std::uint64_t could_be = work.evaluated.possible_levels(*plan, id, row);
  const bool decided = scheme.kind == plan::LevelsKind::tiers ? could_be != 0 : std::has_single_bit(could_be);
  line += ',';
  if (in_role == column::yes) {
    Totals::ByFifth& counts = work.levels[id.index()][static_cast<std::size_t>(fifth)];
    counts.at_level.resize(scheme.levels.size());
    ++counts.total;
    if (decided) {
      const auto level = static_cast<std::size_t>(std::countr_zero(could_be));
      line += scheme.levels[level].name;
      could_be &= could_be - 1;
      ++counts.at_level[level];
    }
    if (could_be != 0) ++counts.could_be_higher;
  } else {
    explain::merge(ask, asker.about(work.evaluated, plan->roles[scheme.role.index()].where, row));
  }
  line += ',';
  if (could_be == 0) return;
  explain::merge(ask, asker.about_levels(work.evaluated, id, row));
  for (bool first = true; could_be != 0; could_be &= could_be - 1, first = false) {
    if (!first) line += "; ";
    line += scheme.levels[static_cast<std::size_t>(std::countr_zero(could_be))].name;
  }
}

void RowWriter::Parts::append_members(Work& work, std::string& line, plan::LevelsId id, Answer in_role, Row row, int fifth,
                                      explain::Ask& ask) const {
  const plan::Levels& scheme = plan->levels[id.index()];
  Totals::ByFifth& counts = work.levels[id.index()][static_cast<std::size_t>(fifth)];
  counts.at_level.resize(scheme.levels.size());
  bool unsure = false;
  for (std::size_t member = 0; member < scheme.levels.size(); ++member) {
    const plan::ExprId when = scheme.levels[member].when;
    const Answer within = when.exists() ? work.evaluated.answer(*plan, when, row) : column::yes;
    const auto answer = static_cast<Answer>(in_role & within);
    line += ',';
    line += word(answer);
    if (answer == column::yes) ++counts.at_level[member];
    if (answer != column::unknown) continue;
    unsure = true;
    if (when.exists()) explain::merge(ask, asker.about(work.evaluated, when, row));
  }
  if (in_role == column::unknown && unsure) {
    explain::merge(ask, asker.about(work.evaluated, plan->roles[scheme.role.index()].where, row));
  }
  if (in_role != column::yes) return;
  ++counts.total;
  if (unsure) ++counts.could_be_higher;
}

bool RowWriter::Parts::append_results(Work& work, std::string& line, const Results& results, Row row, int fifth,
                                      explain::Ask& ask) const {
  Answer in_role{};
  bool applies = false;
  for (const plan::LevelsId id : results.schemes) {
    if (!is_in_role(work, plan->levels[id.index()].role, row, in_role)) {
      line += ",,";
      continue;
    }
    applies = true;
    append_level(work, line, id, in_role, row, fifth, ask);
  }
  for (const plan::LevelsId id : results.groups) {
    if (!is_in_role(work, plan->levels[id.index()].role, row, in_role)) {
      line.append(plan->levels[id.index()].levels.size(), ',');
      continue;
    }
    applies = true;
    append_members(work, line, id, in_role, row, fifth, ask);
  }
  for (const plan::ScoreId id : results.scores) {
    if (!is_in_role(work, plan->scores[id.index()].role, row, in_role)) {
      line += ",,";
      continue;
    }
    applies = true;
    const column::Interval score = work.evaluated.score(*plan, id, row);
    line += ',';
    if (score.lo != column::no_lower) line += base::format_decimal(score.lo);
    line += ',';
    if (score.hi != column::no_upper) line += base::format_decimal(score.hi);
    if (!score.known()) explain::merge(ask, asker.about_score(work.evaluated, id, row));
  }
  return applies;
}

}  // namespace fairstart::report
