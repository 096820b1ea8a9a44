// SPDX-License-Identifier: Apache-2.0
#include "dsl/difference/gates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "dsl/syntax/lexer.hpp"

namespace fairstart::difference {
namespace {

using plan::GateClaim;
using syntax::NodeKind;
namespace lexer = syntax::lexer;

constexpr std::string_view how =
    "a condition reads as `any family loses a core offer`, `more than 5% of families change tier` or "
    "`families who lose any offer in fifth 1 is over 10`";

// What is not as it must be, and where: ends the reading.
struct Wrong {
  std::size_t begin = 0, end = 0;
  std::string message, help;
};

class Reader {
 public:
  Reader(std::string_view text, base::FileId file, const plan::Plan& before, const plan::Plan& after)
      : text_(text), file_(file), plans_{&before, &after} {}

  plan::Gate gate() {
    plan::Gate out{.text = std::string(text_)};
    out.claims.push_back(claim());
    std::string_view between;
    while (!at_end()) {
      const std::size_t begin = at_;
      const std::string_view word = take("and") ? "and" : take("or") ? "or" : "";
      if (word.empty()) expected("the end, `and` or `or`");
      if (!between.empty() && word != between)
        throw Wrong{begin, at_, "`and` and `or` stand in one condition", "give `--fail-if` twice: either may fail"};
      between = word;
      out.claims.push_back(claim());
    }
    out.all = between == "and";
    return out;
  }

 private:
  bool at_end() {
    at_ = lexer::skip_blanks(text_, at_);
    return at_ >= text_.size();
  }
  bool take(std::string_view phrase) {
    at_ = lexer::skip_blanks(text_, at_);
    const std::size_t end = lexer::phrase_end(phrase, text_, at_);
    if (end == at_) return false;
    at_ = end;
    return true;
  }
  std::string_view token(NodeKind kind) {
    at_ = lexer::skip_blanks(text_, at_);
    const std::size_t begin = at_;
    at_ = lexer::token_end(kind, text_, at_);
    return text_.substr(begin, at_ - begin);
  }
  [[noreturn]] void expected(const std::string& what) {
    at_ = lexer::skip_blanks(text_, at_);
    const std::size_t end = std::min(text_.find_first_of(" \t\n", at_), text_.size());
    const std::string found = at_ < text_.size() ? fmt::format("`{}`", text_.substr(at_, end - at_)) : "the end";
    throw Wrong{at_, end, fmt::format("{} stands where {} is expected", found, what), std::string(how)};
  }
  base::Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  // Numbers of families, or `5%`.
  void amount(GateClaim& out) {
    at_ = lexer::skip_blanks(text_, at_);
    const std::size_t begin = at_;
    std::string_view text = token(NodeKind::PCT);
    out.share = !text.empty();
    if (out.share)
      text.remove_suffix(1);
    else
      text = token(NodeKind::NUM);
    if (text.empty()) expected("a number or a percentage");
    const std::optional<std::int64_t> number = base::parse_decimal(text);
    if (!number) throw Wrong{begin, at_, "this number is too large or too fine", "at most six decimals"};
    if (!out.share && *number % base::million != 0)
      throw Wrong{begin, at_, "families are counted in whole numbers", "write a whole number, or a percentage"};
    out.amount = out.share ? *number / 100 : *number;
  }

  GateClaim claim() {
    GateClaim out;
    if (take("any family")) {
      rest(out);
      return out;
    }
    if (take("no family")) {
      out.comparison = plan::Comparison::is;
      out.amount = 0;
      rest(out);
      return out;
    }
    static constexpr std::array<std::pair<std::string_view, plan::Comparison>, 6> bounds = {
        {{"more than", plan::Comparison::over},
         {"over", plan::Comparison::over},
         {"fewer than", plan::Comparison::under},
         {"under", plan::Comparison::under},
         {"at least", plan::Comparison::at_least},
         {"at most", plan::Comparison::at_most}}};
    for (const auto& [words, comparison] : bounds) {
      if (!take(words)) continue;
      out.comparison = comparison;
      amount(out);
      take("of");
      if (!take("families") && !take("family")) expected("`families`");
      rest(out);
      return out;
    }
    if (!take("families who") && !take("families that") && !take("share of families who") && !take("share of families that"))
      expected("`any family`, `no family`, `more than`, `at least`, `at most`, `fewer than` or `families who`");
    rest(out);
    compared(out);
    return out;
  }

  void compared(GateClaim& out) {
    static constexpr std::array<std::pair<std::string_view, plan::Comparison>, 5> words = {
        {{"is over", plan::Comparison::over},
         {"is under", plan::Comparison::under},
         {"is at least", plan::Comparison::at_least},
         {"is at most", plan::Comparison::at_most},
         {"is", plan::Comparison::is}}};
    static constexpr std::array<std::pair<std::string_view, plan::Comparison>, 7> symbols = {
        {{">", plan::Comparison::over},
         {"<", plan::Comparison::under},
         {">=", plan::Comparison::at_least},
         {"≥", plan::Comparison::at_least},
         {"<=", plan::Comparison::at_most},
         {"≤", plan::Comparison::at_most},
         {"=", plan::Comparison::is}}};
    const auto found = std::find_if(words.begin(), words.end(), [&](const auto& one) { return take(one.first); });
    if (found != words.end()) {
      out.comparison = found->second;
    } else {
      const std::size_t begin = lexer::skip_blanks(text_, at_);
      const std::string_view symbol = token(NodeKind::CMP);
      const auto by_symbol = std::find_if(symbols.begin(), symbols.end(), [&](const auto& one) { return one.first == symbol; });
      if (by_symbol == symbols.end()) {
        at_ = begin;
        expected("`is over`, `is at least`, `is under` or `is at most`");
      }
      out.comparison = by_symbol->second;
    }
    amount(out);
  }

  // What families do, and which of them.
  void rest(GateClaim& out) {
    if (take("may lose") || take("may loses"))
      out.verb = plan::Verb::may_lose;
    else if (take("may gain"))
      out.verb = plan::Verb::may_gain;
    else if (take("loses") || take("lose"))
      out.verb = plan::Verb::lose;
    else if (take("gains") || take("gain"))
      out.verb = plan::Verb::gain;
    else if (take("changes") || take("change"))
      out.verb = plan::Verb::change;
    else
      expected("`loses`, `gains`, `changes`, `may lose` or `may gain`");
    object(out);
    if (!take("in")) return;
    if (take("fifth")) {
      const std::size_t begin = lexer::skip_blanks(text_, at_);
      const std::optional<std::int64_t> number = base::parse_decimal(token(NodeKind::NUM));
      if (!number || *number < base::million || *number > 5 * base::million || *number % base::million != 0) {
        at_ = begin;
        expected("a fifth from 1 (the most deprived) to 5");
      }
      out.fifth = static_cast<int>(*number / base::million);
    } else if (take("place")) {
      at_ = lexer::skip_blanks(text_, at_);
      const std::size_t begin = at_;
      const std::string_view text = token(NodeKind::TEXT);
      if (text.empty()) expected("a place's name, in quotes");
      const std::size_t quote = text.starts_with('"') ? 1 : std::string_view("“").size();
      out.place = std::string(text.substr(quote, text.size() - 2 * quote));
      out.place_span = span(begin, at_);
    } else {
      expected("`fifth` or `place`");
    }
  }

  void object(GateClaim& out) {
    const bool article = take("any") || take("an") || take("a");
    if (take("core offers") || take("core offer")) {
      out.object = plan::Object::core_offer;
    } else if (take("offers")) {
      out.object = plan::Object::any_offer;
    } else if (take("offer")) {
      out.object = plan::Object::any_offer;
      if (!article) name(out, plan::Object::offer);
    } else if (take("tiers") || take("segments")) {
      out.object = plan::Object::any_tier;
      if (!article) name(out, plan::Object::tiers);
    } else if (take("tier") || take("segment")) {
      out.object = plan::Object::any_tier;
    } else if (!article && take("list")) {
      name(out, plan::Object::list);
      if (out.name.empty()) expected("the name of a list");
    } else {
      expected("`a core offer`, `any offer`, `offer NAME`, `a tier`, `tiers NAME` or `list NAME`");
    }
  }

  // A name may follow, and must be one that either plan has.
  void name(GateClaim& out, plan::Object object) {
    at_ = lexer::skip_blanks(text_, at_);
    const std::size_t begin = at_;
    for (const std::string_view other : {"in", "is", "and", "or"})
      if (lexer::phrase_end(other, text_, at_) != at_) return;
    // A row of a schedule has a dot in its name.
    const std::string_view found = token(NodeKind::PATH);
    if (found.empty()) return;
    std::vector<std::string_view> names;
    for (const plan::Plan* plan : plans_) {
      if (object == plan::Object::offer) {
        for (const plan::Offer& each : plan->offers) names.push_back(each.name);
        for (const plan::Allocation& each : plan->allocations) names.push_back(each.offer.name);
      } else if (object == plan::Object::tiers) {
        for (const plan::Levels& each : plan->levels) names.push_back(each.name);
      } else {
        for (const plan::Register& each : plan->registers) names.push_back(each.name);
      }
    }
    out.object = object;
    out.name = std::string(found);
    out.name_span = span(begin, at_);
    if (std::find(names.begin(), names.end(), found) != names.end()) return;
    const std::string_view nearest = base::nearest(found, names);
    throw Wrong{begin, at_, fmt::format("neither framework has `{}`", found),
                nearest.empty() ? "" : fmt::format("did you mean `{}`?", nearest)};
  }

  std::string_view text_;
  base::FileId file_;
  std::array<const plan::Plan*, 2> plans_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<plan::Gate> read_gate(const std::string& text, const plan::Plan& old_plan, const plan::Plan& new_plan,
                                    source::Sources& sources, diagnostics::Diagnostics& diagnostics) {
  const base::FileId file = sources.add("--fail-if", text);
  try {
    return Reader(sources.file(file).text, file, old_plan, new_plan).gate();
  } catch (const Wrong& wrong) {
    const auto end = static_cast<std::uint32_t>(std::max(wrong.end, wrong.begin));
    diagnostics.add({.code = diagnostics::Code::gate_not_understood,
                     .message = wrong.message,
                     .span = {file, static_cast<std::uint32_t>(wrong.begin), end},
                     .help = wrong.help});
    return {};
  }
}

}  // namespace fairstart::difference
