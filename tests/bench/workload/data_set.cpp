// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/workload/data_set.hpp"

#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/workload/keys.hpp"
#include "tests/bench/workload/row_text.hpp"
#include "tests/bench/workload/splitmix.hpp"

namespace fairstart::bench {
namespace {

// One file of lines. Shuffled, all lines are kept until the end and then written in an order drawn from the file's seed.
class Lines {
 public:
  Lines(const std::filesystem::path& path, bool shuffled, std::uint64_t seed)
      : path_(path), file_(path, std::ios::binary), shuffled_(shuffled), seed_(seed) {}
  void header(std::string_view line) { file_ << line << '\n'; }
  std::string& open() { return text_; }
  void end() {
    text_ += '\n';
    if (shuffled_)
      ends_.push_back(text_.size());
    else if (text_.size() > flush_at)
      write_out();
  }
  void close() {
    if (shuffled_) shuffle();
    write_out();
    file_.close();
    if (!file_) throw std::runtime_error("cannot write " + path_.string());
  }

 private:
  static constexpr std::size_t flush_at = 1U << 21U;

  void write_out() {
    file_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }
  // Fisher and Yates.
  void shuffle() {
    std::vector<std::uint32_t> order(ends_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
    Splitmix random(seed_);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.next() % i]);
    const std::string in_order = std::exchange(text_, {});
    for (const std::uint32_t line : order) {
      const std::size_t begin = line == 0 ? 0 : ends_[line - 1];
      text_.append(in_order, begin, ends_[line] - begin);
      if (text_.size() > flush_at) write_out();
    }
  }

  std::filesystem::path path_;
  std::ofstream file_;
  bool shuffled_;
  std::uint64_t seed_;
  std::string text_;
  std::vector<std::size_t> ends_;
};

class CsvFiles {
 public:
  CsvFiles(const std::filesystem::path& folder, bool shuffled)
      : shuffled_(shuffled),
        families_(folder / "family.csv", shuffled, 1),
        people_(folder / "person.csv", shuffled, 2),
        events_(folder / "event.csv", shuffled, 3) {
    families_.header("id,lsoa,imd_decile,tenure,income_annual,lone_parent,language,housing_damp");
    people_.header(
        "id,family_id,role,dob,sex,ethnicity,gestation_weeks,birth_weight_g,smoker_at_delivery,epds_score,care_leaver,"
        "disability,child_protection_plan");
    events_.header("id,person_id,kind,date,value");
  }
  void add(std::uint64_t id, const Family& family) {
    std::string& line = families_.open();
    append_key(line, id);
    line.append(1, ',').append(lsoa_text(family.lsoa)).append(1, ',');
    append_number(line, family.imd_decile);
    line.append(1, ',').append(tenure_text(family.tenure)).append(1, ',');
    append_decimal(line, family.income_pence, 2, "");
    line += ',';
    append_yes_no(line, family.lone_parent, "");
    line.append(1, ',').append(language_text(family.language)).append(1, ',');
    append_yes_no(line, family.housing_damp, "");
    families_.end();
  }
  void add(std::uint64_t id, std::uint64_t family, const Person& person) {
    std::string& line = people_.open();
    append_key(line, id);
    line += ',';
    append_key(line, family);
    line += person.is_adult ? ",adult," : ",child,";
    append_date(line, person.born);
    line.append(1, ',').append(1, person.sex).append(1, ',').append(ethnicity_text(person.ethnicity));
    for (const int number : {person.gestation_weeks, person.birth_weight_g}) append_number(line += ',', number, "");
    append_yes_no(line += ',', person.smoker_at_delivery, "");
    append_number(line += ',', person.epds_score, "");
    for (const int answer : {person.care_leaver, person.disability, person.child_protection_plan})
      append_yes_no(line += ',', answer, "");
    people_.end();
  }
  void add(std::uint64_t id, std::uint64_t person, const Event& event) {
    std::string& line = events_.open();
    append_key(line, id);
    line += ',';
    append_key(line, person);
    line.append(1, ',').append(kind_text(event.kind)).append(1, ',');
    append_date(line, event.date);
    line += ',';
    append_decimal(line, event.value_tenths, 1, "");
    events_.end();
  }
  void close() {
    families_.close();
    people_.close();
    events_.close();
  }

 private:
  void append_key(std::string& line, std::uint64_t id) const {
    if (shuffled_)
      line += text_key(id);
    else
      append_number(line, static_cast<std::int64_t>(id));
  }

  bool shuffled_;
  Lines families_, people_, events_;
};

std::string& append_name(std::string& to, std::string_view name) { return to.append(",\"").append(name).append("\":"); }

void append_json(std::string& to, std::uint64_t id, const Event& event) {
  append_number(to += "{\"id\":", static_cast<std::int64_t>(id));
  append_name(to, "kind").append(1, '"').append(kind_text(event.kind)).append(1, '"');
  append_date(append_name(to, "date") += '"', event.date);
  append_decimal(append_name(to += '"', "value"), event.value_tenths, 1, "null");
  to += '}';
}

void append_json(std::string& to, std::uint64_t id, const Person& person, std::uint64_t& events) {
  append_number(to += "{\"id\":", static_cast<std::int64_t>(id));
  append_name(to, "role").append(person.is_adult ? "\"adult\"" : "\"child\"");
  append_date(append_name(to, "dob") += '"', person.born);
  append_name(to += '"', "sex").append(1, '"').append(1, person.sex).append(1, '"');
  append_name(to, "ethnicity").append(1, '"').append(ethnicity_text(person.ethnicity)).append(1, '"');
  append_number(append_name(to, "gestation_weeks"), person.gestation_weeks, "null");
  append_number(append_name(to, "birth_weight_g"), person.birth_weight_g, "null");
  append_yes_no(append_name(to, "smoker_at_delivery"), person.smoker_at_delivery, "null");
  append_number(append_name(to, "epds_score"), person.epds_score, "null");
  append_yes_no(append_name(to, "care_leaver"), person.care_leaver, "null");
  append_yes_no(append_name(to, "disability"), person.disability, "null");
  append_yes_no(append_name(to, "child_protection_plan"), person.child_protection_plan, "null");
  append_name(to, "events") += '[';
  for (const Event& event : person.events) {
    if (&event != &person.events.front()) to += ',';
    append_json(to, ++events, event);
  }
  to += "]}";
}

void append_json(std::string& to, std::uint64_t id, const Family& family, std::uint64_t& people, std::uint64_t& events) {
  append_number(to += "{\"id\":", static_cast<std::int64_t>(id));
  append_name(to, "lsoa").append(1, '"').append(lsoa_text(family.lsoa)).append(1, '"');
  append_number(append_name(to, "imd_decile"), family.imd_decile);
  append_name(to, "tenure").append(1, '"').append(tenure_text(family.tenure)).append(1, '"');
  append_decimal(append_name(to, "income_annual"), family.income_pence, 2, "null");
  append_yes_no(append_name(to, "lone_parent"), family.lone_parent, "null");
  append_name(to, "language").append(1, '"').append(language_text(family.language)).append(1, '"');
  append_yes_no(append_name(to, "housing_damp"), family.housing_damp, "null");
  append_name(to, "persons") += '[';
  for (const Person& person : family.people) {
    if (&person != &family.people.front()) to += ',';
    append_json(to, ++people, person, events);
  }
  to += "]}";
}

void write_csv(const std::filesystem::path& folder, const DataSet& wanted) {
  CsvFiles files(folder, wanted.shuffled);
  std::uint64_t people = 0, events = 0;
  for (std::uint32_t number = 1; number <= wanted.families; ++number) {
    const Family family = draw_family(number);
    files.add(number, family);
    for (const Person& person : family.people) {
      files.add(++people, number, person);
      for (const Event& event : person.events) files.add(++events, people, event);
    }
  }
  files.close();
}

void write_ndjson(const std::filesystem::path& folder, const DataSet& wanted) {
  Lines documents(folder / "families.ndjson", false, 0);
  std::uint64_t people = 0, events = 0;
  for (std::uint32_t number = 1; number <= wanted.families; ++number) {
    append_json(documents.open(), number, draw_family(number), people, events);
    documents.end();
  }
  documents.close();
}

}  // namespace

void write_data(const std::filesystem::path& folder, const DataSet& wanted) {
  if (wanted.csv) write_csv(folder, wanted);
  if (wanted.ndjson) write_ndjson(folder, wanted);
}

}  // namespace fairstart::bench
