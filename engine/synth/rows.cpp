// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "dsl/base/text.hpp"
#include "dsl/plan/reads.hpp"
#include "engine/synth/synth.hpp"
#include "engine/synth/values.hpp"

namespace fairstart::synth {
namespace {

using plan::RecordId;

constexpr int days_of_events = 3 * 365, days_of_childhood = 5 * 365;
constexpr std::int64_t most_rows = 12;
constexpr std::size_t flush_at = 1U << 20U;

class Maker {
 public:
  Maker(const plan::Plan& plan, const Options& options, const std::function<void(std::size_t, const std::string&)>& take)
      : plan_(plan),
        options_(options),
        take_(take),
        read_(plan::records_read(plan)),
        text_(read_.size()),
        rows_(read_.size(), 0) {}

  void all() {
    // Above the family first: what a family's row names must be there.
    places_ = std::max<std::uint64_t>(10, (options_.families + 24) / 25);
    Chances chances(options_.seed ^ 0x5EEDU);
    for (std::size_t i = 0; i < read_.size(); ++i)
      if (is_above_family(read_[i].record)) above(i, chances);
    for (std::uint64_t family = 0; family < options_.families; ++family) {
      Chances own(Chances(options_.seed + 0x9E37U * (family + 1)).next());
      if (const auto place = place_of(plan_.family)) family_row(*place, own);
      flush(flush_at);
    }
    for (std::size_t i = 0; i < read_.size(); ++i)
      if (!is_above_family(read_[i].record) && !is_under_family(read_[i].record)) apart(i, chances);
    flush(1);
  }

 private:
  bool is_above_family(RecordId id) const {
    return plan_.family.exists() && id != plan_.family && plan_.belongs_under(plan_.family, id);
  }
  bool is_under_family(RecordId id) const { return plan_.family.exists() && plan_.belongs_under(id, plan_.family); }
  std::optional<std::size_t> place_of(RecordId id) const {
    for (std::size_t i = 0; i < read_.size(); ++i)
      if (read_[i].record == id) return i;
    return {};
  }

  // What has no family: a tenth of the families' number, on its own.
  void above(std::size_t at, Chances& chances) {
    const plan::Record& record = plan_.record(read_[at].record);
    for (std::uint64_t i = 0; i < places_; ++i) {
      RowFacts facts{.earliest = options_.as_at - days_of_events, .decile = static_cast<std::int64_t>(i % 10) + 1};
      row(at, record.owner.exists() ? key(record.owner, i % places_) : "", facts, chances);
    }
  }
  void apart(std::size_t at, Chances& chances) {
    const plan::Record& record = plan_.record(read_[at].record);
    if (record.owner.exists()) return;  // comes with its owner
    for (std::uint64_t i = 0; i < places_; ++i) {
      RowFacts facts{.earliest = options_.as_at - days_of_events};
      const std::string own = row(at, "", facts, chances);
      owned(record, read_[at].record, own, facts, chances);
    }
  }

  void family_row(std::size_t at, Chances& chances) {
    const plan::Record& record = plan_.record(plan_.family);
    RowFacts facts{.earliest = options_.as_at - days_of_events};
    linkable_.clear();
    const std::string place =
        record.owner.exists()
            ? key(record.owner, static_cast<std::uint64_t>(chances.between(0, static_cast<std::int64_t>(places_) - 1)))
            : "";
    const std::string own = row(at, place, facts, chances);
    owned(record, plan_.family, own, facts, chances);
  }

  void owned(const plan::Record&, RecordId owner, const std::string& owner_key, const RowFacts& above, Chances& chances) {
    for (std::size_t i = 0; i < read_.size(); ++i) {
      const plan::Record& record = plan_.record(read_[i].record);
      if (record.owner != owner) continue;
      if (record.date_of_birth.exists()) {
        people(i, owner_key, chances);
        continue;
      }
      std::int64_t rows = 0;
      while (rows < most_rows && chances.in_100(55)) ++rows;
      for (; rows > 0; --rows) {
        RowFacts facts{.earliest = std::max(above.earliest, above.born.value_or(above.earliest)), .decile = above.decile};
        facts.linked = linked();
        const std::string own = row(i, owner_key, facts, chances);
        owned(record, read_[i].record, own, facts, chances);
      }
    }
  }

  // Whether people say that they are mother, father and child.
  bool tells_relations(RecordId id) const {
    return std::any_of(plan_.record(id).fields.begin(), plan_.record(id).fields.end(), [&](plan::FieldId field) {
      const types::Type& type = plan_.field(field).type;
      if (type.kind != types::Kind::code) return false;
      const plan::CodeList& list = plan_.code_lists[type.codes.index()];
      return item_named(list, "child") && item_named(list, "mother");
    });
  }

  void people(std::size_t at, const std::string& owner_key, Chances& chances) {
    std::vector<Person> who;
    if (tells_relations(read_[at].record)) {
      who.push_back(Person::mother);
      if (chances.in_100(70)) who.push_back(Person::father);
      who.push_back(Person::child);
      while (who.size() < 6 && chances.in_100(35)) who.push_back(Person::child);
      for (Person& one : who)
        if (one == Person::child && chances.in_100(4)) one = Person::unborn;
    } else {
      who.assign(static_cast<std::size_t>(chances.between(1, 4)), Person::unsaid);
    }
    for (const Person one : who) {
      RowFacts facts{.person = one, .earliest = options_.as_at - days_of_events};
      facts.linked = linked();
      const bool young = one == Person::child || one == Person::unsaid;
      if (one != Person::unborn)
        facts.born = static_cast<base::Day>(young ? chances.between(options_.as_at - days_of_childhood, options_.as_at)
                                                  : options_.as_at - chances.between(18 * 365 + 5, 45 * 365));
      const std::string own = row(at, owner_key, facts, chances);
      linkable_[read_[at].record].push_back(own);
      facts.earliest = std::max(facts.earliest, facts.born.value_or(facts.earliest));
      owned(plan_.record(read_[at].record), read_[at].record, own, facts, chances);
    }
  }

  // Within the family, somebody who is there already; of what has no family, any row.
  std::function<std::string(RecordId, Chances&)> linked() const {
    return [this](RecordId record, Chances& chances) -> std::string {
      const auto any = [&](std::size_t most) {
        return static_cast<std::uint64_t>(chances.between(0, static_cast<std::int64_t>(most) - 1));
      };
      if (const auto people = linkable_.find(record); people != linkable_.end() && !people->second.empty())
        return people->second[any(people->second.size())];
      const bool apart = !is_under_family(record) && (is_above_family(record) || !plan_.record(record).owner.exists());
      return apart && place_of(record) ? key(record, any(places_)) : "";
    };
  }

  std::string key(RecordId id, std::uint64_t number) const { return made_up_key(plan_.record(id), number + 1); }

  // Writes a row, and gives its key.
  std::string row(std::size_t at, const std::string& owner_key, RowFacts& facts, Chances& chances) {
    const plan::Record& record = plan_.record(read_[at].record);
    facts.next_number = &next_number_;
    std::string own = key(read_[at].record, rows_[at]++);
    std::string& text = text_[at];
    const std::size_t before = text.size();
    if (!record.key.empty()) text += own;
    if (record.owner.exists() && record.owner_column != record.key) text += (text.size() == before ? "" : ",") + owner_key;
    bool first = text.size() == before;
    // Its day comes first, as other dates follow it; the cells stand in the record's order.
    std::vector<std::string> cells(read_[at].fields.size());
    for (const bool its_day : {true, false})
      for (std::size_t i = 0; i < cells.size(); ++i)
        if ((read_[at].fields[i] == record.date) == its_day)
          cells[i] = value_of(plan_, read_[at].fields[i], facts, options_, chances);
    for (const std::string& cell : cells) {
      text += (first ? "" : ",") + cell;
      first = false;
    }
    text += '\n';
    return own;
  }

  void flush(std::size_t least) {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i].size() < least) continue;
      take_(i, text_[i]);
      text_[i].clear();
    }
  }

  const plan::Plan& plan_;
  const Options& options_;
  const std::function<void(std::size_t, const std::string&)>& take_;
  std::vector<plan::RecordRead> read_;
  std::vector<std::string> text_;
  std::vector<std::uint64_t> rows_;
  std::map<RecordId, std::vector<std::string>> linkable_;  // people of the family so far
  std::uint64_t places_ = 0;
  std::uint32_t next_number_ = 0;
};

}  // namespace

std::vector<File> files(const plan::Plan& plan) {
  std::vector<File> out;
  for (const plan::RecordRead& read : plan::records_read(plan)) {
    const plan::Record& record = plan.record(read.record);
    File file{base::underscored(record.plural) + ".csv", ""};
    const auto add = [&](const std::string& column) {
      file.header += (file.header.empty() ? "" : ",") + base::underscored(column);
    };
    if (!record.key.empty()) add(record.key);
    if (record.owner.exists() && record.owner_column != record.key) add(record.owner_column);
    for (const plan::FieldId id : read.fields) {
      const plan::Field& field = plan.field(id);
      add(field.column_name.empty() ? field.name : field.column_name);
    }
    out.push_back(std::move(file));
  }
  return out;
}

void make(const plan::Plan& plan, const Options& options, const std::function<void(std::size_t, const std::string&)>& take) {
  Maker(plan, options, take).all();
}

}  // namespace fairstart::synth
