// SPDX-License-Identifier: Apache-2.0
#include "dsl/difference/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace fairstart::difference {
namespace {

using plan::ExprId;

// What a set of parts is to the condition that they stand in.
enum class Set : std::uint8_t { all, some, counted, part };

std::string ticked(const std::string& text) { return "`" + text + "`"; }

class Walk {
 public:
  Walk(Canonical& before, Canonical& after, std::string part) : old_(before), new_(after), part_(std::move(part)) {}

  std::vector<Detail> out;

  void go(ExprId before, ExprId after, bool upright, bool top) {
    if (old_.of(before) == new_.of(after)) return;
    if (both<plan::And>(before, after))
      return sets(flat_operands(old_.plan(), before), flat_operands(new_.plan(), after), Set::all, upright, top);
    if (both<plan::Or>(before, after))
      return sets(flat_operands(old_.plan(), before), flat_operands(new_.plan(), after), Set::some, upright, top);
    if (one_more<plan::Or>(before, after, Set::some, upright, top) ||
        one_more<plan::And>(before, after, Set::all, upright, top))
      return;
    if (both<plan::Not>(before, after))
      return go(node<plan::Not>(old_, before)->answer, node<plan::Not>(new_, after)->answer, !upright, false);
    if (both<plan::CountsAs>(before, after) &&
        node<plan::CountsAs>(old_, before)->yes == node<plan::CountsAs>(new_, after)->yes)
      return go(node<plan::CountsAs>(old_, before)->answer, node<plan::CountsAs>(new_, after)->answer, upright, top);
    if (counting(before, after, upright)) return;
    if (listing(before, after, upright)) return;
    changed(in_words(old_.plan(), before), in_words(new_.plan(), after));
  }

 private:
  template <class Node>
  static const Node* node(const Canonical& of, ExprId id) {
    return id.exists() ? std::get_if<Node>(&of.plan().expr(id).node) : nullptr;
  }
  template <class Node>
  bool both(ExprId before, ExprId after) const {
    return node<Node>(old_, before) != nullptr && node<Node>(new_, after) != nullptr;
  }

  // `a` became `a or b`, or the other way round.
  template <class Node>
  bool one_more(ExprId before, ExprId after, Set set, bool upright, bool top) {
    const bool grown = node<Node>(new_, after) != nullptr && node<Node>(old_, before) == nullptr;
    const bool shrunk = node<Node>(old_, before) != nullptr && node<Node>(new_, after) == nullptr;
    if (!grown && !shrunk) return false;
    const std::vector<ExprId> olds = shrunk ? flat_operands(old_.plan(), before) : std::vector{before};
    const std::vector<ExprId> news = grown ? flat_operands(new_.plan(), after) : std::vector{after};
    const bool shared = std::any_of(olds.begin(), olds.end(), [&](ExprId a) {
      return std::any_of(news.begin(), news.end(), [&](ExprId b) { return old_.of(a) == new_.of(b); });
    });
    if (shared) sets(olds, news, set, upright, top);
    return shared;
  }

  // Parts that both have are left out; of what remains, those most alike became each other.
  void sets(std::vector<ExprId> olds, std::vector<ExprId> news, Set set, bool upright, bool top) {
    for (std::size_t i = 0; i < olds.size();) {
      const auto twin = std::find_if(news.begin(), news.end(), [&](ExprId id) { return new_.of(id) == old_.of(olds[i]); });
      if (twin == news.end()) {
        ++i;
        continue;
      }
      news.erase(twin);
      olds.erase(olds.begin() + static_cast<std::ptrdiff_t>(i));
    }
    while (!olds.empty() && !news.empty()) {
      std::size_t a = 0, b = 0, best = 0;
      for (std::size_t i = 0; i < olds.size(); ++i)
        for (std::size_t j = 0; j < news.size(); ++j)
          if (const std::size_t likeness = alike(olds[i], news[j]); likeness > best) best = likeness, a = i, b = j;
      if (best == 0) break;
      go(olds[a], news[b], upright, false);
      olds.erase(olds.begin() + static_cast<std::ptrdiff_t>(a));
      news.erase(news.begin() + static_cast<std::ptrdiff_t>(b));
    }
    for (const ExprId id : olds) gone(in_words(old_.plan(), id), set, upright, top);
    for (const ExprId id : news) come(in_words(new_.plan(), id), set, upright, top);
  }

  // How many words of what they mean two parts share, if they are of one kind; at most some hundred words each are looked at.
  std::size_t alike(ExprId before, ExprId after) {
    if (old_.plan().expr(before).node.index() != new_.plan().expr(after).node.index()) return 0;
    const auto words = [](std::string_view text) {
      std::set<std::string_view> found;
      for (std::size_t at = 0; at < text.size() && found.size() < 256;) {
        const std::size_t end = std::min(text.find_first_of(" ()[]{}", at), text.size());
        // Fields, parameters, codes and what is defined: words of the form say nothing of what it is about.
        if (end > at + 2 && text.substr(at, end - at).find_first_of(".$`") != std::string_view::npos)
          found.insert(text.substr(at, end - at));
        at = end + 1;
      }
      return found;
    };
    const std::set<std::string_view> a = words(old_.of(before)), b = words(new_.of(after));
    return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](std::string_view one) { return b.count(one) > 0; }));
  }

  // at least 3 of { … } became at least 2 of { … }; and what the set holds.
  bool counting(ExprId before, ExprId after, bool upright) {
    const auto* a = node<plan::Compare>(old_, before);
    const auto* b = node<plan::Compare>(new_, after);
    if (a == nullptr || b == nullptr) return false;
    const auto* old_set = node<plan::CountOfSet>(old_, a->left);
    const auto* new_set = node<plan::CountOfSet>(new_, b->left);
    if (old_set == nullptr || new_set == nullptr) return false;
    if (a->comparison != b->comparison || old_.of(a->right) != new_.of(b->right))
      changed(fmt::format("{} {} of the {}", word(a->comparison), in_words(old_.plan(), a->right), old_set->answers.size()),
              fmt::format("{} {} of the {}", word(b->comparison), in_words(new_.plan(), b->right), new_set->answers.size()));
    sets(old_set->answers, new_set->answers, Set::counted, upright, false);
    return true;
  }

  // The same list with another `where`: only that is told.
  bool listing(ExprId before, ExprId after, bool upright) {
    const auto lists = [&](auto* a, auto* b) {
      if (a == nullptr || b == nullptr) return false;
      const plan::List& old_list = old_.plan().list(a->list);
      const plan::List& new_list = new_.plan().list(b->list);
      const bool same_rows = old_.record(old_list.record) == new_.record(new_list.record) &&
                             old_.of(old_list.window) == new_.of(new_list.window) &&
                             old_list.role.exists() == new_list.role.exists();
      if (!same_rows || !old_list.where.exists() || !new_list.where.exists()) return false;
      if (old_.of(old_list.where) == new_.of(new_list.where)) return false;
      go(old_list.where, new_list.where, upright, false);
      return true;
    };
    return lists(node<plan::Any>(old_, before), node<plan::Any>(new_, after));
  }

  static std::string word(plan::Comparison comparison) {
    switch (comparison) {
      case plan::Comparison::at_least: return "at least";
      case plan::Comparison::at_most: return "at most";
      case plan::Comparison::is: return "exactly";
      case plan::Comparison::is_not: return "not";
      case plan::Comparison::under: return "under";
      case plan::Comparison::over: return "over";
    }
    return "";
  }

  void changed(const std::string& before, const std::string& after) {
    if (before == after) {
      // What it names is another, or stands in another way: words alone don't show it.
      add(What::changed, before, after,
          fmt::format("In {}, {} rests on something else now: what it names is another.", part_, ticked(after)));
      return;
    }
    add(What::changed, before, after, fmt::format("In {}, {} becomes {}.", part_, ticked(before), ticked(after)));
  }
  void come(const std::string& text, Set set, bool upright, bool top) {
    const char* verb = !upright || !top ? nullptr : set == Set::some ? "is also met by" : "also asks for";
    if (set == Set::counted) verb = "also counts";
    add(What::added, "", text, sentence(verb, text, "comes in"));
  }
  void gone(const std::string& text, Set set, bool upright, bool top) {
    const char* verb = !upright || !top ? nullptr : set == Set::some ? "is no longer met by" : "no longer asks for";
    if (set == Set::counted) verb = "no longer counts";
    add(What::removed, text, "", sentence(verb, text, "goes out"));
  }
  // Deep inside, or under `not`, "also met by" could be the wrong way round.
  std::string sentence(const char* verb, const std::string& text, const char* otherwise) const {
    if (verb == nullptr) return fmt::format("In {}, {} {}.", part_, ticked(text), otherwise);
    return fmt::format("{}{} {} {}.", static_cast<char>(std::toupper(static_cast<unsigned char>(part_[0]))), part_.substr(1),
                       verb, ticked(text));
  }
  void add(What what, const std::string& before, const std::string& after, std::string sentence) {
    out.push_back({.part = part_, .what = what, .before = before, .after = after, .sentence = std::move(sentence)});
  }

  Canonical& old_;
  Canonical& new_;
  std::string part_;
};

}  // namespace

std::vector<Detail> condition_changes(Canonical& old_canonical, ExprId before, Canonical& new_canonical, ExprId after,
                                      const std::string& part) {
  Walk walk(old_canonical, new_canonical, part);
  walk.go(before, after, true, true);
  return std::move(walk.out);
}

}  // namespace fairstart::difference
