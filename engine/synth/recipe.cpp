// SPDX-License-Identifier: Apache-2.0
#include "engine/synth/recipe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"

namespace fairstart::synth {
namespace {

constexpr std::size_t most_blocks = 400, most_cells = 200;
constexpr std::int64_t most_number = 1'000'000'000'000;

struct Token {
  std::string text;
  bool quoted = false;
};

// What one line says, taken word by word. A mistake ends the reading of the file.
class Line {
 public:
  Line(std::string_view text, std::size_t number) : number_(number) {
    for (std::size_t at = 0; at < text.size();) {
      const char c = text[at];
      if (c == ' ' || c == '\t' || c == '\r') {
        ++at;
      } else if (c == '#') {
        break;
      } else if (c == '"') {
        const std::size_t end = text.find('"', at + 1);
        if (end == std::string_view::npos) fail("a quotation mark is not closed");
        tokens_.push_back({std::string(text.substr(at + 1, end - at - 1)), true});
        at = end + 1;
      } else if (c == '(' || c == ')' || c == ',') {
        tokens_.push_back({std::string(1, c)});
        ++at;
      } else {
        const std::size_t end = std::min(text.find_first_of(" \t\r#\"(),", at), text.size());
        tokens_.push_back({std::string(text.substr(at, end - at))});
        at = end;
      }
    }
  }

  bool empty() const { return tokens_.empty(); }
  bool at_end() const { return at_ == tokens_.size(); }
  bool next_is(std::string_view word) const { return !at_end() && !tokens_[at_].quoted && tokens_[at_].text == word; }
  bool next_quoted() const { return !at_end() && tokens_[at_].quoted; }
  std::string_view peek() const { return at_end() ? std::string_view() : std::string_view(tokens_[at_].text); }
  bool take(std::string_view word) {
    if (!next_is(word)) return false;
    ++at_;
    return true;
  }
  void need(std::string_view word) {
    if (!take(word)) fail(fmt::format("`{}` is expected{}", word, instead()));
  }
  std::string word(std::string_view what) {
    if (at_end() || (!tokens_[at_].quoted && std::string_view("(),").find(tokens_[at_].text) != std::string_view::npos))
      fail(fmt::format("{} is expected{}", what, instead()));
    return tokens_[at_++].text;
  }
  void back() { --at_; }
  void end() {
    if (!at_end()) fail(fmt::format("`{}` is more than this line can say", peek()));
  }
  [[noreturn]] void fail(std::string message, std::string help = "") const {
    throw Mistake{number_, std::move(message), std::move(help)};
  }
  std::size_t number() const { return number_; }

 private:
  std::string instead() const { return at_end() ? " at the end of this line" : fmt::format(" where `{}` stands", peek()); }

  std::vector<Token> tokens_;
  std::size_t at_ = 0, number_;
};

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most_number || value < -most_number) return {};
  return value;
}

// "2.5%+", "6+", "40"
std::optional<Share> share(std::string_view text, bool percent) {
  Share out;
  if (!text.empty() && text.back() == '+') {
    out.grows = true;
    text.remove_suffix(1);
  }
  if (percent) {
    if (text.empty() || text.back() != '%') return {};
    text.remove_suffix(1);
  }
  const auto value = base::parse_decimal(text);
  if (!value || *value < 0 || *value % 1000 != 0 || *value > 1'000'000 * base::million) return {};
  out.thousandths = *value / 1000;
  return out;
}

std::optional<Span> span_of(std::string_view word) {
  if (word == "day" || word == "days") return Span::days;
  if (word == "week" || word == "weeks") return Span::weeks;
  if (word == "month" || word == "months") return Span::months;
  if (word == "year" || word == "years") return Span::years;
  return {};
}

Chance chance(Line& line) {
  Chance out;
  for (bool minus = false;; minus = true) {
    auto one = share(line.word("a percentage"), true);
    if (!one) {
      line.back();
      line.fail(fmt::format("`{}` is no percentage", line.peek()), "write `12%`, or `12%+` for what grows with deprivation");
    }
    if (minus) one->thousandths = -one->thousandths;
    out.push_back(*one);
    if (!line.take("-")) return out;
  }
}

Share weight(Line& line) {
  if (!line.take("(")) return {1000, false};
  const auto out = share(line.word("a weight"), false);
  if (!out)
    line.fail("a weight is a number of at most three decimal places", "write `(3)`, or `(3+)` for what grows with deprivation");
  line.need(")");
  return *out;
}

Source source(Line& line) {
  Source out{line.word("a field"), ""};
  if (line.take("of")) out.label = line.word("a label");
  return out;
}

class Reader {
 public:
  Reader(std::string_view text, const plan::Plan& plan) : text_(text), plan_(plan) {}

  Recipe all() {
    std::size_t number = 0;
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      const std::string_view raw = text_.substr(at, end - at);
      at = end + 1;
      Line line(raw, ++number);
      if (line.empty()) continue;
      if (raw.front() == ' ' || raw.front() == '\t')
        cell(line);
      else
        head(line);
      line.end();
    }
    if (!recipe_.family) throw Mistake{1, "no line says how many families there are", "write `family, 100`"};
    recipe_.text = text_;
    return std::move(recipe_);
  }

 private:
  plan::RecordId record_named(Line& line) const {
    const std::string name = line.word("a record");
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < plan_.records.size(); ++i) {
      if (plan_.records[i].pairing) continue;
      if (plan_.records[i].name == name) return plan::RecordId{i};
      names.emplace_back(plan_.records[i].name);
    }
    unknown(line, "record", name, names);
  }
  [[noreturn]] static void unknown(const Line& line, std::string_view what, const std::string& name,
                                   const std::vector<std::string_view>& names) {
    const std::string_view near = base::nearest(name, names);
    line.fail(fmt::format("there is no {} `{}`", what, name), near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }
  std::size_t block_named(Line& line) const {
    const std::string label = line.word("a label");
    std::vector<std::string_view> names;
    for (std::size_t i = recipe_.blocks.size(); i-- > 0;) {
      if (recipe_.blocks[i].label == label) return i;
      names.emplace_back(recipe_.blocks[i].label);
    }
    unknown(line, "line before this one that makes a", label, names);
  }

  // RECORD ("as" LABEL)? "," HOW-MANY ("in each" LABEL)? ("for" LABEL)? ("when" CONDITION ("and" CONDITION)*)?
  void head(Line& line) {
    if (recipe_.blocks.size() == most_blocks) line.fail(fmt::format("there are more than {} kinds of row", most_blocks));
    Block block{.record = record_named(line), .line = line.number()};
    block.label = line.take("as") ? line.word("a label") : plan_.record(block.record).name;
    for (const Block& each : recipe_.blocks)
      if (each.label == block.label && each.record != block.record)
        line.fail(fmt::format("`{}` is a {} in line {}", block.label, plan_.record(each.record).name, each.line),
                  "give these rows a label of their own");
    line.need(",");
    if (line.peek().find('%') != std::string_view::npos) {
      block.chance = chance(line);
    } else {
      do {
        const Between number = between(line);
        block.numbers.emplace_back(number, weight(line));
      } while (line.take("or"));
    }
    if (line.take("in")) {
      line.need("each");
      block.in = block_named(line);
    }
    if (line.take("for")) block.for_ = block_named(line);
    for (bool more = line.take("when"); more; more = line.take("and")) block.when.push_back(condition(line, block));
    if (block.record == plan_.family && plan_.family.exists()) {
      const bool plain = block.numbers.size() == 1 && block.numbers.front().first.low == block.numbers.front().first.high;
      if (recipe_.family || block.in || !plain) line.fail("the families are told of once: `family, 100`");
      recipe_.family = recipe_.blocks.size();
    } else {
      belongs(line, block);
    }
    recipe_.blocks.push_back(std::move(block));
  }

  bool is_around(std::size_t at, plan::RecordId record) const {
    for (std::optional<std::size_t> i = at; i; i = recipe_.blocks[*i].in)
      if (recipe_.blocks[*i].record == record) return true;
    return false;
  }
  void belongs(Line& line, const Block& block) const {
    const plan::Record& record = plan_.record(block.record);
    if (!record.owner.exists()) return;
    if (block.for_ && recipe_.blocks[*block.for_].record == record.owner) return;
    if (!block.for_ && block.in && is_around(*block.in, record.owner)) return;
    const std::string& owner = plan_.record(record.owner).name;
    line.fail(fmt::format("a {} belongs to a {}, and none is named", record.name, owner),
              fmt::format("write `in each {}`, or `for` and the label of one", owner));
  }

  static Between between(Line& line) {
    const auto number = [&] {
      const auto value = whole(line.word("a number"));
      if (!value) {
        line.back();
        line.fail(fmt::format("`{}` is no whole number", line.peek()));
      }
      return *value;
    };
    Between out;
    out.low = out.high = number();
    if (line.take("to")) out.high = number();
    if (out.high < out.low) line.fail("the second number is below the first");
    if (line.take("by")) out.step = number();
    if (out.step < 1) line.fail("steps are of at least 1");
    return out;
  }

  Condition condition(Line& line, const Block& block) const {
    Condition out{.source = source(line)};
    if (!out.source.label.empty()) {
      const auto same = [&](const Block& each) { return each.label == out.source.label; };
      if (std::none_of(recipe_.blocks.begin(), recipe_.blocks.end(), same))
        line.fail(fmt::format("no line before this one makes a `{}`", out.source.label));
    } else if (!block.in) {
      line.fail("a row that stands by itself has nothing around it to look at");
    }
    line.need("is");
    if (line.take("known")) {
      out.test = Test::known;
    } else if (line.take("unknown")) {
      out.test = Test::unknown;
    } else if (line.next_is("over") || line.next_is("under")) {
      out.test = line.take("over") ? Test::over : (line.take("under"), Test::under);
      out.ago = between(line).low;
      const auto span = span_of(line.word("a unit of time"));
      if (!span) line.fail("days, weeks, months or years are expected");
      out.span = *span;
      line.need("ago");
    } else {
      out.test = line.take("not") ? Test::is_not : Test::is;
      out.text = line.word("a value");
    }
    return out;
  }

  // FIELD VALUE ("," "missing" CHANCE)?
  void cell(Line& line) {
    if (recipe_.blocks.empty())
      line.fail("this belongs to no row", "name the row first, without blanks before it: `family, 100`");
    Block& block = recipe_.blocks.back();
    Cell cell{.field = line.word("a field")};
    plan::FieldId id;
    std::vector<std::string_view> names;
    for (const plan::FieldId each : plan_.record(block.record).fields) {
      if (plan_.field(each).name == cell.field) id = each;
      names.emplace_back(plan_.field(each).name);
    }
    if (!id.exists()) unknown(line, fmt::format("field of a {}", plan_.record(block.record).name), cell.field, names);
    if (std::any_of(block.cells.begin(), block.cells.end(), [&](const Cell& each) { return each.field == cell.field; }))
      line.fail(fmt::format("`{}` is told of twice", cell.field));
    if (block.cells.size() == most_cells) line.fail("there are too many fields");
    if (line.peek().find('%') != std::string_view::npos) {
      if (plan_.field(id).type.kind != types::Kind::yes_no)
        line.fail(fmt::format("`{}` is not yes or no, so a percentage does not say what it is", cell.field));
      cell.yes = chance(line);
      line.need("yes");
    } else {
      do {
        Alternative one{.what = value(line, plan_.field(id))};
        one.weight = weight(line);
        cell.alternatives.push_back(std::move(one));
      } while (line.take("or"));
    }
    if (line.take(",")) {
      line.need("missing");
      cell.missing = chance(line);
    }
    block.cells.push_back(std::move(cell));
  }

  decltype(Alternative::what) value(Line& line, const plan::Field& field) const {
    if (line.next_quoted()) return Exactly{line.word("a text")};
    if (line.take("nothing")) return Exactly{};
    if (line.take("same")) {
      line.need("as");
      return SameAs{source(line)};
    }
    if (line.next_is("school")) {
      line.need("school");
      line.need("year");
      return SchoolYear{};
    }
    if (field.type.kind == types::Kind::link) return KeyOf{recipe_.blocks[block_named(line)].label};
    if (base::parse_iso_date(line.peek())) return Exactly{line.word("a date")};
    if (whole(line.peek())) return amount(line, field);
    const std::string name = line.word("a value");
    if (field.type.kind == types::Kind::code || field.type.kind == types::Kind::codes) {
      const plan::CodeList& list = plan_.code_lists[field.type.codes.index()];
      std::vector<std::string_view> names;
      for (const plan::CodeItem& item : list.items) {
        names.emplace_back(item.name);
        names.insert(names.end(), item.also.begin(), item.also.end());
      }
      if (field.type.kind == types::Kind::codes) names.emplace_back("none");
      if (std::find(names.begin(), names.end(), name) == names.end())
        unknown(line, fmt::format("code of {}", list.name), name, names);
    } else if (field.type.kind != types::Kind::yes_no || (name != "yes" && name != "no")) {
      line.fail(fmt::format("`{}` is no value of `{}`", name, field.name),
                field.type.kind == types::Kind::text ? fmt::format("write `\"{}\"`, in quotes", name) : "");
    }
    return Exactly{name};
  }

  static decltype(Alternative::what) amount(Line& line, const plan::Field& field) {
    Between range = between(line);
    if (field.type.kind == types::Kind::date) {
      const auto span = span_of(line.word("a unit of time"));
      if (!span) line.fail("days, weeks, months or years are expected");
      Dated out{.low = range.low, .high = range.high, .span = *span};
      if (line.take("ago")) return out;
      if (line.take("ahead")) {
        out.later = true;
        return out;
      }
      out.later = !line.take("before");
      if (out.later) line.need("after");
      out.from = source(line);
      return out;
    }
    if (field.type.kind != types::Kind::number) line.fail(fmt::format("`{}` is not a number", field.name));
    if (span_of(line.peek())) range.unit = line.word("a unit");
    return range;
  }

  std::string_view text_;
  const plan::Plan& plan_;
  Recipe recipe_;
};

}  // namespace

std::variant<Recipe, Mistake> read_recipe(std::string_view text, const plan::Plan& plan) {
  if (!base::is_valid_utf8(text)) return Mistake{1, "this is not UTF-8 text", ""};
  try {
    return Reader(text, plan).all();
  } catch (const Mistake& mistake) { return mistake; }
}

}  // namespace fairstart::synth
