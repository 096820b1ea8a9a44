// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "dsl/base/sha256.hpp"
#include "engine/readers/key_index.hpp"
#include "tests/readers/reading.hpp"

namespace fairstart::readers_test::joins_test {
namespace {

using column::no_row;
using column::Row;
using diagnostics::Code;
using RowList = std::vector<Row>;

TEST(Joins, RowsInAnyOrderAreGroupedByOwner) {
  Reading reading({{"families.csv", "family_id\nF2\nF1\nF3\n"},
                   {"people.csv", "person_id,family_id,score\nP1,F3,1\nP2,F1,2\nP3,F2,3\nP4,F1,4\nP5,F3,5\n"},
                   {"contacts.csv", "contact_id,person_id,value\nC1,P5,1\nC2,P1,2\nC3,P4,3\nC4,P5,4\n"}});
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  const SmallPlan& s = reading.small;
  EXPECT_EQ(reading.ids(s.family), (Words{"F2", "F1", "F3"}));
  EXPECT_EQ(reading.ids(s.person), (Words{"P3", "P2", "P4", "P1", "P5"}));
  EXPECT_EQ(reading.cells(s.score), (Words{"3000000", "2000000", "4000000", "1000000", "5000000"}));
  EXPECT_EQ(reading.table(s.person).owner, (RowList{0, 1, 1, 2, 2}));
  EXPECT_EQ(reading.table(s.person).first, (RowList{0, 1, 3, 5}));
  EXPECT_EQ(reading.ids(s.contact), (Words{"C3", "C2", "C1", "C4"}));
  EXPECT_EQ(reading.table(s.contact).first, (RowList{0, 0, 0, 1, 2, 4}));
  const auto under = column::owned_rows(reading.database(), s.family, 2, s.contact);
  EXPECT_EQ(under.begin, 1U);
  EXPECT_EQ(under.end, 4U);
  EXPECT_EQ(column::owner_row(reading.database(), s.contact, 0, s.family), 1U);
}

TEST(Joins, KeysAreComparedAsWritten) {
  Reading reading(
      {{"families.csv", "family_id\n1\n2\n"}, {"people.csv", "person_id,family_id\nP1,01\nP2, 2 \nP3,2.0\nP4,\"1\"\n"}});
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.ids(reading.small.person), (Words{"P4", "P2"}));
  EXPECT_EQ(reading.records->rejects, 2U);
}

TEST(Joins, OrphansAreLostAndSaidSo) {
  Reading reading({{"families.csv", "family_id\nF1\n"},
                   {"people.csv", "person_id,family_id\nP1,F1\nP2,F9\nP3,\n"},
                   {"contacts.csv", "contact_id,person_id\nC1,P1\nC2,P2\n"}});
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.ids(reading.small.person), Words{"P1"});
  EXPECT_EQ(reading.ids(reading.small.contact), Words{"C1"}) << "who loses a person loses her contacts";
  EXPECT_EQ(reading.rejects(),
            "file,line,column,value_class,reason\n"
            "people.csv,3,family_id,code,no such family\n"
            "people.csv,4,family_id,blank,the owner is missing\n"
            "contacts.csv,3,person_id,code,no such person\n");
  EXPECT_TRUE(reading.table(reading.small.person).open_owners.empty()) << "whose list it is can't be told";
  EXPECT_TRUE(reading.table(reading.small.person).lost) << "but the population is short of them";
  EXPECT_FALSE(reading.table(reading.small.family).lost);
  EXPECT_EQ(reading.said(Code::cells_rejected).at(0),
            "people.csv:0 2 rows of `people.csv` could not be used | rejects.csv names each by line and column");
}

TEST(Joins, TheFirstOfARepeatedKeyStaysAndTheListIsOpen) {
  Reading reading({{"families.csv", "family_id,income\nF1,1\nF2,2\nF1,3\n,4\n"},
                   {"people.csv", "person_id,family_id\nP1,F1\nP1,F2\n,F2\nP2,F1\nP1,F9\n"}});
  reading.read();
  ASSERT_TRUE(reading.records);
  const SmallPlan& s = reading.small;
  EXPECT_EQ(reading.cells(s.income), (Words{"1000000", "2000000"}));
  EXPECT_EQ(reading.ids(s.person), (Words{"P1", "P2"}));
  EXPECT_EQ(reading.table(s.person).open_owners, RowList{1});
  EXPECT_FALSE(column::is_open(reading.database(), s.family, 0, s.person));
  EXPECT_TRUE(column::is_open(reading.database(), s.family, 1, s.person));
  EXPECT_EQ(reading.rejects(),
            "file,line,column,value_class,reason\n"
            "families.csv,4,family_id,code,the key is repeated: the first row stays\n"
            "families.csv,5,family_id,blank,the key is missing\n"
            "people.csv,3,person_id,code,the key is repeated: the first row stays\n"
            "people.csv,4,person_id,blank,the key is missing\n"
            "people.csv,6,family_id,code,no such family\n");  // and the key is repeated: one reason is told
}

TEST(Joins, RepeatedNumbersAreFoundInAnyOrder) {
  std::string text = "family_id\n";
  for (int i = 0; i < 3000; ++i) text += std::to_string((i * 7919) % 3000 + 1) + '\n';
  Reading reading = families(text + "17\n3000\n9999\nA1\n17\nA1\n");
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.table(reading.small.family).rows, 3002U);
  EXPECT_EQ(reading.records->rejects, 4U);
  EXPECT_EQ(reading.records->files.at(0).rows_read, 3006U);
  EXPECT_EQ(reading.records->files.at(0).rows_used, 3002U);
  EXPECT_EQ(reading.records->files.at(0).rows_rejected, 4U);
}

TEST(Joins, RepeatedTextsAreFoundInAnyOrder) {
  // Several blocks of rows. One key in seven is repeated at once, one in eleven after long, one in thirteen lacks something.
  std::string text = "family_id\n", expected = "file,line,column,value_class,reason\n";
  std::size_t line = 1, rows = 0;
  std::set<std::string> seen;
  const auto add = [&](const std::string& key) {
    text += key + '\n';
    ++line;
    ++rows;
    if (seen.insert(key).second) return;
    --rows;
    expected += "families.csv," + std::to_string(line) + ",family_id,code,the key is repeated: the first row stays\n";
  };
  for (int i = 0; i < 40'000; ++i) {
    const std::string key = "K" + std::to_string(i * 7919 % 40'009 + 10'000'000) + "XYZ";
    add(key);
    if (i % 7'000 == 0) add(key);
    if (i % 11'000 == 0) add(text.substr(10, 12));
    if (i % 13'000 == 0) add("longer-" + key);
  }
  Reading reading = families(text);
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.table(reading.small.family).rows, rows);
  EXPECT_EQ(reading.rejects(), expected);
}

TEST(Joins, APlaceIsLookedUpAndNoFamilyIsLost) {
  const std::string text = "family_id,place_id\nF1,E1\nF2,\nF3,E9\nF4,E2\n";
  Reading reading({{"families.csv", text}, {"places.csv", "place_id,imd_decile\nE2,3\nE1,11\n"}});
  reading.read();
  ASSERT_TRUE(reading.records);
  const SmallPlan& s = reading.small;
  EXPECT_EQ(reading.table(s.family).owner, (RowList{1, no_row, no_row, 0}));
  EXPECT_TRUE(reading.table(s.family).first.empty());
  EXPECT_EQ(column::owner_row(reading.database(), s.family, 2, s.place), no_row);
  EXPECT_EQ(reading.rejects(),
            "file,line,column,value_class,reason\nplaces.csv,3,imd_decile,number,outside the field's range\n"
            "families.csv,4,place_id,code,no such place\n");

  Reading without_places = only("families.csv", text);
  without_places.read();
  ASSERT_TRUE(without_places.records);
  EXPECT_EQ(without_places.table(s.family).owner, RowList(4, no_row));
  EXPECT_EQ(without_places.records->rejects, 0U);

  Reading without_column({{"families.csv", "family_id\nF1\n"}, {"places.csv", "place_id,imd_decile\nE2,3\n"}});
  without_column.read();
  ASSERT_TRUE(without_column.records);
  EXPECT_EQ(without_column.table(s.family).owner, RowList{no_row});
  EXPECT_EQ(without_column.said(Code::field_without_column).at(0),
            "families.csv:1 no column of `families.csv` gives `place-id` | facts of the place are unknown for every row");
}

TEST(Joins, FilesAreHashedAndCounted) {
  const std::string text = "family_id,income\nF1,1\nF2,x\n";
  Reading reading = families(text);
  reading.read();
  ASSERT_TRUE(reading.records);
  ASSERT_EQ(reading.records->files.size(), 1U);
  const auto& file = reading.records->files[0];
  EXPECT_EQ(file.file, "families.csv");
  // printf 'family_id,income\nF1,1\nF2,x\n' | xxh128sum
  EXPECT_EQ(file.fingerprint.xxh128, "414873dfff0364973794f2c5c1142a5c");
  EXPECT_EQ(file.fingerprint.sha256, "") << "nobody asked for it";
  Reading with_both = families(text);
  with_both.options.sha256 = true;
  with_both.read();
  ASSERT_TRUE(with_both.records);
  EXPECT_EQ(with_both.records->files[0].fingerprint,
            (readers::Fingerprint{.xxh128 = file.fingerprint.xxh128, .sha256 = base::sha256_hex(text)}));
  EXPECT_EQ(file.record, reading.small.family);
  EXPECT_EQ(file.rows_read, 2U);
  EXPECT_EQ(file.rows_used, 2U);
  EXPECT_EQ(file.cells_rejected, 1U);
}

// By xxh128sum and sha256sum, of lengths on either side of those where XXH3 goes another way; in one piece and in pieces.
TEST(Joins, FingerprintsAreThoseOfOtherPrograms) {
  const std::pair<std::size_t, readers::Fingerprint> known[] = {
      {0,
       {.xxh128 = "99aa06d3014798d86001c324468d497f",
        .sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
      {3,
       {.xxh128 = "06b05ab6733a618578af5f94892f3950",
        .sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}},
      {16,
       {.xxh128 = "1f58fc809b1b8c4b3e8e153ff12f6330",
        .sha256 = "f39dac6cbaba535e2c207cd0cd8f154974223c848f727f98b3564cea569b41cf"}},
      {17,
       {.xxh128 = "11078c38a5ca3a8dc3acc9940596efab",
        .sha256 = "918a954ac4dfb54ac39f068d9868227f69ab39bc362e2c9b0083bf6a109d6ad7"}},
      {128,
       {.xxh128 = "da55223badf14802e14e8d1df732ba15",
        .sha256 = "3e93cae50d3c4094cf01381f3a0eda1541221ef058a7f6c86979d838feb7f277"}},
      {129,
       {.xxh128 = "4b4c87ff1d1b696e5445e0158f22e8af",
        .sha256 = "6e1a974560764131ca51d67fc0c5149d52ac6b28eda561f6fa0e34b56c55be2c"}},
      {240,
       {.xxh128 = "a55103ef40ce1a3d788613ae80bd19ba",
        .sha256 = "6962263ed7cb02e6421093537bc91b21d09089f29fe295274d8d81c9e8babe9a"}},
      {241,
       {.xxh128 = "f8735622761e9cea541eba2a0d2c1a47",
        .sha256 = "4327434cac36bd6bbce6dc192d8191f6ae4a0a9a435fc48d6d515c434bb3c3dd"}},
      {1024,
       {.xxh128 = "84d34b162075953fd006ba063439e595",
        .sha256 = "f2c3242029f42510415a6aa7d0d77cdfb50735215c9d1d5b804cdc27afb33a4c"}},
      {1025,
       {.xxh128 = "3335b22ad0abdbc740fba3fb3b456f13",
        .sha256 = "cb63324bffa6eec80ec12019168fdaa8c5635e48275aadc09d520723266a03a5"}},
      {262144,
       {.xxh128 = "f6b83177b4a661e7dd12d702741bcd9c",
        .sha256 = "75524f01c08f8ba90f2c48de454c67ff06417be4daf82aa2f473af7f8fdf9423"}},
  };
  for (const auto& [size, expected] : known) {
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 23);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{255}, std::size_t{300'000}}) {
      readers::FingerprintOf found(true);
      for (std::size_t at = 0; at < size; at += piece) found.add(std::string_view(text).substr(at, piece));
      EXPECT_EQ(found.result(), expected) << size << " in pieces of " << piece;
    }
  }
}

TEST(Joins, AnEmptyKeyHasAHashEvenWhereItPointsNowhere) {
  EXPECT_EQ(readers::hash_of_text({}), readers::hash_of_text(std::string_view("x", 0)));
}

}  // namespace
}  // namespace fairstart::readers_test::joins_test
