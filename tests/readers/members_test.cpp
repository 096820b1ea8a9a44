// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/readers/extract.hpp"

// What objects say does not rest on the objects before them, from which the order of members is learnt.
namespace fairstart::readers_test::members_test {
namespace {

using Texts = std::vector<std::string>;

const std::string records_text = R"(
record family, families "Family" {
  key family-id
  income : money per year
  alone  : yes/no
  area   : text
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  born   : date
  score  : number
}
)";

// The members in an order of their own: most often the usual one; or some are left out, moved, there twice, or new.
std::string object_of(Texts members, const Texts& others) {
  const auto place = [&] { return *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(members.size())); };
  const int changes = *rc::gen::element(0, 0, 0, 1, 1, 2, 4);
  for (int i = 0; i < changes; ++i) {
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        if (members.size() > 1) members.erase(members.begin() + place());
        break;
      case 1: {
        const std::ptrdiff_t from = place(), to = place();
        std::swap(members[static_cast<std::size_t>(from)], members[static_cast<std::size_t>(to)]);
        break;
      }
      case 2: members.insert(members.begin() + place(), members[static_cast<std::size_t>(place())]); break;
      case 3: members.insert(members.begin() + place(), *rc::gen::elementOf(others)); break;
      default: {  // more than are looked at for one that was left out
        const std::ptrdiff_t to = place();
        for (int other = 0; other < 20; ++other)
          members.insert(members.begin() + to, "\"other" + std::to_string(other) + "\":0");
      }
    }
  }
  std::string out;
  for (const std::string& member : members) out += (out.empty() ? "{" : *rc::gen::element(",", ",", ", ")) + member;
  return out + '}';
}

std::string line_of(int family) {
  std::string people;
  for (int i = *rc::gen::inRange(0, 4); i-- > 0;)
    people +=
        (people.empty() ? "" : ",") +
        object_of({"\"person_id\":\"P" + std::to_string(10 * family + i) + '"', "\"born\":\"2020-01-02\"", "\"score\":7.5"},
                  {"\"Born\":\"2021-02-03\"", "\"score\":8", "\"shoe\":[1,{\"a\":2}]", "\"SCORE\":null"});
  return object_of({"\"family_id\":\"F" + std::to_string(family) + '"', "\"income\":12000.25", "\"alone\":true",
                    "\"area\":\"N1\"", "\"people\":[" + people + ']'},
                   {"\"Alone\":false", "\"ALONE\":true", "\"Area\":\"N2\"", "\"area\":\"N\\u0031\"", "\"house\":{\"b\":[]}"});
}

struct Told {
  Texts families, people, rejects;
};
// After the lines comes one that has all members: a file in which nothing has a key is refused.
Told read(const std::string& lines) {
  const std::string last =
      R"({"family_id":"L","income":1,"alone":true,"area":"","people":[{"person_id":"L","born":null,"score":1}]})";
  const Extract extract(records_text, {{"families.ndjson", lines + last}});
  Told told{extract.rows("family"), extract.rows("person"), {}};
  told.families.pop_back();
  told.people.pop_back();
  const std::string rejects = extract.rejects();
  for (std::size_t at = rejects.find('\n') + 1; at < rejects.size();) {
    const std::size_t end = rejects.find('\n', at), line = rejects.find(',', at) + 1;
    told.rejects.push_back(rejects.substr(rejects.find(',', line), end - rejects.find(',', line)));  // without file and line
    at = end + 1;
  }
  return told;
}

RC_GTEST_PROP(Members, OfALineSayTheSameAloneAndAmongOthers, ()) {
  std::string all;
  Told alone;
  for (int family = 0; family < 8; ++family) {
    const std::string line = line_of(family) + '\n';
    all += line;
    const Told told = read(line);
    const auto append = [](Texts& to, const Texts& from) { to.insert(to.end(), from.begin(), from.end()); };
    append(alone.families, told.families);
    append(alone.people, told.people);
    append(alone.rejects, told.rejects);
  }
  const Told together = read(all);
  RC_ASSERT(together.families == alone.families);
  RC_ASSERT(together.people == alone.people);
  RC_ASSERT(together.rejects == alone.rejects);
}

// `alone` comes after more members, in the object before, than are looked at for one that was left out.
TEST(Members, ThatComeTwiceAreToldAfterMoreThanAreLookedAt) {
  std::string others;
  for (int i = 0; i < 20; ++i) others += ",\"other" + std::to_string(i) + "\":0";
  const Told told = read("{\"family_id\":\"F1\",\"income\":1" + others + ",\"alone\":true}\n" +
                         "{\"family_id\":\"F2\",\"income\":2,\"alone\":true,\"income\":3}\n");
  EXPECT_EQ(told.families, (Texts{"F1: income £1 per year, alone yes, area ?", "F2: income ?, alone yes, area ?"}));
  EXPECT_EQ(told.rejects, (Texts{",income,text,there twice: which holds the value can't be told"}));
}

}  // namespace
}  // namespace fairstart::readers_test::members_test
