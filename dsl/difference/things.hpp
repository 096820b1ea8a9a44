// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "dsl/difference/canonical.hpp"

namespace fairstart::difference {

// A part of a declaration, comparable: two plans mean the same by it if its texts are equal.
struct Part {
  std::string label;       // "the value"; unlike all others of its thing
  std::string canonical;   // what it means
  std::string shown;       // for people
  plan::ExprId condition;  // yes/no: told by its own parts
  bool wording = false;
  bool rest = false;  // worked out from other parts: told only where no other part says why it is another
};

// Whether its label is what was written, so that a new name elsewhere gives it another; what it means tells it apart as well.
bool is_labelled_as_written(const Part& part);

// A declaration as its parts, and what it reads directly.
struct Thing {
  std::string kind, name, title;
  bool core = false, result = false;  // result: something is told of it (offers, tiers …)
  std::vector<Part> parts;
  std::set<std::string> reads;  // keys of others
  std::string key() const { return kind + ' ' + name; }
};

// All that a plan declares, kind by kind and in its order.
std::vector<Thing> things_of(Canonical& canonical);

// Builds one thing; shared by the files of things only.
class Builder {
 public:
  Builder(Canonical& canonical, std::string kind, std::string name, std::string title);
  void text(const std::string& label, const std::string& value);              // of meaning; nothing where empty
  void wording(const std::string& label, const std::string& value);           // likewise
  void flag(const std::string& label, bool on);                               // there or not
  void said(const std::string& text, const std::string& canonical = "said");  // wording that is there or not
  void same(const std::string& label, std::string canonical, std::string shown);
  void value(const std::string& label, plan::ExprId id);  // a number, date …; nothing where none
  void condition(const std::string& label, plan::ExprId id);
  void list(const std::string& label, plan::ListId id);
  void rest(plan::ExprId id);
  void order(const std::string& label, const std::vector<plan::OrderKey>& keys);
  void serves(const std::vector<plan::OutcomeId>& outcomes);
  void notes(const plan::Notes& notes);
  void whom(plan::RecordId record, plan::RoleId role);
  void reads(const std::string& kind, const std::string& name) { thing_.reads.insert(kind + ' ' + name); }
  void type(const std::string& label, const plan::Type& type);
  Thing done(bool core = false, bool result = false);

 private:
  void add(Part part);
  void read(plan::ExprId id);
  void read(plan::ListId id);

  Canonical& canonical_;
  const plan::Plan& plan_;
  Thing thing_;
  std::set<std::uint32_t> seen_;
};

void add_outcomes(Canonical& canonical,
                  std::vector<Thing>& out);  // waves, objectives, outcomes, indicators, what is told over them
void add_money_and_tests(Canonical& canonical, std::vector<Thing>& out);  // cases, incentives, guarantees, mappings
void add_examples(Canonical& canonical, std::vector<Thing>& out);         // all of them words: no answer rests on them

}  // namespace fairstart::difference
