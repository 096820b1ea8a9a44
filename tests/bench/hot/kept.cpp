// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/hot/kept.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <fstream>
#include <stdexcept>

namespace fairstart::bench {

Kept::Kept(const column::Database& database) : database_(&database) {
  const plan::Plan& plan = *database.plan;
  if (!plan.family.exists()) throw std::runtime_error("the plan has no families");
  const std::size_t families = database.table(plan.family).rows;
  const auto answers_of = [&](plan::ExprId expr) { return Answers{expr, std::vector<column::Answer>(families)}; };
  for (std::size_t i = 0; i < plan.levels.size(); ++i) {
    const plan::Levels& scheme = plan.levels[i];
    if (scheme.kind == plan::LevelsKind::tiers) tiers_ = plan::LevelsId(i);
    if (scheme.kind != plan::LevelsKind::groups) continue;
    for (const plan::Level& member : scheme.levels) facts_.push_back(answers_of(member.when));
  }
  for (const plan::Offer& offer : plan.offers) offers_.push_back(answers_of(offer.eligible));
  for (std::size_t i = 0; i < plan.scores.size(); ++i)
    scores_.push_back({plan::ScoreId(i), std::vector<std::int32_t>(families), std::vector<std::int32_t>(families)});
  tier_.resize(families);
  if (facts_.size() != 12 || offers_.size() != 10 || scores_.size() != 3 || !tiers_.exists())
    throw std::runtime_error("the plan is not workload W's");
}

void Kept::keep(const column::Evaluated& evaluated) {
  const column::Rows rows = evaluated.chunk.rows[database_->plan->family.index()];
  for (auto* all : {&facts_, &offers_}) {
    for (Answers& answers : *all) {
      const auto& from = evaluated.values(answers.of).answers;
      std::copy_n(from.begin(), rows.size(), answers.rows.begin() + rows.begin);
    }
  }
  const auto narrow = [&](const auto& from, auto& to) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      to[rows.begin + i] = static_cast<typename std::decay_t<decltype(to)>::value_type>(from[i]);
  };
  for (Score& score : scores_) {
    const column::Values& from = evaluated.scores[score.of.index()];
    narrow(from.lo, score.lo);
    narrow(from.hi, score.hi);
  }
  narrow(evaluated.levels[tiers_.index()].levels, tier_);
}

void Kept::write_results(const std::filesystem::path& path) const {
  constexpr std::int32_t one_point = 1'000'000;
  std::ofstream file(path, std::ios::binary);
  file << "family_id,f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12,score,factors,unknown,tier,o1,o2,o3,o4,o5,o6,o7,o8,o9,o10\n";
  for (std::size_t row = 0; row < tier_.size(); ++row) {
    std::string line = database_->id_of(database_->plan->family, static_cast<column::Row>(row));
    for (const Answers& fact : facts_) {
      const column::Answer answer = fact.rows[row];
      line += answer == column::yes ? ",true" : answer == column::no ? ",false" : ",";
    }
    for (const Score& score : scores_) line += fmt::format(",{}", score.lo[row] / one_point);
    line += fmt::format(",{}", std::countr_zero(tier_[row]));
    for (const Answers& offer : offers_) line += offer.rows[row] == column::yes ? ",true" : ",false";
    file << line << '\n';
  }
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace fairstart::bench
