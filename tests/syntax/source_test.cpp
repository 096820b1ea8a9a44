// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dsl/source/source.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::source::source_test {
namespace {

TEST(Sources, PlacesAreLinesAndCharacters) {
  Sources sources;
  const base::FileId file = sources.add("a.fair", "one\r\n£ü x\n\nlast");
  const auto at = [&](std::uint32_t offset) {
    const Position place = sources.position(file, offset);
    return std::pair(place.line, place.column);
  };
  EXPECT_EQ(at(0), std::pair(1U, 1U));
  EXPECT_EQ(at(4), std::pair(1U, 5U));
  EXPECT_EQ(at(5), std::pair(2U, 1U));
  EXPECT_EQ(at(10), std::pair(2U, 4U));  // after £ and ü, of two bytes each, and a blank
  EXPECT_EQ(at(12), std::pair(3U, 1U));
  EXPECT_EQ(at(13), std::pair(4U, 1U));
  EXPECT_EQ(at(17), std::pair(4U, 5U));
  EXPECT_EQ(at(999), std::pair(4U, 5U));
  EXPECT_EQ(sources.line(file, 1), "one");
  EXPECT_EQ(sources.line(file, 2), "£ü x");
  EXPECT_EQ(sources.line(file, 3), "");
  EXPECT_EQ(sources.line(file, 4), "last");
  EXPECT_EQ(sources.line(file, 0), "");
  EXPECT_EQ(sources.line(file, 5), "");
}

TEST(Sources, KeepTextsWhereTheyAre) {
  Sources sources;
  const base::FileId first = sources.add("a.fair", "\xEF\xBB\xBFmark");
  const std::string_view text = sources.file(first).text;
  for (int i = 0; i < 100; ++i) sources.add("b.fair", "more");
  EXPECT_EQ(text, "mark");
  EXPECT_EQ(text.data(), sources.file(first).text.data());
  EXPECT_EQ(sources.size(), 101U);
  EXPECT_EQ(sources.text({first, 1, 3}), "ar");
  EXPECT_EQ(sources.text({first, 3, 99}), "k");
  EXPECT_EQ(sources.text({}), "");
}

TEST(ReadTextFile, GivesTheTextAsItStands) {
  const harness::TemporaryFolder folder;
  const auto read = read_text_file(folder.write("a.fair", "one\r\ntwo"));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value(), "one\r\ntwo");
}

std::string failure(const std::filesystem::path& path, std::size_t max_bytes = default_max_file_bytes) {
  const auto read = read_text_file(path, max_bytes);
  return read.ok() ? std::string() : read.failure().message;
}

TEST(ReadTextFile, SaysWhyNot) {
  const harness::TemporaryFolder folder;
  EXPECT_NE(failure(folder.path() / "none.fair").find("there is no such file"), std::string::npos);
  EXPECT_NE(failure(folder.path()).find("it is a folder"), std::string::npos);
  const auto bad = folder.write("bad.fair", "caf\xC3\xA9 \xE9");
  EXPECT_NE(failure(bad).find("byte 7"), std::string::npos) << failure(bad);
  const auto big = folder.write("big.fair", std::string(101, 'x'));
  EXPECT_NE(failure(big, 100).find("over the limit of 100 bytes"), std::string::npos);
  EXPECT_EQ(failure(big, 101), "");
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_NE(failure(pipe).find("not an ordinary file"), std::string::npos);
  if (geteuid() != 0) {
    const auto closed = folder.write("closed.fair", "x");
    ASSERT_EQ(chmod(closed.c_str(), 0), 0);
    EXPECT_NE(failure(closed).find("no permission"), std::string::npos);
  }
}

}  // namespace
}  // namespace fairstart::source::source_test
