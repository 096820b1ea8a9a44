// SPDX-License-Identifier: Apache-2.0
#include "dsl/difference/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "dsl/difference/conditions.hpp"
#include "dsl/difference/renames.hpp"
#include "dsl/difference/things.hpp"

namespace fairstart::difference {
namespace {

std::string capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

Detail detail(const Part& part, What what, const std::string& before, const std::string& after) {
  Detail out{.part = part.label, .what = what, .before = before, .after = after, .sentence = {}, .wording = part.wording};
  const std::string label = capital(part.label);
  switch (what) {
    case What::added: out.sentence = after.empty() ? label + " is new." : fmt::format("{} is new: {}.", label, after); break;
    case What::removed:
      out.sentence = before.empty() ? label + " is gone." : fmt::format("{} is gone; it was {}.", label, before);
      break;
    case What::changed:
      out.sentence = before == after ? fmt::format("{} means something else now, though it reads the same: {}.", label, after)
                                     : fmt::format("{} goes from {} to {}.", label, before, after);
      break;
  }
  return out;
}

// Who reads what, in one plan.
class Uses {
 public:
  explicit Uses(const std::vector<Thing>& things) : things_(things) {
    for (std::size_t i = 0; i < things.size(); ++i)
      for (const std::string& read : things[i].reads) readers_[read].push_back(i);
  }

  std::vector<std::string> direct(const Thing& of) const {
    std::vector<std::string> out;
    const auto found = readers_.find(of.key());
    if (found != readers_.end())
      for (const std::size_t reader : found->second)
        if (things_[reader].key() != of.key()) out.push_back(things_[reader].key());
    return out;
  }

  // Results at any depth, in the order of the plan.
  std::vector<std::string> results(const Thing& of) const {
    std::set<std::size_t> seen;
    std::vector<std::string> todo{of.key()};
    while (!todo.empty()) {
      const auto found = readers_.find(todo.back());
      todo.pop_back();
      if (found == readers_.end()) continue;
      for (const std::size_t reader : found->second)
        if (seen.insert(reader).second) todo.push_back(things_[reader].key());
    }
    std::vector<std::string> out;
    for (const std::size_t i : seen)
      if (things_[i].result && things_[i].key() != of.key()) out.push_back(things_[i].key());
    return out;
  }

 private:
  const std::vector<Thing>& things_;
  std::map<std::string, std::vector<std::size_t>> readers_;
};

class Comparison {
 public:
  Comparison(const plan::Plan& old_plan, const plan::Plan& new_plan)
      : renames_(renames(old_plan, new_plan)),
        old_plan_(renamed(old_plan, renames_)),
        old_(old_plan_),
        new_(new_plan),
        olds_(things_of(old_)),
        news_(things_of(new_)),
        old_uses_(olds_),
        new_uses_(news_) {}

  Difference difference() {
    std::map<std::string, const Thing*> before;
    std::vector<std::string> kinds;
    number(olds_);
    number(news_);
    for (const Thing& thing : olds_) before.emplace(key_of(thing), &thing);
    std::map<std::string, std::vector<Change>> by_kind;
    const auto kind_is_there = [&](const std::string& kind) {
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    };
    for (const Thing& thing : news_) {
      kind_is_there(thing.kind);
      const auto found = before.find(key_of(thing));
      if (found == before.end()) {
        by_kind[thing.kind].push_back(whole(thing, What::added, new_uses_));
        continue;
      }
      if (std::optional<Change> change = compared(*found->second, thing)) by_kind[thing.kind].push_back(std::move(*change));
      before.erase(found);
    }
    for (const Thing& thing : olds_) {
      kind_is_there(thing.kind);
      if (before.count(key_of(thing)) > 0) by_kind[thing.kind].push_back(whole(thing, What::removed, old_uses_));
    }
    Difference out;
    for (const std::string& kind : kinds)
      for (Change& change : by_kind[kind]) out.changes.push_back(std::move(change));
    out.renames = renames_;
    return out;
  }

 private:
  static plan::Plan renamed(plan::Plan plan, const std::vector<Rename>& renames) {
    rename(plan, renames);
    return plan;
  }

  // Two modules may each have a mapping of one name: the second is another.
  static void number(std::vector<Thing>& things) {
    std::map<std::string, int> times;
    for (Thing& thing : things)
      if (const int time = ++times[thing.key()]; time > 1) thing.name += fmt::format(" ({})", time);
  }

  // One framework becomes the other, whatever they are called, and so a library.
  static std::string key_of(const Thing& thing) { return thing.name.empty() ? "main" : thing.key(); }

  static Change whole(const Thing& thing, What what, const Uses& uses) {
    Change change{.what = what, .kind = thing.kind, .name = thing.name, .title = thing.title, .core = thing.core};
    for (const Part& part : thing.parts) {
      if (part.rest || part.label == "the title" || part.label == "its place among the results") continue;
      Detail one = detail(part, what, what == What::removed ? part.shown : "", what == What::added ? part.shown : "");
      one.sentence = part.shown.empty() ? capital(part.label) + "." : fmt::format("{}: {}.", capital(part.label), part.shown);
      change.details.push_back(std::move(one));
    }
    change.wording = thing.kind == "example";
    change.used_by = uses.direct(thing);
    change.affects = uses.results(thing);
    return change;
  }

  static bool is_elsewhere(const Thing& other, const Thing& own, const Part& part) {
    if (!is_labelled_as_written(part)) return false;
    const auto alike = [&](const Thing& thing) {
      return std::count_if(thing.parts.begin(), thing.parts.end(),
                           [&](const Part& each) { return is_labelled_as_written(each) && each.canonical == part.canonical; });
    };
    return alike(other) == alike(own);
  }

  std::optional<Change> compared(const Thing& before, const Thing& after) {
    Change change{.what = What::changed, .kind = after.kind, .name = after.name, .title = after.title, .core = after.core};
    const auto part_of = [](const Thing& thing, const std::string& label) -> const Part* {
      const auto found =
          std::find_if(thing.parts.begin(), thing.parts.end(), [&](const Part& part) { return part.label == label; });
      return found == thing.parts.end() ? nullptr : &*found;
    };
    for (const Rename& one : renames_)
      if (one.kind == after.kind && one.after == after.name)
        change.details.push_back({.part = "the name",
                                  .what = What::changed,
                                  .before = one.before,
                                  .after = one.after,
                                  .sentence = fmt::format("It was called {} and means the same.", one.before),
                                  .wording = true});
    bool rest = false;
    const auto add = [&](std::vector<Detail> more) {
      for (Detail& one : more) change.details.push_back(std::move(one));
    };
    for (const Part& part : after.parts) {
      const Part* old_part = part_of(before, part.label);
      if (old_part != nullptr && old_part->canonical == part.canonical) continue;
      if (old_part == nullptr && is_elsewhere(before, after, part)) continue;
      if (part.rest) {
        rest = true;
      } else if (old_part == nullptr) {
        add({detail(part, What::added, "", part.shown)});
      } else if (part.condition.exists() && old_part->condition.exists()) {
        add(condition_changes(old_, old_part->condition, new_, part.condition, part.label));
      } else {
        add({detail(part, What::changed, old_part->shown, part.shown)});
      }
    }
    for (const Part& part : before.parts) {
      if (part_of(after, part.label) != nullptr || is_elsewhere(after, before, part)) continue;
      if (part.rest)
        rest = true;
      else
        add({detail(part, What::removed, part.shown, "")});
    }
    // A code more or less is another order by itself.
    const auto of_a_code = [](const Detail& one) { return one.part.starts_with("the code "); };
    if (std::any_of(change.details.begin(), change.details.end(), of_a_code))
      std::erase_if(change.details, [](const Detail& one) { return one.part == "the order in which its codes are told"; });
    const bool only_words =
        std::all_of(change.details.begin(), change.details.end(), [](const Detail& one) { return one.wording; });
    if (rest && only_words) {
      change.details.push_back(
          {.part = "what it rests on",
           .what = What::changed,
           .before = {},
           .after = {},
           .sentence = "What it rests on is worked out in another way, though its clauses read the same."});
    }
    if (change.details.empty()) return {};
    change.wording = only_words && !rest;
    change.used_by = new_uses_.direct(after);
    change.affects = new_uses_.results(after);
    if (change.wording) change.used_by.clear(), change.affects.clear();
    return change;
  }

  const std::vector<Rename> renames_;
  const plan::Plan old_plan_;  // by its new names
  Canonical old_, new_;
  std::vector<Thing> olds_, news_;
  Uses old_uses_, new_uses_;
};

}  // namespace

std::string_view word_of(What what) {
  switch (what) {
    case What::added: return "added";
    case What::removed: return "removed";
    case What::changed: return "changed";
  }
  return "";
}

bool Difference::only_wording() const {
  return std::all_of(changes.begin(), changes.end(), [](const Change& change) { return change.wording; });
}

Difference difference(const plan::Plan& old_plan, const plan::Plan& new_plan) {
  return Comparison(old_plan, new_plan).difference();
}

std::string named(const Change& change) {
  if (change.name.empty()) return change.kind;
  if (change.kind == "example") return "example “" + change.name + "”";
  if (change.title.empty() || change.title == change.name) return change.kind + ' ' + change.name;
  return fmt::format("{} {}, “{}”", change.kind, change.name, change.title);
}

}  // namespace fairstart::difference
