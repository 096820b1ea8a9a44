// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>

#include "dsl/base/nhs_number.hpp"
#include "dsl/base/overloaded.hpp"
#include "dsl/base/text.hpp"
#include "dsl/plan/reads.hpp"
#include "engine/synth/synth.hpp"
#include "engine/synth/values.hpp"

// Rows as a recipe tells of them.
namespace fairstart::synth {
namespace {

using base::Day;
using plan::RecordId;

constexpr std::size_t most_rows_of_a_family = 2000;
constexpr std::int64_t everything = 100'000, least_deprived = 10;

std::string in_a_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::optional<Day> moved(Day from, std::int64_t by, Span span) {
  const bool days = span == Span::days || span == Span::weeks;
  const std::int64_t count = by * (span == Span::weeks ? 7 : span == Span::years ? 12 : 1);
  if (!days) return count > 200'000 || count < -200'000 ? std::nullopt : base::plus_months(from, count, base::Rounding::up);
  const std::int64_t day = count > 4'000'000 || count < -4'000'000 ? INT32_MAX : std::int64_t{from} + count;
  if (day < base::first_day || day > base::last_day) return {};
  return static_cast<Day>(day);
}

struct Row {
  std::size_t block = 0;
  const Row* around = nullptr;
  std::string key;
  std::map<std::string, std::string, std::less<>> cells;
};

class Follower {
 public:
  Follower(const plan::Plan& plan, const Options& options, const Recipe& recipe, const Places* places,
           const std::function<void(std::size_t, const std::string&)>& take)
      : plan_(plan), options_(options), recipe_(recipe), places_(places), take_(take), read_(plan::records_read(plan)) {
    for (std::size_t i = 0, file = 0; i < read_.size(); ++i)
      if (is_written(read_[i].record)) file_of_[read_[i].record] = {file++, i};
  }

  bool is_written(RecordId record) const {
    if (places_ != nullptr && record == plan_.record(plan_.family).owner) return true;
    return std::any_of(recipe_.blocks.begin(), recipe_.blocks.end(), [&](const Block& each) { return each.record == record; });
  }

  void all() {
    if (places_ != nullptr)
      if (const auto file = file_of_.find(plan_.record(plan_.family).owner); file != file_of_.end())
        take_(file->second.first, places_->rows);
    Chances own(options_.seed ^ 0x5EEDU);
    decile_ = least_deprived;
    for (std::size_t i = 0; i < recipe_.blocks.size(); ++i)
      if (!of_family(i)) rows_of(i, apart_, own);
    for (const Row& row : apart_) write(row, apart_);
    for (std::uint64_t family = 0; family < options_.families; ++family) {
      Chances chances(Chances(options_.seed + 0x9E37U * (family + 1)).next());
      one_family(chances);
    }
  }

 private:
  bool of_family(std::size_t block) const {
    std::optional<std::size_t> at = block;
    while (recipe_.blocks[*at].in) at = recipe_.blocks[*at].in;
    return at == recipe_.family || (recipe_.blocks[block].for_ && of_family(*recipe_.blocks[block].for_));
  }

  void one_family(Chances& chances) {
    std::deque<Row> rows;  // rows around others stay where they are
    place_.clear();
    decile_ = least_deprived;
    const RecordId above = plan_.record(plan_.family).owner;
    if (places_ != nullptr && !places_->keys.empty()) {
      const auto which = static_cast<std::size_t>(chances.between(0, static_cast<std::int64_t>(places_->keys.size()) - 1));
      place_ = places_->keys[which];
      decile_ = places_->deciles[which];
    } else if (const Row* row = any_apart(above, "", chances)) {
      place_ = row->key;
      if (const auto decile = row->cells.find("imd-decile"); decile != row->cells.end() && decile->second.size() <= 2)
        decile_ = std::clamp<std::int64_t>(decile->second == "10"   ? 10
                                           : decile->second.empty() ? 10
                                                                    : decile->second[0] - '0',
                                           1, 10);
    }
    make_row(*recipe_.family, nullptr, rows, chances);
    for (std::size_t i = 0; i < recipe_.blocks.size(); ++i)
      if (i != *recipe_.family && of_family(i)) rows_of(i, rows, chances);
    for (const Row& row : rows) write(row, rows);
  }

  const Row* any_apart(RecordId record, std::string_view label, Chances& chances) const {
    std::vector<const Row*> found;
    for (const Row& row : apart_) {
      const Block& block = recipe_.blocks[row.block];
      if (label.empty() ? record.exists() && block.record == record : block.label == label) found.push_back(&row);
    }
    if (found.empty()) return nullptr;
    return found[static_cast<std::size_t>(chances.between(0, static_cast<std::int64_t>(found.size()) - 1))];
  }

  // The rows that stand by themselves or in each of the rows so far.
  void rows_of(std::size_t at, std::deque<Row>& rows, Chances& chances) {
    const Block& block = recipe_.blocks[at];
    if (!block.in) {
      some(at, nullptr, rows, chances);
      return;
    }
    const std::size_t before = rows.size();
    for (std::size_t i = 0; i < before; ++i)
      if (recipe_.blocks[rows[i].block].label == recipe_.blocks[*block.in].label) some(at, &rows[i], rows, chances);
  }

  void some(std::size_t at, const Row* around, std::deque<Row>& rows, Chances& chances) {
    const Block& block = recipe_.blocks[at];
    for (const Condition& each : block.when)
      if (!holds(each, around, rows)) return;
    std::int64_t count = 0;
    if (block.chance) {
      count = happens(*block.chance, chances) ? 1 : 0;
    } else {
      std::vector<Share> weights;
      for (const auto& [number, weight] : block.numbers) weights.push_back(weight);
      const Between& number = block.numbers[one_of(weights, chances)].first;
      count = chances.between(number.low, number.high);
    }
    for (; count > 0 && rows.size() < most_rows_of_a_family; --count) make_row(at, around, rows, chances);
  }

  std::int64_t grown(const Share& share) const {
    return share.grows ? share.thousandths * (14 - decile_) / 4 : share.thousandths;
  }
  bool happens(const Chance& chance, Chances& chances) const {
    std::int64_t sum = 0;
    for (const Share& each : chance) sum += grown(each);
    return chances.between(1, everything) <= sum;
  }
  std::size_t one_of(const std::vector<Share>& weights, Chances& chances) const {
    if (weights.size() == 1) return 0;
    std::int64_t sum = 0;
    for (const Share& each : weights) sum += grown(each);
    if (sum <= 0) return 0;
    std::int64_t drawn = chances.between(1, sum);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      drawn -= grown(weights[i]);
      if (drawn <= 0) return i;
    }
    return weights.size() - 1;
  }

  // A row that happens later than the run's date is not made.
  void make_row(std::size_t at, const Row* around, std::deque<Row>& rows, Chances& chances) {
    const Block& block = recipe_.blocks[at];
    const plan::FieldId date = plan_.record(block.record).date;
    Row row{.block = at, .around = around};
    bool later = false;
    for (const Cell& cell : block.cells) {
      later_ = false;
      std::string text = value(cell, row, rows, chances);
      const bool missing = happens(cell.missing, chances);
      if (later_ && date.exists() && plan_.field(date).name == cell.field) later = true;
      row.cells[cell.field] = missing ? "" : std::move(text);
    }
    if (later) return;
    for (const plan::FieldId id : plan_.record(block.record).fields) {
      const plan::Field& field = plan_.field(id);
      if (!field.nhs_number || row.cells.contains(field.name)) continue;
      row.cells[field.name] = next_test_number(next_number_);
    }
    row.key = made_up_key(plan_.record(block.record), ++counts_[block.record]);
    rows.push_back(std::move(row));
  }

  const Row* labelled(std::string_view label, const std::deque<Row>& rows) const {
    for (std::size_t i = rows.size(); i-- > 0;)
      if (recipe_.blocks[rows[i].block].label == label) return &rows[i];
    return nullptr;
  }
  // Of the row, or of one around it.
  std::string found(const Source& source, const Row* row, const std::deque<Row>& rows) const {
    if (!source.label.empty()) row = labelled(source.label, rows);
    for (; row != nullptr; row = row->around)
      if (const auto cell = row->cells.find(source.field); cell != row->cells.end()) return cell->second;
    return source.field == "imd-decile" ? std::to_string(decile_) : "";
  }

  bool holds(const Condition& condition, const Row* around, const std::deque<Row>& rows) const {
    const std::string text = found(condition.source, around, rows);
    switch (condition.test) {
      case Test::is: return text == condition.text;
      case Test::is_not: return text != condition.text;
      case Test::known: return !text.empty();
      case Test::unknown: return text.empty();
      case Test::over:
      case Test::under: break;
    }
    const auto day = base::parse_iso_date(text), line = moved(options_.as_at, -condition.ago, condition.span);
    return day && line && (condition.test == Test::over ? *day < *line : *day > *line);
  }

  std::string value(const Cell& cell, const Row& row, const std::deque<Row>& rows, Chances& chances) {
    if (cell.yes) return happens(*cell.yes, chances) ? "yes" : "no";
    std::vector<Share> weights;
    for (const Alternative& each : cell.alternatives) weights.push_back(each.weight);
    return std::visit(base::overloaded{
                          [](const Exactly& what) { return what.text; },
                          [&](const Between& what) {
                            const std::int64_t steps = (what.high - what.low) / what.step;
                            const std::string number = std::to_string(what.low + chances.between(0, steps) * what.step);
                            return what.unit.empty() ? number : number + ' ' + what.unit;
                          },
                          [&](const Dated& what) { return dated(what, row, rows, chances); },
                          [&](const SameAs& what) { return found(what.source, &row, rows); },
                          [&](const KeyOf& what) {
                            const Row* to = labelled(what.label, rows);
                            if (to == nullptr) to = any_apart({}, what.label, chances);
                            return to == nullptr ? std::string() : to->key;
                          },
                          [&](const SchoolYear&) { return school_year(row); },
                      },
                      cell.alternatives[one_of(weights, chances)].what);
  }

  std::string dated(const Dated& what, const Row& row, const std::deque<Row>& rows, Chances& chances) {
    const auto from = what.from ? base::parse_iso_date(found(*what.from, &row, rows)) : std::optional(options_.as_at);
    if (!from) return "";
    const std::int64_t sign = what.later ? 1 : -1;
    auto low = moved(*from, sign * what.low, what.span), high = moved(*from, sign * what.high, what.span);
    if (!low || !high) return "";
    if (!what.later) std::swap(low, high);
    // Nothing happens to a person before their birth.
    if (!what.from && !what.later && row.around != nullptr)
      if (const auto born = base::parse_iso_date(found({"date-of-birth", ""}, row.around, rows)))
        low = std::clamp(*born, *low, std::max(*low, *high));
    const auto day = static_cast<Day>(chances.between(*low, std::max(*low, *high)));
    if (day <= options_.as_at || (what.later && !what.from)) return base::format_iso_date(day);
    later_ = true;
    return "";
  }

  std::string school_year(const Row& row) const {
    const auto born = base::parse_iso_date(found({"date-of-birth", ""}, &row, {}));
    if (!born) return "";
    const auto now = base::year_month_day(options_.as_at), birth = base::year_month_day(*born);
    const int year = now.year - (now.month < 9 ? 1 : 0) - birth.year - 4 - (birth.month > 8 ? 1 : 0);
    return year >= 0 && year <= 13 ? std::to_string(year) : "";
  }

  std::string owner_of(const Row& row, const std::deque<Row>& rows) const {
    const Block& block = recipe_.blocks[row.block];
    const RecordId owner = plan_.record(block.record).owner;
    if (block.record == plan_.family) return place_;
    if (block.for_) {
      const Row* of = labelled(recipe_.blocks[*block.for_].label, rows);
      return of == nullptr ? "" : of->key;
    }
    for (const Row* at = row.around; at != nullptr; at = at->around)
      if (recipe_.blocks[at->block].record == owner) return at->key;
    return "";
  }

  void write(const Row& row, const std::deque<Row>& rows) {
    const plan::Record& record = plan_.record(recipe_.blocks[row.block].record);
    const auto at = file_of_.find(recipe_.blocks[row.block].record);
    if (at == file_of_.end()) return;  // the framework reads nothing of it
    std::string text;
    bool first = true;
    const auto add = [&](const std::string& cell) {
      text += (first ? "" : ",") + in_a_cell(cell);
      first = false;
    };
    if (!record.key.empty()) add(row.key);
    if (record.owner.exists() && record.owner_column != record.key) add(owner_of(row, rows));
    for (const plan::FieldId id : read_[at->second.second].fields) {
      const auto cell = row.cells.find(plan_.field(id).name);
      add(cell == row.cells.end() ? "" : cell->second);
    }
    take_(at->second.first, text + '\n');
  }

  const plan::Plan& plan_;
  const Options& options_;
  const Recipe& recipe_;
  const Places* places_;
  const std::function<void(std::size_t, const std::string&)>& take_;
  std::vector<plan::RecordRead> read_;
  std::map<RecordId, std::pair<std::size_t, std::size_t>> file_of_;  // file, and place in read_
  std::map<RecordId, std::uint64_t> counts_;
  std::deque<Row> apart_;
  std::string place_;
  std::int64_t decile_ = least_deprived;
  std::uint32_t next_number_ = 0;
  bool later_ = false;  // the last date would be after the run's
};

}  // namespace

std::variant<Places, Mistake> read_places(std::string_view text, const plan::Plan& plan) {
  const RecordId above = plan.record(plan.family).owner;
  if (!above.exists()) return Mistake{1, "this framework's families belong to no place", "leave `--places` out"};
  Places out;
  std::optional<std::size_t> key, decile;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    ++number;
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    if (quoted) return Mistake{number, "a quotation mark is not closed in this line", ""};
    if (number == 1) {
      out.header = line;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i] == base::underscored(plan.record(above).key)) key = i;
        if (cells[i] == "imd_decile") decile = i;
      }
      if (!key) return Mistake{1, fmt::format("there is no column `{}`", base::underscored(plan.record(above).key)), ""};
      continue;
    }
    if (line.empty()) continue;
    if (cells.size() <= std::max(*key, decile.value_or(0))) return Mistake{number, "this line has too few cells", ""};
    out.keys.push_back(cells[*key]);
    const std::string tenth = decile ? cells[*decile] : "";
    out.deciles.push_back(tenth == "10" ? 10 : tenth.size() == 1 && tenth[0] >= '1' && tenth[0] <= '9' ? tenth[0] - '0' : 10);
    out.rows += std::string(line) + '\n';
  }
  if (out.keys.empty()) return Mistake{std::max<std::size_t>(number, 1), "there is no place here", ""};
  return out;
}

std::vector<File> files(const plan::Plan& plan, const Recipe& recipe, const Places* places) {
  const std::vector<plan::RecordRead> read = plan::records_read(plan);
  const Options options;
  const std::function<void(std::size_t, const std::string&)> nothing;
  const Follower follower(plan, options, recipe, places, nothing);
  std::vector<File> all = files(plan), out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!follower.is_written(read[i].record)) continue;
    if (places != nullptr && read[i].record == plan.record(plan.family).owner) all[i].header = places->header;
    out.push_back(std::move(all[i]));
  }
  return out;
}

void make(const plan::Plan& plan, const Options& options, const Recipe& recipe, const Places* places,
          const std::function<void(std::size_t file, const std::string& text)>& take) {
  Follower(plan, options, recipe, places, take).all();
}

}  // namespace fairstart::synth
