// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <set>

#include "tests/disclosure/attack.hpp"

// What a reader makes of a report.json: lines of indicators as counts that they can be, and all other counts with the sums between
// them.
namespace fairstart::disclosure {

using Json = nlohmann::json;

inline double tenths(double value) { return std::floor(std::abs(value) * 10 + 0.5 + 1e-9) / 10 * (value < 0 ? -1 : 1); }

// Lower and upper limit of 95% after Wilson, as a percentage.
inline std::array<double, 2> wilson_percent(double x, double n) {
  const double z = 1.959963984540054, p = x / n, q = z * z;
  const double middle = 2 * n * p + q, half = z * std::sqrt(q + 4 * n * p * (1 - p)), under = 2 * (n + q);
  return {100 * (middle - half) / under, 100 * (middle + half) / under};
}

// The counts that agree with what a line shows: rounded counts, a percentage and its interval. False: there are none.
inline bool invert(const Json& indicator, const Json& line, SeenLine& seen) {
  const std::int64_t base = indicator["rounded_to"].is_null() ? 1 : indicator["rounded_to"].get<std::int64_t>();
  const auto range = [&](const Json& shown) {
    const std::int64_t count = shown.get<std::int64_t>();
    return std::array<std::int64_t, 2>{std::max<std::int64_t>(0, count - base / 2), count + (base - 1) / 2};
  };
  if (line["denominator"].is_null()) return true;
  const auto all = range(line["denominator"]);
  const bool counts = indicator["what"] == "count" && !line["numerator"].is_null();
  const auto yes = counts ? range(line["numerator"]) : std::array<std::int64_t, 2>{0, 0};
  const bool percent = counts && indicator["show"] == "percent" && !line["value"].is_null();
  const bool wilson = percent && indicator["interval"] == "wilson 95%" && !line["lower"].is_null();
  // Small ones are hidden: what is shown is none of them, however it was rounded.
  const std::int64_t hides_below = indicator["hidden_below"].is_null() ? 0 : indicator["hidden_below"].get<std::int64_t>();
  const auto small = [&](std::int64_t count) { return count > 0 && count < hides_below; };
  bool any = false;
  for (std::int64_t n = all[0]; n <= all[1]; ++n) {
    for (std::int64_t x = yes[0]; x <= std::min(yes[1], n); ++x) {
      if (counts ? small(x) || small(n - x) : small(n)) continue;
      const double xs = static_cast<double>(counts ? x : n), ns = static_cast<double>(n);
      if (percent && (n == 0 || std::abs(100 * xs / ns - line["value"].get<double>()) > 0.0501)) continue;
      if (wilson) {
        const auto limits = wilson_percent(xs, ns);
        if (std::abs(limits[0] - line["lower"].get<double>()) > 0.0501 ||
            std::abs(limits[1] - line["upper"].get<double>()) > 0.0501)
          continue;
      }
      seen.yes = any ? Range{std::min(seen.yes.lo, xs), std::max(seen.yes.hi, xs)} : Range{xs, xs};
      seen.all = any ? Range{std::min(seen.all.lo, ns), std::max(seen.all.hi, ns)} : Range{ns, ns};
      any = true;
    }
  }
  return any;
}

inline std::vector<std::string> parts_of(const std::string& text, const std::string& between) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t at = text.find(between); at != std::string::npos; at = text.find(between, from)) {
    parts.push_back(text.substr(from, at - from));
    from = at + between.size();
  }
  parts.push_back(text.substr(from));
  return parts;
}

// Lines of an indicator; nothing where no counts agree with one of them.
inline std::optional<std::vector<SeenLine>> seen_lines(const Json& indicator) {
  std::vector<SeenLine> lines;
  for (const Json& line : indicator["lines"]) {
    SeenLine seen{.axes = {}, .values = {}, .hidden = line["hidden"].get<bool>(), .yes = {}, .all = {}};
    if (line["breakdown"] != "everyone") {
      seen.axes = parts_of(line["breakdown"], " and ");
      seen.values = seen.axes.size() == 1 ? std::vector<std::string>{line["group"]} : parts_of(line["group"], "; ");
      if (seen.values.size() != seen.axes.size()) return std::nullopt;
    }
    seen.of_all = indicator["what"] == "count";
    if (!seen.hidden && !invert(indicator, line, seen)) return std::nullopt;
    lines.push_back(std::move(seen));
  }
  return lines;
}

// What a total's numerators come to, line by line, as a count of its own.
inline std::vector<SeenLine> seen_totals(const Json& indicator, std::vector<SeenLine> lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].hidden) continue;
    const Json& shown = indicator["lines"][i]["numerator"];
    const double base = indicator["rounded_to"].is_null() ? 1 : indicator["rounded_to"].get<double>();
    lines[i].yes = lines[i].all = {};
    if (!shown.is_null())
      lines[i].yes = lines[i].all = {std::max(0.0, shown.get<double>() - base / 2), shown.get<double>() + base / 2};
  }
  return lines;
}

// All counts of a report that are not an indicator's, by what they count: the same count told in two places is one.
class SeenCounts {
 public:
  // amounts: what a family may get of each offer, in whole units; empty: amounts are not looked at.
  explicit SeenCounts(const Json& report, std::vector<double> amounts = {}) : amounts_(std::move(amounts)) {
    const std::string everyone = tell("families", report["families"]);
    tell_levels(report, everyone);
    for (const Json& offer : report["offers"]) tell_offer(offer);
    if (report.contains("reach")) tell_reach(report["reach"], everyone);
    for (const Json& list : report["lists"]) {
      const std::string of = "list " + list["name"].get<std::string>() + ' ';
      at_most(tell(of + "without name", list["without_name"]), tell(of + "listed", list["listed"]));
    }
    for (const Json& allocation : report["allocations"]) tell_allocation(allocation);
    for (const Json& guarantee : report["guarantees"]) {
      const std::string of = "guarantee " + guarantee["name"].get<std::string>() + ' ';
      const std::vector<std::string> all{tell(of + "holds", guarantee["holds"]), tell(of + "fails", guarantee["fails"]),
                                         tell(of + "cannot tell", guarantee["cannot_tell"])};
      if (guarantee["for"] == "family") sum(everyone, all);
    }
  }

  // truth: the same report with nothing hidden; then only counts that are small are tried.
  Outcome attack(std::int64_t hides_below, const SeenCounts* truth = nullptr) {
    Reader reader;
    Outcome outcome;
    std::map<std::string, std::size_t> columns;
    for (const auto& [name, count] : counts_) {
      const double known = count ? static_cast<double>(*count) : 0;
      columns[name] = reader.count(count ? Range{known, known} : Range{});
      ++(count ? outcome.shown : outcome.hidden);
    }
    for (const Relation& relation : relations_) {
      Reader::Terms terms{{columns.at(relation.whole), 1}};
      for (const std::string& part : relation.parts) terms.emplace_back(columns.at(part), -1);
      reader.knows(std::move(terms), {0, relation.equal ? 0 : std::numeric_limits<double>::infinity()});
    }
    for (const Amount& amount : told_amounts_) {
      Reader::Terms terms;
      for (const auto& [name, each] : amount.terms) terms.emplace_back(columns.at(name), each);
      reader.knows(std::move(terms), amount.range);
    }
    for (const auto& [name, count] : counts_) {
      if (count) continue;
      const std::int64_t known = truth != nullptr ? truth->counts_.at(name).value_or(0) : 1;
      if (known < 1 || known >= hides_below) continue;
      ++outcome.tried;
      const auto range = reader.range(columns.at(name));
      if (!range) {
        ++outcome.contradictions;
      } else if (gives_away(*range, hides_below)) {
        ++outcome.won;
        outcome.what += '\n' + name + ": " + std::to_string(range->lo) + " to " + std::to_string(range->hi);
      }
    }
    return outcome;
  }
  // A count that no report tells: for the truth.
  void is(const std::string& name, std::int64_t count) { counts_.at(name) = count; }
  // Makes hidden what is small, for a report in which nothing is: what an attack must find.
  void hide_small_alone(std::int64_t hides_below) {
    for (auto& [name, count] : counts_) {
      if (count && *count > 0 && *count < hides_below) count.reset();
    }
  }

 private:
  struct Relation {
    std::string whole;
    std::vector<std::string> parts;
    bool equal = true;
  };

  std::string tell(const std::string& name, const Json& count) {
    auto& known = counts_[name];
    if (!count.is_null()) known = count.get<std::int64_t>();
    return name;
  }
  void sum(const std::string& whole, std::vector<std::string> parts) {
    if (!parts.empty()) relations_.push_back({whole, std::move(parts), true});
  }
  void at_most(const std::string& part, const std::string& whole) { relations_.push_back({whole, {part}, false}); }
  static std::string group_of(const Json& group) { return group.is_string() ? group.get<std::string>() : group.dump(); }

  void tell_levels(const Json& report, const std::string& everyone) {
    for (const Json& scheme : report["levels"]) {
      const std::string of = "scheme " + scheme["name"].get<std::string>() + ' ';
      const bool families = scheme["for"] == "family";
      if (families && scheme["kind"] == "tiers" && support_.empty()) support_ = of;
      std::map<std::string, std::vector<std::string>> columns;
      std::map<std::string, std::string> wholes;
      for (const Json& row : scheme["rows"]) {
        const std::string fifth = group_of(row["deprivation_fifth"]);
        const bool all = fifth == "everyone";
        const std::string total = tell(!families ? of + "total " + fifth
                                       : all     ? everyone
                                                 : "families of fifth " + fifth,
                                       row["total"]);
        std::map<std::string, std::string> cells{{"total", total}};
        std::vector<std::string> levels;
        for (std::size_t level = 0; level < row["at_level"].size(); ++level) {
          const std::string name = "level " + scheme["levels"][level]["name"].get<std::string>();
          levels.push_back(cells[name] = tell(of + name + ' ' + fifth, row["at_level"][level]));
          at_most(levels.back(), total);
        }
        for (const char* key : {"could_be_higher", "not_fully_known", "cannot_tell"}) {
          if (!row.contains(key)) continue;
          at_most(cells[key] = tell(of + key + ' ' + fifth, row[key]), total);
        }
        if (scheme["kind"] == "segments" && row.contains("cannot_tell")) levels.push_back(cells["cannot_tell"]);
        if (scheme["kind"] == "tiers" || (scheme["kind"] == "segments" && row.contains("cannot_tell"))) sum(total, levels);
        for (const auto& [key, name] : cells) all ? void(wholes[key] = name) : columns[key].push_back(name);
      }
      for (auto& [key, parts] : columns) sum(wholes.at(key), std::move(parts));
    }
  }

  void tell_offer(const Json& offer) {
    const std::string of = "offer " + offer["name"].get<std::string>() + ' ';
    std::vector<std::string> parts;
    for (const char* key : {"not_yet_due", "open", "missed", "done", "no_window"}) parts.push_back(tell(of + key, offer[key]));
    const std::string offered = tell(of + "offered everyone", offer["offered"]);
    sum(offered, parts);
    at_most(tell(of + "overdue", offer["overdue"]), offered);
    tell(of + "cannot tell", offer["cannot_tell"]);
    if (offer["for"] == "family") at_most(offered, "families");
  }

  void tell_reach(const Json& reach, const std::string& everyone) {
    for (const char* table : {"by_deprivation", "by_level"}) {
      if (!reach.contains(table)) continue;
      std::map<std::string, std::vector<std::string>> columns, fifths;
      const bool levels = std::string(table) == "by_level", tens = reach["deprivation_groups"] == 10;
      for (const Json& row : reach[table]) {
        const std::string group = group_of(levels && row.contains("level") ? row["level"] : row["group"]);
        const bool all = group == "everyone";
        const std::string of = all ? "" : std::string(levels ? "level " : tens ? "tenth " : "fifth ") + group;
        const std::string key = all      ? everyone
                                : levels ? support_ + of + " everyone"
                                : tens   ? (group == "not known" ? "families of fifth not known" : "families of tenth " + group)
                                         : "families of fifth " + group;
        const std::string families = tell(key, row["families"]);
        std::map<std::string, std::string> cells{{"families", families}};
        for (const char* what : {"with_an_offer", "with_none", "cannot_tell"})
          cells[what] = tell(std::string("reach ") + what + ' ' + of, row[what]);
        sum(families, {cells["with_an_offer"], cells["with_none"], cells["cannot_tell"]});
        for (const Json& offer : row["offers"]) {
          const std::string name = "offer " + offer["offer"].get<std::string>() + " offered ";
          const std::string offered = cells[name] = tell(name + (all ? "everyone" : of), offer["offered"]);
          if (amounts_.empty() || !offer.contains("amount_for_each_family")) continue;
          // How many get each amount, as far as the amount for each family tells it.
          std::vector<std::string> at_amounts;
          Amount told;
          for (const double amount : amounts_) {
            const std::string at = name + "at " + std::to_string(static_cast<int>(amount)) + ' ';
            at_amounts.push_back(cells[at] = tell(at + (all ? "everyone" : of), nullptr));
            told.terms.emplace_back(at_amounts.back(), amount);
          }
          sum(offered, at_amounts);
          const Json& each = offer["amount_for_each_family"];
          if (each.is_null() || row["families"].is_null()) continue;
          const double all_families = row["families"].get<double>(), of_each = std::stod(each.get<std::string>());
          told.range = {(of_each - 0.00501) * all_families, (of_each + 0.00501) * all_families};
          told_amounts_.push_back(std::move(told));
        }
        if (tens && !levels && !all && group != "not known")
          fifths["families of fifth " + std::to_string((std::stoi(group) + 1) / 2)].push_back(families);
        for (const auto& [column, cell] : cells) {
          if (!all) columns[column].push_back(cell);
          if (all) sum(cell, columns[column]);
        }
      }
      for (auto& [fifth, parts] : fifths) {
        if (counts_.contains(fifth)) sum(fifth, std::move(parts));
      }
    }
  }

  void tell_allocation(const Json& allocation) {
    const std::string of = "allocation " + allocation["name"].get<std::string>() + ' ';
    for (const char* column : {"given", "waiting", "cannot_tell", "received_before"}) {
      const std::string whole = tell(of + column, allocation[column]);
      for (const char* table : {"by_need", "by_deprivation_fifth", "places"}) {
        if (!allocation.contains(table) || allocation[table].empty()) continue;
        std::vector<std::string> parts;
        for (const Json& row : allocation[table])
          parts.push_back(tell(of + column + ' ' + table + ' ' + std::to_string(parts.size()), row[column]));
        sum(whole, parts);
      }
    }
  }

  struct Amount {
    std::vector<std::pair<std::string, double>> terms;
    Range range;
  };

  std::vector<double> amounts_;
  std::vector<Amount> told_amounts_;
  std::map<std::string, std::optional<std::int64_t>> counts_;
  std::vector<Relation> relations_;
  std::string support_;
};

}  // namespace fairstart::disclosure
