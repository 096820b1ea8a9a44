// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <set>

#include "dsl/base/text.hpp"
#include "engine/report/row_parts.hpp"

namespace fairstart::report {

using column::Answer;
using column::Row;

namespace {

// What four answers of a code read as cells, each with a comma before; where each of them ends.
struct FourWords {
  char text[32] = {};
  std::uint8_t ends[4] = {};
  std::uint64_t yes = 0;  // 16 bits each: 1 for yes
};
constexpr std::array<FourWords, 256> four_words = [] {
  constexpr std::string_view words[4] = {",no", "", ",unknown", ",yes"};
  std::array<FourWords, 256> all{};
  for (std::size_t code = 0; code < all.size(); ++code) {
    std::uint8_t at = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      for (const char c : words[code >> 2 * i & 3U]) all[code].text[at++] = c;
      all[code].ends[i] = at;
      all[code].yes |= std::uint64_t{(code >> 2 * i & 3U) == column::yes} << 16 * i;
    }
  }
  return all;
}();

}  // namespace

std::string_view word(Answer answer) { return answer == column::yes ? "yes" : answer == column::no ? "no" : "unknown"; }

Results results_of(const plan::Plan& plan, plan::RecordId record) {
  Results results;
  results.record = results.for_all.record = record;
  for (std::size_t i = 0; i < plan.levels.size(); ++i) {
    if (plan.levels[i].record != record) continue;
    const bool group = plan.levels[i].kind == plan::LevelsKind::groups;
    (group ? results.groups : results.schemes).emplace_back(i);
    if (!plan.levels[i].role.exists()) (group ? results.for_all.groups : results.for_all.schemes).emplace_back(i);
  }
  for (std::size_t i = 0; i < plan.scores.size(); ++i) {
    if (plan.scores[i].record != record) continue;
    results.scores.emplace_back(i);
    if (!plan.scores[i].role.exists()) results.for_all.scores.emplace_back(i);
  }
  results.columns = 2 * (results.schemes.size() + results.scores.size());
  for (const plan::LevelsId id : results.groups) {
    std::vector<plan::ExprId>& members = results.members.emplace_back();
    for (const plan::Level& level : plan.levels[id.index()].levels) members.push_back(level.when);
    results.columns += members.size();
  }
  results.longest = results.scores.size() * 2 * (1 + Line::longest_number);
  for (const plan::LevelsId id : results.schemes) {
    results.longest += 2;
    for (const plan::Level& level : plan.levels[id.index()].levels) results.longest += level.name.size() + 2;
  }
  for (const plan::LevelsId id : results.groups) results.longest += plan.levels[id.index()].levels.size() * 8;
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
  if (where.exists() && work.evaluated->has(where)) answer = work.evaluated->answer(*plan, where, row);
  return column::possibly(answer);
}

// A row that may be in the scheme's role, or may not, has no answer: only what it could be.
void RowWriter::Parts::put_level(Work& work, plan::LevelsId id, Answer in_role, Row row, int fifth) const {
  const plan::Levels& scheme = plan->levels[id.index()];
  Line& line = *work.line;
  std::uint64_t could_be = work.evaluated->possible_levels(*plan, id, row);
  const bool decided = scheme.kind == plan::LevelsKind::tiers ? could_be != 0 : std::has_single_bit(could_be);
  line.put(',');
  if (in_role == column::yes) {
    Totals::ByFifth& counts = work.levels[id.index()][static_cast<std::size_t>(fifth)];
    ++counts.total;
    if (decided) {
      const auto level = static_cast<std::size_t>(std::countr_zero(could_be));
      line.put(scheme.levels[level].name);
      if (id == support) work.reach.level(level);
      could_be &= could_be - 1;
      ++counts.at_level[level];
    }
    if (could_be != 0) ++counts.could_be_higher;
  } else {
    work.asking.about(plan->roles[scheme.role.index()].where, row, work.ask);
  }
  line.put(',');
  if (could_be == 0) return;
  if (scheme.role.exists()) work.asking.about_levels(id, row, work.ask);
  for (bool first = true; could_be != 0; could_be &= could_be - 1, first = false) {
    if (!first) line.put("; ");
    line.put(scheme.levels[static_cast<std::size_t>(std::countr_zero(could_be))].name);
  }
}

void RowWriter::Parts::put_members(Work& work, plan::LevelsId id, const std::vector<plan::ExprId>& members, Answer in_role,
                                   Row row, int fifth) const {
  const explain::AnswerCodes& codes = work.members[id.index()];
  std::uint64_t* yes = work.yes_members[id.index()].data() + static_cast<std::size_t>(fifth) * codes.bytes();
  const bool for_all = !plan->levels[id.index()].role.exists();
  bool unsure = false;
  for (std::size_t byte = 0; byte < codes.bytes();) {
    std::uint64_t open = 0;  // of up to eight bytes
    const std::size_t first = 4 * byte;
    for (unsigned shift = 0; shift < 64 && byte < codes.bytes(); shift += 8, ++byte) {
      // Both and: by bits, for four members at a time.
      const std::uint32_t code = codes.at(byte, row) & (in_role * 0x55U);
      const FourWords& words = four_words[code];
      work.line->put_word(words.text, words.ends[std::min<std::size_t>(members.size() - 4 * byte, 4) - 1]);
      yes[byte] += words.yes;
      open |= std::uint64_t{explain::AnswerCodes::unknown(code)} << shift;
    }
    unsure = unsure || open != 0;
    for (; open != 0 && !for_all; open &= open - 1) {
      const std::size_t member = first + static_cast<std::size_t>(std::countr_zero(open)) / 2;
      if (members[member].exists()) work.asking.about(members[member], row, work.ask);
    }
  }
  if (in_role == column::unknown && unsure) {
    work.asking.about(plan->roles[plan->levels[id.index()].role.index()].where, row, work.ask);
  }
  if (in_role != column::yes) return;
  Totals::ByFifth& counts = work.levels[id.index()][static_cast<std::size_t>(fifth)];
  if (unsure) ++counts.could_be_higher;
  if ((++counts.total & 0x7FFF) == 0) count_yes(work, id);
}

// Before any of the 16 bits that count a member overflows.
void RowWriter::Parts::count_yes(Work& work, plan::LevelsId id) {
  std::vector<std::uint64_t>& yes = work.yes_members[id.index()];
  const std::size_t bytes = work.members[id.index()].bytes();
  for (std::size_t i = 0; i < yes.size(); ++i) {
    Totals::ByFifth& counts = work.levels[id.index()][i / bytes];
    for (std::size_t member = 4 * (i % bytes); yes[i] != 0; ++member, yes[i] >>= 16U)
      if ((yes[i] & 0xFFFFU) != 0) counts.at_level[member] += static_cast<std::int64_t>(yes[i] & 0xFFFFU);
  }
}

bool RowWriter::Parts::put_results(Work& work, const Results& results, Row row, int fifth) const {
  Line& line = *work.line;
  Answer in_role{};
  bool applies = false;
  for (const plan::LevelsId id : results.schemes) {
    if (!is_in_role(work, plan->levels[id.index()].role, row, in_role)) {
      line.put(",,");
      continue;
    }
    applies = true;
    put_level(work, id, in_role, row, fifth);
  }
  for (std::size_t i = 0; i < results.groups.size(); ++i) {
    const plan::LevelsId id = results.groups[i];
    if (!is_in_role(work, plan->levels[id.index()].role, row, in_role)) {
      for (std::size_t blank = results.members[i].size(); blank > 0; --blank) line.put(',');
      continue;
    }
    applies = true;
    put_members(work, id, results.members[i], in_role, row, fifth);
  }
  for (const plan::ScoreId id : results.scores) {
    const Work::ScoreCells& cells = work.scores[id.index()];
    if (cells.role.exists() && !is_in_role(work, cells.role, row, in_role)) {
      line.put(",,");
      continue;
    }
    applies = true;
    const column::Interval score{cells.lo[row - cells.begin], cells.hi[row - cells.begin]};
    line.put(',');
    if (score.lo != column::no_lower) line.put_number(score.lo);
    line.put(',');
    if (score.hi != column::no_upper) line.put_number(score.hi);
    if (cells.role.exists() && !score.known()) work.asking.about_score(id, row, work.ask);
  }
  return applies;
}

}  // namespace fairstart::report
