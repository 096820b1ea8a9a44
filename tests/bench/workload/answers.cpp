// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/workload/answers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include "tests/bench/workload/keys.hpp"

namespace fairstart::bench {
namespace {

using Cells = std::vector<std::string_view>;
constexpr std::array<std::string_view, 4> tiers = {"universal", "universal-plus", "targeted", "specialist"};

// A CSV file whose cells up to those that are asked for hold no commas.
class Csv {
 public:
  explicit Csv(const std::filesystem::path& path) : path_(path), file_(path, std::ios::binary) {
    if (!file_) fail("cannot be read");
  }
  // False at the end. Stops splitting after `most` cells.
  bool next(Cells& cells, std::size_t most) {
    cells.clear();
    if (!std::getline(file_, line_)) return false;
    ++number_;
    std::string_view rest = line_;
    while (cells.size() < most) {
      const std::size_t comma = rest.find(',');
      cells.push_back(rest.substr(0, comma));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
    return true;
  }
  void header(std::string_view begins) {
    std::string line;
    std::getline(file_, line);
    ++number_;
    if (!line.starts_with(begins)) fail("has another header");
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(path_.string() + ":" + std::to_string(number_) + ": " + what);
  }
  unsigned number(std::string_view cell) const {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (error != std::errc() || end != cell.data() + cell.size()) fail("`" + std::string(cell) + "` is no number");
    return number;
  }

 private:
  std::filesystem::path path_;
  std::ifstream file_;
  std::string line_;
  std::size_t number_ = 0;
};

void put(std::vector<FamilyAnswers>& families, const FamilyAnswers& one, const Csv& csv) {
  constexpr std::uint64_t most = 1U << 28U;
  if (one.number == 0 || one.number > most) csv.fail("is not a family of the workload");
  if (families.size() < one.number) families.resize(one.number);
  if (families[one.number - 1].number != 0) csv.fail("the family is there twice");
  families[one.number - 1] = one;
}

std::uint64_t family_number(std::string_view key, const Csv& csv) {
  const auto number = number_of(key);
  if (!number) csv.fail("`" + std::string(key) + "` is no key of the workload");
  return *number;
}

// families.csv: id, tier, could be, twelve facts, and for each of three scores the lower and upper bound.
std::vector<FamilyAnswers> read_families(const std::filesystem::path& path) {
  Csv csv(path);
  csv.header(
      "family_id,support,support_could_be,fact_1,fact_2,fact_3,fact_4,fact_5,fact_6,fact_7,fact_8,fact_9,fact_10,fact_11,"
      "fact_12,need_lo,need_hi,factors_lo,factors_hi,gaps_in_facts_lo,gaps_in_facts_hi");
  constexpr std::size_t wanted = 21, first_fact = 3;
  std::vector<FamilyAnswers> families;
  for (Cells cells; csv.next(cells, wanted);) {
    if (cells.size() < wanted) csv.fail("has too few cells");
    FamilyAnswers one;
    one.number = family_number(cells[0], csv);
    const auto tier = std::find(tiers.begin(), tiers.end(), cells[1]);
    if (tier == tiers.end() || !cells[2].empty()) csv.fail("the tier is not decided");
    one.tier = static_cast<unsigned>(tier - tiers.begin());
    for (unsigned fact = 0; fact < 12; ++fact) {
      const std::string_view answer = cells[first_fact + fact];
      one.facts |= static_cast<unsigned>(answer == "yes") << fact;
      one.unknown_facts |= static_cast<unsigned>(answer == "unknown") << fact;
    }
    one.score = csv.number(cells[15]);
    one.factors = csv.number(cells[17]);
    one.unknowns = csv.number(cells[19]);
    put(families, one, csv);
  }
  return families;
}

void read_offers(const std::filesystem::path& path, std::vector<FamilyAnswers>& families) {
  Csv csv(path);
  csv.header("family_id,person_id,offer,status,");
  for (Cells cells; csv.next(cells, 4);) {
    if (cells.size() < 4) csv.fail("has too few cells");
    if (cells[3] != "offered") continue;
    const std::uint64_t number = family_number(cells[0], csv);
    if (number == 0 || number > families.size() || !cells[2].starts_with('o')) csv.fail("is not of the workload");
    families[number - 1].offers |= 1U << (csv.number(cells[2].substr(1)) - 1);
  }
}

// Rounded half away from zero, to hundredths.
std::string hundredths(std::int64_t sum_of_tenths, std::int64_t rows) {
  const std::int64_t rounded = (2 * 10 * sum_of_tenths + rows) / (2 * rows);
  std::string text = std::to_string(rounded / 100) + '.';
  if (rounded % 100 < 10) text += '0';
  return text + std::to_string(rounded % 100);
}

std::string joined(const std::array<std::string, 8>& figures) {
  std::string text;
  for (const std::string& figure : figures) text += (text.empty() ? "" : " ") + (figure.empty() ? std::string("-") : figure);
  return text;
}

}  // namespace

std::vector<FamilyAnswers> read_results(const std::filesystem::path& path) {
  Csv csv(path);
  csv.header("family_id,f1,f2,");
  constexpr std::size_t wanted = 27;
  std::vector<FamilyAnswers> families;
  for (Cells cells; csv.next(cells, wanted);) {
    if (cells.size() < wanted) csv.fail("has too few cells");
    FamilyAnswers one;
    one.number = family_number(cells[0], csv);
    for (unsigned fact = 0; fact < 12; ++fact) {
      one.facts |= static_cast<unsigned>(cells[1 + fact] == "true") << fact;
      one.unknown_facts |= static_cast<unsigned>(cells[1 + fact].empty()) << fact;
    }
    one.score = csv.number(cells[13]);
    one.factors = csv.number(cells[14]);
    one.unknowns = csv.number(cells[15]);
    one.tier = csv.number(cells[16]);
    for (unsigned offer = 0; offer < 10; ++offer) one.offers |= static_cast<unsigned>(cells[17 + offer] == "true") << offer;
    put(families, one, csv);
  }
  return families;
}

CellFigures read_indicators(const std::filesystem::path& path) {
  Csv csv(path);
  csv.header("indicator,outcome,period_from,period_to,breakdown,group,numerator,denominator,value,");
  std::map<std::string, std::array<std::string, 8>> figures;
  for (Cells cells; csv.next(cells, 9);) {
    if (cells.size() < 9) csv.fail("has too few cells");
    if (cells[4] == "everyone") continue;
    // `letter-w; 1; universal`
    const std::string_view group = cells[5];
    constexpr std::string_view prefix = "letter-";
    const std::size_t fifth = group.find("; "), tier = group.rfind("; ");
    const unsigned indicator = cells[0].starts_with('i') ? csv.number(cells[0].substr(1)) : 0;
    if (!group.starts_with(prefix) || fifth == tier || indicator < 1 || indicator > 8) csv.fail("is not of the workload");
    const auto name = std::find(tiers.begin(), tiers.end(), group.substr(tier + 2));
    if (name == tiers.end()) csv.fail("the tier is not decided");
    std::string cell(group.substr(fifth + 2, tier - fifth - 2));
    cell.append(1, ',').append(1, static_cast<char>(group[prefix.size()] - 'a' + 'A')).append(1, ',');
    cell += std::to_string(name - tiers.begin());
    std::string& figure = figures[cell][indicator - 1];
    if (cells[7] == "0" || cells[7].empty()) continue;
    figure = std::string(indicator < 7 ? cells[6] : cells[8]) + '/' + std::string(cells[7]);
  }
  CellFigures all;
  for (const auto& [cell, of_cell] : figures) all[cell] = joined(of_cell);
  return all;
}

CellFigures read_cells(const std::filesystem::path& path) {
  Csv csv(path);
  CellFigures all;
  constexpr std::size_t wanted = 19;
  for (Cells cells; csv.next(cells, wanted);) {
    if (cells.size() < wanted) csv.fail("has too few cells");
    std::array<std::string, 8> figures;
    for (std::size_t i = 0; i < 8; ++i) {
      const std::int64_t numerator = std::atoll(std::string(cells[3 + 2 * i]).c_str());
      const std::int64_t denominator = csv.number(cells[4 + 2 * i]);
      if (denominator == 0) continue;
      figures[i] = i < 6    ? std::to_string(numerator)
                   : i == 6 ? hundredths(numerator, denominator)
                            : std::to_string(numerator / 2) + (numerator % 2 == 0 ? ".0" : ".5");
      figures[i] += '/' + std::to_string(denominator);
    }
    std::string cell(cells[0]);
    cell.append(1, ',').append(cells[1]).append(1, ',').append(cells[2]);
    all[cell] = joined(figures);
  }
  return all;
}

Answers answers_of_run(const std::filesystem::path& folder) {
  Answers answers{read_families(folder / "families.csv"), read_indicators(folder / "indicators.csv")};
  read_offers(folder / "offers.csv", answers.families);
  return answers;
}

Answers answers_of_bound(const std::filesystem::path& folder) {
  return {read_results(folder / "results.csv"), read_cells(folder / "cells.csv")};
}

Checksums checksums_of(const std::vector<FamilyAnswers>& families) {
  constexpr std::uint64_t modulus = 1'000'000'007;
  Checksums sums;
  for (const FamilyAnswers& one : families) {
    const std::uint64_t weight = one.number % 1009 + 1;
    const std::uint64_t packed =
        one.offers + (std::uint64_t{one.tier} << 10U) + (std::uint64_t{one.score} << 12U) + (std::uint64_t{one.facts} << 21U);
    sums.all += weight * (packed + (std::uint64_t{one.unknowns} << 17U)) % modulus;
    sums.without_unknowns += weight * packed % modulus;
  }
  return sums;
}

std::string difference(const Answers& one, const Answers& other) {
  if (one.families.size() != other.families.size())
    return std::to_string(one.families.size()) + " families and " + std::to_string(other.families.size());
  for (std::size_t i = 0; i < one.families.size(); ++i) {
    const FamilyAnswers &a = one.families[i], &b = other.families[i];
    if (a == b) continue;
    const auto text = [](const FamilyAnswers& answers) {
      return "facts " + std::to_string(answers.facts) + ", unknown " + std::to_string(answers.unknown_facts) + ", offers " +
             std::to_string(answers.offers) + ", score " + std::to_string(answers.score) + ", factors " +
             std::to_string(answers.factors) + ", unknowns " + std::to_string(answers.unknowns) + ", tier " +
             std::to_string(answers.tier);
    };
    return "family " + std::to_string(i + 1) + ": " + text(a) + "; and: " + text(b);
  }
  for (const auto& [cell, figures] : one.cells) {
    const auto same = other.cells.find(cell);
    if (same == other.cells.end()) return "cell " + cell + " is missing";
    if (same->second != figures) return "cell " + cell + ": " + figures + "; and: " + same->second;
  }
  return one.cells.size() == other.cells.size() ? "" : "other cells";
}

}  // namespace fairstart::bench
