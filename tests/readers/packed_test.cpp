// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "tests/readers/extract.hpp"

// Files packed as .gz and .zst.
namespace fairstart::readers_test::packed_test {
namespace {

const std::string records_text = R"(
record family, families "Family" { key family-id,  alone : yes/no }
record person, people "Person" { key person-id,  belongs to family by family-id,  born : date }
)";

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

struct Files {
  std::string families = "family_id,alone\n", people = "person_id,family_id,born\n", documents;
  Files() {
    for (int i = 1; i <= 20'000; ++i) {
      const std::string id = std::to_string(i), alone = i % 3 == 0 ? "yes" : "no";
      families += id + ',' + alone + '\n';
      people += id + ',' + id + ",2020-01-0" + std::to_string(i % 9 + 1) + '\n';
      documents += "{\"family_id\":" + id + ",\"alone\":\"" + alone + "\",\"people\":[{\"person_id\":" + id +
                   ",\"born\":\"2020-01-0" + std::to_string(i % 9 + 1) + "\"}]}\n";
    }
  }
};

std::string told(const Extract& extract) {
  std::string out;
  for (const std::string record : {"family", "person"})
    for (const auto& row : extract.rows(record)) out += row + '\n';
  return out;
}

std::string error_of(const Extract& extract) {
  if (extract.records) return "read";
  for (const auto& item : extract.diagnostics.items())
    if (item.code == diagnostics::Code::records_unreadable) return item.place.file + ": " + item.message + " | " + item.help;
  return "";
}

TEST(Packed, TextIsTheSameHoweverItIsPacked) {
  const Files files;
  const std::string plain = told(Extract(records_text, {{"families.csv", files.families}, {"people.csv", files.people}}));
  ASSERT_GT(plain.size(), 100'000U);
  const auto halves = [](const std::string& text, auto pack) {
    return pack(text.substr(0, text.size() / 2)) + pack(text.substr(text.size() / 2));
  };
  for (const std::size_t block : {16U, 1000U, 1U << 18U}) {
    const std::vector<std::map<std::string, std::string>> ways{
        {{"families.csv.gz", gzip(files.families)}, {"people.csv.zst", zstd(files.people)}},
        {{"family.csv.zst", halves(files.families, zstd)},
         {"people.csv.gz", halves(files.people, gzip) + std::string(700, '\0')}},
        {{"families.ndjson.gz", gzip(files.documents)}},
        {{"families.ndjson.zst", halves(files.documents, zstd)}}};
    for (const auto& way : ways) {
      if (block == 16U && &way != &ways.front()) continue;
      Extract extract(records_text, way);
      extract.options.block_bytes = block;
      extract.options.threads = 2;
      extract.diagnostics = {};
      extract.read();
      ASSERT_TRUE(extract.records) << way.begin()->first;
      EXPECT_EQ(told(extract), plain) << way.begin()->first << ' ' << block;
      readers::FingerprintOf lies_there;
      lies_there.add(way.begin()->second);
      EXPECT_EQ(extract.records->files.front().fingerprint, lies_there.result()) << "of the file as it lies there";
    }
  }
}

TEST(Packed, WhatIsCutOffOrDamagedStopsTheRun) {
  const Files files;
  for (const std::string ending : {".gz", ".zst"}) {
    const std::string packed = ending == ".gz" ? gzip(files.families) : zstd(files.families);
    const std::string name = "families.csv" + ending;
    for (const std::size_t size : {std::size_t{0}, std::size_t{5}, packed.size() / 2, packed.size() - 1})
      EXPECT_EQ(error_of(Extract(records_text, {{name, packed.substr(0, size)}})),
                name + ": `" + name + "` could not be read to its end | its packed bytes end too early")
          << size;
    std::string damaged = packed;
    damaged[packed.size() / 2] = static_cast<char>(damaged[packed.size() / 2] ^ 0x55);
    const Extract extract(records_text, {{name, damaged}});
    EXPECT_FALSE(extract.records);
    EXPECT_EQ(error_of(Extract(records_text, {{name, files.families}})),
              name + ": `" + name + "` could not be read to its end | its packed bytes are damaged");
  }
  EXPECT_EQ(error_of(Extract(records_text, {{"families.ndjson.gz", gzip(files.documents).substr(0, 2000)}})),
            "families.ndjson.gz: `families.ndjson.gz` could not be read to its end | its packed bytes end too early");
}

TEST(Packed, ALineThatUnpacksWithoutEndStopsAtTheLongestLine) {
  const std::string name = "families.ndjson.gz";
  Extract extract(records_text, {{name, gzip("{\"family_id\":1}\n{\"x\":\"" + std::string(20'000'000, 'a') + "\"}\n")}});
  EXPECT_EQ(
      error_of(extract),
      name + ": `" + name + "` has a line of more than 16777216 bytes | a line holds one document, and ends with a line feed");
}

TEST(Packed, OneFileGivesARecordHoweverManyLieThere) {
  const Files files;
  const Extract extract(records_text, {{"families.csv", files.families}, {"families.csv.gz", gzip(files.families)}});
  EXPECT_EQ(error_of(extract),
            "families.csv.gz: both `families.csv` and `families.csv.gz` are there: which holds the families can't be told"
            " | keep one of them in the folder");
}

}  // namespace
}  // namespace fairstart::readers_test::packed_test
