// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "dsl/base/sha256.hpp"
#include "dsl/check/modules.hpp"
#include "dsl/format/canonical.hpp"
#include "dsl/sharing/bundle.hpp"
#include "dsl/sharing/lock.hpp"
#include "dsl/sharing/portable_path.hpp"
#include "dsl/syntax/parse.hpp"
#include "tests/sharing/folder.hpp"

namespace fairstart::sharing::sharing_test {
namespace {

struct Read {
  source::Sources sources;
  diagnostics::Diagnostics diagnostics;
  std::optional<Contents> contents;
  std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const auto& item : diagnostics.items()) codes.emplace_back(diagnostics::code_text(item.code));
    return codes;
  }
};

std::unique_ptr<Read> contents_at(const std::string& path, const check::Options& options = {}) {
  auto read = std::make_unique<Read>();
  const base::FileId main = read->sources.add(path, harness::read_file(path));
  check::LoadedModules modules = check::load(main, options, read->sources, read->diagnostics);
  if (modules.complete)
    read->contents = contents_of(modules, modules.asked_for.front(), true, read->sources, read->diagnostics);
  return read;
}

std::string form_of(const std::string& text) {
  source::Sources sources;
  diagnostics::Diagnostics found;
  const syntax::Tree tree = syntax::parse(sources, sources.add("form.fair", text), found);
  EXPECT_FALSE(found.has_errors()) << text;
  return format::canonical(tree);
}

// --- the form that is hashed

TEST(CanonicalForm, LayoutAndSpellingDoNotChangeIt) {
  const std::string head = "framework t \"T\" { version \"1\" }\n";
  const std::vector<std::pair<std::string, std::string>> alike = {
      {head, "# a word before\nframework t\n  \"T\"   # and after\n{\n  version\n \"1\"\n}\n\n\n"},
      {head + "unit a, b\n", head + "unit a,b"},
      {head + "define a means b is under 3 and c is at least £1,000\n",
       head + "define a\n  means b < 3\n    and c >= £1,000   # why\n"},
      {head + "define a means b is not 3\n", head + "define a means b ≠ 3\n"},
      {head + "codes c \"C\" { a \"A\", b \"B\" }\n", head + "codes c “C” {\n  a  \"A\"\n  b  \"B\",\n}\r\n"},
      {head + "offer o for child \"O\" { tier t, amount 1 visit }\n",
       head + "offer o for child \"O\" {\n tier t\n amount 1 visit\n}\n"},
  };
  for (const auto& [one, other] : alike) EXPECT_EQ(form_of(one), form_of(other)) << other;
}

TEST(CanonicalForm, MeaningDoes) {
  const std::vector<std::string> different = {
      "framework t \"T\" { version \"1\" }\n",
      "library t \"T\" { version \"1\" }\n",
      "framework t \"T\" { version \"2\" }\n",
      "framework t \"U\" { version \"1\" }\n",
      "framework t \"T\" { builds on u version \"1\" }\n",    // the core's version …
      "framework t \"T\" { builds on u\n version \"1\" }\n",  // … or this file's: the same words
      "framework t \"T\" { version \"1\" }\nuse u\n",
      "framework t \"T\" { version \"1\" }\nuse u without v\n",
      "framework t \"T\" { version \"1\" }\ndefine a means b is under 3\n",
      "framework t \"T\" { version \"1\" }\ndefine a means b is under 4\n",
      "framework t \"T\" { version \"1\" }\ndefine a means b is at most 3\n",
      "framework t \"T\" { version \"1\" }\ndefine a means b is under 3 unknown counts as yes\n",
      "framework t \"T\" { version \"1\" }\ndefine a means b is under 3\n  source \"S\"\n",
      "framework t \"T\" { version \"1\" }\ndefine a means (b or c) and d\n",
      "framework t \"T\" { version \"1\" }\ndefine a means b or (c and d)\n",
  };
  for (std::size_t i = 0; i < different.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(form_of(different[i]), form_of(different[j])) << different[i] << different[j];
}

// --- locks

std::string locked(const std::string& text) { return base::sha256_hex(form_of(text)); }

std::string good_lock() {
  return "fairstart lock 1\nlanguage 1\nform 1\nmain a.main\nexamples a.main \"cases.csv\" sha256 " +
         base::sha256_hex(cases_text) + "\nmodule a.main version \"7\" sha256 " + locked(main_text) +
         "\nmodule a.words version \"1\" sha256 " + locked(words_text) + "\n";
}

TEST(Lock, HasALineForEachModuleWhereverItIs) {
  const Folder folder;
  const auto read = contents_at(folder.at("a/main.fair"));
  ASSERT_TRUE(read->contents);
  EXPECT_EQ(write_lock(*read->contents), good_lock());
  const Folder other;
  other.write("library/a.words.fair", "# elsewhere, and laid out in another way\n" + std::string(words_text));
  fs::remove(other.at("a/words.fair"));
  other.write("a/cases.csv", "example,as at,family.colour,expect support\r\nRed,2026-04-01,red,high\r\n");
  const auto moved = contents_at(other.at("a/main.fair"), {.library_paths = {other.at("library")}});
  ASSERT_TRUE(moved->contents);
  EXPECT_EQ(write_lock(*moved->contents), good_lock());
}

TEST(Lock, EveryDifferenceIsAnErrorWithItsPlace) {
  const Folder folder;
  const std::string zeros(64, '0');
  struct Case {
    std::string from, to, code, says;
  };
  const std::vector<Case> cases = {
      {"", "", "", ""},
      {"fairstart lock 1", "fairstart lock 2", "FS1701", "version 2 of a lock file is not known"},
      {"fairstart lock 1", "fairstart lock 01", "FS1701", "expected"},
      {"language 1", "language 9", "FS1701", "version 9 of the language is not known"},
      {"form 1", "form 2", "FS1701", "version 2 of the form"},
      {"form 1\n", "", "FS1701", "`form 1` was expected"},
      {"main a.main", "main a.words", "FS1702", "for `a.words`, and the file is `a.main`"},
      {"main a.main", "main a.other", "FS1701", "no line for its main module"},
      {"main a.main", "main A.Main", "FS1701", "expected here"},
      {"module a.words version \"1\" sha256 " + locked(words_text) + "\n", "", "FS1703", "`a.words` is not in the lock"},
      {locked(words_text), zeros, "FS1702", "its version is still \"1\""},
      {"version \"7\"", "version \"6\"", "FS1702", "locked at version \"6\", and this is version \"7\""},
      {base::sha256_hex(cases_text), zeros, "FS1702", "the examples in `cases.csv`"},
      {"\"cases.csv\"", "\"more.csv\"", "FS1703", "the examples in `cases.csv` are not in the lock"},
      {"module a.words", "module a.wordy", "FS1703", "`a.words` is not in the lock"},
      {"module a.words", "module a.main", "FS1701", "in order, or one is there twice"},
      {"module a.words", "module zz.words", "FS1703", "`a.words` is not in the lock"},
      {"module a.words", "modules a.words", "FS1701", "expected here"},
      {"module a.words version \"1\"", "module a.words  version \"1\"", "FS1701", "expected here"},
      {"module a.words", "module a..words", "FS1701", "in order"},
      {"main a.main", "main a..main", "FS1701", "expected here"},
      {"main a.main", "main ../main", "FS1701", "expected here"},
      {"main a.main", "main a.-main", "FS1701", "expected here"},
      {"sha256 " + locked(words_text) + "\n", "sha256 " + locked(words_text), "FS1701", "in the middle of a line"},
      {"sha256 " + locked(words_text) + "\n", "sha256 " + locked(words_text) + " \n", "FS1701", "expected here"},
      {"sha256 " + locked(words_text) + "\n", "sha256 " + std::string(64, 'A') + "\n", "FS1701", "expected here"},
      {"module a.words", "<<<<<<< HEAD\nmodule a.words", "FS1701", "in order"},
      {"fairstart lock 1", std::string("fairstart\0lock 1", 16), "FS1701", "expected"},
  };
  for (const Case& one : cases) {
    std::string text = good_lock();
    const std::size_t place = text.find(one.from);
    ASSERT_NE(place, std::string::npos) << one.from;
    text.replace(place, one.from.size(), one.to);
    const auto read = contents_at(folder.at("a/main.fair"));
    const base::FileId lock = read->sources.add("a/main.lock", text);
    hold_to_lock(*read->contents, lock, read->sources, read->diagnostics);
    if (one.code.empty()) {
      EXPECT_TRUE(read->codes().empty());
      continue;
    }
    ASSERT_FALSE(read->codes().empty()) << text;
    EXPECT_EQ(read->codes().front(), one.code) << text;
    EXPECT_TRUE(holds(read->diagnostics.items().front().message, one.says));
    EXPECT_TRUE(read->diagnostics.items().front().span.exists());
  }
  std::string left_over = good_lock() + "module a.zebra version \"1\" sha256 " + zeros + "\n", crlf;
  const auto read = contents_at(folder.at("a/main.fair"));
  hold_to_lock(*read->contents, read->sources.add("a/main.lock", left_over), read->sources, read->diagnostics);
  EXPECT_EQ(read->codes(), std::vector<std::string>{"FS1704"});
  for (const char c : good_lock()) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  const auto same = contents_at(folder.at("a/main.fair"));
  hold_to_lock(*same->contents, same->sources.add("a/main.lock", crlf), same->sources, same->diagnostics);
  EXPECT_TRUE(same->codes().empty()) << "some programs that keep versions write CRLF";
}

TEST(Lock, EveryCommandHoldsToIt) {
  const Folder folder;
  const std::vector<std::vector<std::string>> commands = {
      {"check", "a/main.fair"},
      {"test", "a/main.fair"},
      {"data", "a/main.fair"},
      {"conform", "a/main.fair"},
      {"doc", "a/main.fair", "--out", "doc"},
      {"bundle", "a/main.fair", "-o", "main.bundle"},
      {"synth", "a/main.fair", "--out", "made-up", "--families", "2"},
      {"run", "a/main.fair", "--records", "records", "--as-at", "2026-04-01", "--out", "out"},
      {"explain", "a/main.fair", "--records", "records", "--as-at", "2026-04-01", "--family", "F1"}};
  folder.write("records/families.csv", "family_id,colour\nF1,red\n");
  for (std::vector<std::string> command : commands) {
    command.emplace_back("--locked");
    const auto done = folder.run(command);
    EXPECT_EQ(done.exit_code, 1) << command.front();
    EXPECT_TRUE(holds(done.err, "a/main.fair:1:11: error[FS1700]: there is no lock file `a/main.lock`")) << command.front();
  }
  for (const char* made : {"doc", "main.bundle", "made-up", "out", "a/main.lock"}) EXPECT_FALSE(fs::exists(folder.at(made)));
  ASSERT_EQ(folder.run({"lock", "a/main.fair"}).exit_code, 0);
  EXPECT_EQ(folder.text("a/main.lock"), good_lock());
  std::vector<std::string> run = commands[7];
  run.emplace_back("--locked");
  folder.replace("a/words.fair", "blue \"Blue\"", "blue \"Green\"");
  const auto changed = folder.run(run);
  EXPECT_EQ(changed.exit_code, 1);
  EXPECT_TRUE(holds(changed.err, "a/words.fair:1:9: error[FS1702]"));
  folder.write("a/words.fair", "# laid out in another way\n" + std::string(words_text));
  const auto same = folder.run(run);
  EXPECT_EQ(same.exit_code, 0) << same.err;
}

TEST(Lock, AMappingHasALockOfItsOwn) {
  const Folder folder;
  folder.write("records/families.csv", "family_id,colour\nF1,red\n");
  folder.write("local/map.fair",
               "library local.map \"Map\" { version \"1\" }\nuse a.main\n"
               "mapping ours for a.main { file \"families.csv\" gives family { family-id from \"family_id\" } }\n");
  ASSERT_EQ(folder.run({"lock", "a/main.fair"}).exit_code, 0);
  const std::vector<std::string> run = {"run", "a/main.fair", "--records",      "records",  "--as-at",   "2026-04-01", "--out",
                                        "out", "--mapping",   "local/map.fair", "--locked", "--library", "."};
  const auto without = folder.run(run);
  EXPECT_EQ(without.exit_code, 1);
  EXPECT_TRUE(holds(without.err, "there is no lock file `local/map.lock`"));
  ASSERT_EQ(folder.run({"lock", "local/map.fair", "--library", "."}).exit_code, 0);
  const auto with = folder.run(run);
  EXPECT_EQ(with.exit_code, 0) << with.err;
  EXPECT_EQ(folder.run({"check", "-", "--locked"}).exit_code, 2) << "standard input has no lock";
}

// --- names

TEST(PortablePath, KnowsThoseThatTravel) {
  for (const char* good :
       {"a/main.fair", "Cases (2).csv", "a/b/c-d_e.f.csv", "console/aux-iliary.fair", "com/lpt.csv", "com10.csv"})
    EXPECT_EQ(why_not_portable(good), "") << good;
  for (const std::string& bad : {std::string(),
                                 std::string("/etc/passwd"),
                                 std::string("../a.fair"),
                                 std::string("a/../../b"),
                                 std::string("a/.."),
                                 std::string("a/./b"),
                                 std::string("./a"),
                                 std::string("a//b"),
                                 std::string("a/"),
                                 std::string("a\\b"),
                                 std::string("C:\\x"),
                                 std::string("c:x"),
                                 std::string("a\0b", 3),
                                 std::string("a\nb"),
                                 std::string("con"),
                                 std::string("a/NUL.csv"),
                                 std::string("nul .csv"),
                                 std::string("Com1.fair"),
                                 std::string("lpt9"),
                                 std::string("aux.x.y"),
                                 std::string(".git/config"),
                                 std::string("a/.ssh"),
                                 std::string("a."),
                                 std::string("a "),
                                 std::string(" a"),
                                 std::string("a*"),
                                 std::string("é.csv"),
                                 std::string("a\xE2\x80\xAE"
                                             "b"),
                                 std::string("~/x"),
                                 std::string("$HOME"),
                                 std::string(101, 'a'),
                                 std::string(90, 'a') + "/" + std::string(91, 'b')})
    EXPECT_NE(why_not_portable(bad), "") << bad;
  Paths paths;
  EXPECT_EQ(paths.why_not_added("a/b.csv"), "");
  EXPECT_NE(paths.why_not_added("a/b.csv"), "");
  EXPECT_NE(paths.why_not_added("A/B.csv"), "");
  EXPECT_NE(paths.why_not_added("a"), "") << "a folder";
  EXPECT_NE(paths.why_not_added("a/B.CSV/c"), "") << "a file";
  EXPECT_EQ(paths.why_not_added("a/c.csv"), "");
}

// --- bundles

struct Entry {
  std::string path, text, more;
};

// A bundle as docs/formats.md says, written for the tests: sizes and hashes fit whatever is put in.
std::string bundle_of(const std::vector<Entry>& entries, const std::string& main = "a/main.fair") {
  std::string manifest = "fairstart bundle 1\nmain \"" + main + "\"\n", texts;
  for (const Entry& one : entries) {
    manifest += "file \"" + one.path + "\" bytes " + std::to_string(one.text.size()) + " sha256 " + base::sha256_hex(one.text) +
                one.more + "\n";
    texts += one.text + "\n";
  }
  return manifest + "contents\n" + texts;
}

std::vector<Entry> good_entries() {
  return {{"a/cases.csv", cases_text, ""},
          {"a/main.fair", main_text, " module a.main version \"7\""},
          {"a/main.lock", good_lock(), ""},
          {"a/words.fair", words_text, " module a.words version \"1\""}};
}

TEST(Bundle, IsTheSameWhereverItIsWritten) {
  const Folder folder;
  ASSERT_EQ(folder.run({"bundle", "a/main.fair", "-o", "main.bundle"}).exit_code, 0);
  EXPECT_EQ(folder.text("main.bundle"), bundle_of(good_entries()));
  const Folder other;
  fs::rename(other.at("a"), other.at("b"));
  other.write("b/a.words.fair", other.text("b/words.fair"));
  fs::remove(other.at("b/words.fair"));
  EXPECT_EQ(other.run({"bundle", other.at("b/main.fair"), "-o", "-"}).out, bundle_of(good_entries()));
  // A bundle of a bundle is the bundle.
  folder.write("again/x.bundle", bundle_of(good_entries()));
  EXPECT_EQ(folder.run({"bundle", "again/x.bundle", "-o", "-"}).out, bundle_of(good_entries()));
}

TEST(Bundle, StandsForItsFramework) {
  const Folder folder, away;
  away.write("x.bundle", bundle_of(good_entries()));
  away.write("records/families.csv", "family_id,colour\nF1,red\nF2,blue\n");
  folder.write("records/families.csv", "family_id,colour\nF1,red\nF2,blue\n");
  const std::vector<std::vector<std::string>> commands = {
      {"check"},
      {"test"},
      {"data", "--format", "csv"},
      {"run", "--records", "records", "--as-at", "2026-04-01", "--out", "out", "--quiet"},
      {"doc", "--out", "doc"}};
  for (const std::vector<std::string>& command : commands) {
    std::vector<std::string> here = command, there = command;
    here.insert(here.begin() + 1, "a/main.fair");
    there.insert(there.begin() + 1, "x.bundle");
    const auto one = folder.run(here), other = away.run(there);
    EXPECT_EQ(other.exit_code, 0) << other.err;
    std::string told = other.out;
    for (std::size_t at = told.find("x.bundle"); at != std::string::npos; at = told.find("x.bundle"))
      told.replace(at, 8, "a/main.fair");
    EXPECT_EQ(told, one.out) << command.front();
  }
  for (const char* file : {"out/families.csv", "out/report.html", "doc/a.main.html"})
    EXPECT_EQ(away.text(file), folder.text(file)) << file;
  const auto piped = harness::run_program({"test", "-"}, away.at("."), bundle_of(good_entries()));
  EXPECT_EQ(piped.exit_code, 0) << piped.err;
  // Pinned like any other file: by a lock beside it.
  EXPECT_EQ(away.run({"check", "x.bundle", "--locked"}).exit_code, 1);
  ASSERT_EQ(away.run({"lock", "x.bundle"}).exit_code, 0);
  EXPECT_EQ(away.text("x.lock"), good_lock());
  EXPECT_EQ(away.run({"check", "x.bundle", "--locked"}).exit_code, 0);
}

TEST(Bundle, UnpacksIntoANewFolderOrNotAtAll) {
  const Folder folder;
  folder.write("x.bundle", bundle_of(good_entries()));
  const auto done = folder.run({"unbundle", "x.bundle", "--out", "new/folder"});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(done.out, "new/folder/a/cases.csv\nnew/folder/a/main.fair\nnew/folder/a/main.lock\nnew/folder/a/words.fair\n");
  EXPECT_EQ(folder.text("new/folder/a/main.fair"), main_text);
  EXPECT_EQ(folder.run({"test", "new/folder/a/main.fair", "--locked"}).exit_code, 0);
  EXPECT_EQ(folder.run({"bundle", "new/folder/a/main.fair", "-o", "-"}).out, bundle_of(good_entries()));
  EXPECT_EQ(folder.run({"unbundle", "x.bundle"}).exit_code, 0);
  EXPECT_TRUE(fs::exists(folder.at("a.main/a/words.fair")));
  // Where there is something already, nothing changes.
  folder.write("full/mine.txt", "mine");
  fs::create_directory(folder.at("empty"));
  fs::create_directory_symlink(folder.at("empty"), folder.at("link"));
  for (const char* taken : {"full", "x.bundle", "link"}) {
    const auto refused = folder.run({"unbundle", "x.bundle", "--out", taken});
    EXPECT_EQ(refused.exit_code, 4) << taken;
    EXPECT_TRUE(holds(refused.err, "FS0702"));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.at("full")), fs::directory_iterator()), 1);
  EXPECT_TRUE(fs::is_empty(folder.at("empty")));
  EXPECT_EQ(folder.run({"unbundle", "x.bundle", "--out", "empty"}).exit_code, 0);
  EXPECT_EQ(folder.run({"unbundle", "a/main.fair"}).exit_code, 2);
  for (const auto& entry : fs::directory_iterator(folder.at(".")))
    EXPECT_FALSE(entry.path().filename().string().starts_with('.')) << "left behind: " << entry.path();
}

// Whether a bundle is taken, from its bytes to its modules.
bool is_whole(const std::string& bytes) {
  source::Sources sources;
  diagnostics::Diagnostics found;
  const auto bundle = read_bundle(bytes, "x.bundle", found);
  if (!bundle) return false;
  check::Packed packed{.path = "x.bundle", .files = {}};
  for (const auto& [path, file] : bundle->files) packed.files.emplace(path, file.text);
  const base::FileId main = sources.add("x.bundle/" + bundle->main, packed.files.at(bundle->main));
  check::LoadedModules modules = check::load(main, {.packed = &packed}, sources, found);
  const auto contents = contents_of(modules, modules.asked_for.front(), true, sources, found);
  if (!contents) return false;
  hold_to_manifest(*contents, *bundle, "x.bundle", found);
  hold_to_lock(*contents, sources.add("x.bundle/" + bundle->lock, packed.files.at(bundle->lock)), sources, found);
  return !found.has_errors();
}

// What is wrong with a bundle as bytes, without its modules being read.
TEST(Bundle, BelievesNothing) {
  const std::string good = bundle_of(good_entries());
  const auto code_of = [](const std::string& bytes) {
    diagnostics::Diagnostics found;
    const auto bundle = read_bundle(bytes, "x.bundle", found);
    EXPECT_EQ(bundle.has_value(), !found.has_errors());
    if (found.items().empty()) return std::string();
    EXPECT_EQ(found.items().front().place.file, "x.bundle");
    return std::string(diagnostics::code_text(found.items().front().code));
  };
  EXPECT_EQ(code_of(good), "");
  // Cut anywhere, or with one byte changed anywhere, it is refused.
  for (std::size_t cut = 0; cut < good.size(); ++cut) EXPECT_NE(code_of(good.substr(0, cut)), "") << cut;
  EXPECT_TRUE(is_whole(good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = changed[at] == '0' ? '1' : '0';
    EXPECT_FALSE(is_whole(changed)) << at;
  }
  EXPECT_EQ(code_of(good + "x"), "FS1705");
  EXPECT_EQ(code_of(good + "\n"), "FS1705");
  const auto with = [&](Entry entry) {
    std::vector<Entry> entries = good_entries();
    entries.push_back(std::move(entry));
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.path < b.path; });
    return code_of(bundle_of(entries));
  };
  EXPECT_EQ(with({"a/more.csv", "x", ""}), "");
  for (const std::string path : {"../evil.csv", "/tmp/evil.csv", "a/../../evil.csv", "a\\evil.csv", "con.csv", "a/.hidden",
                                 "A/CASES.csv", "a/cases.csv/x", "a", "x.", "é.csv"})
    EXPECT_EQ(with({path, "x", ""}), "FS1706") << path;
  EXPECT_EQ(with({"a/cases.csv", "x", ""}), "FS1706") << "twice";
  EXPECT_EQ(with({std::string("a\0b", 3), "x", ""}), "FS1705");
  EXPECT_EQ(with({"a/b\".csv", "x", ""}), "FS1705");
  EXPECT_EQ(with({"a/x.fair", "x", ""}), "FS1705") << "a module without a name";
  EXPECT_EQ(with({"a/x.fair", "x", " module a.y version \"1\""}), "FS1705") << "a module somewhere else";
  EXPECT_EQ(with({"a/x.csv", "\xff\xfe", ""}), "FS1705") << "not text";
  std::string huge = good;
  huge.replace(huge.find("bytes ") + 6, 2, "999999999");
  EXPECT_EQ(code_of(huge), "FS1705");
  huge.replace(huge.find("999999999"), 9, "99999999999999999999999");
  EXPECT_EQ(code_of(huge), "FS1705");
  EXPECT_EQ(code_of("fairstart bundle 2" + good.substr(18)), "FS1705");
  std::vector<Entry> many = good_entries();
  for (int i = 10'000; i < 12'000; ++i) many.push_back({"b" + std::to_string(i), "", ""});
  EXPECT_EQ(code_of(bundle_of(many)), "FS1705");
}

// Bundles that are whole, and hold what they should not: nothing of them is used or unpacked.
TEST(Bundle, HoldsWhatItsLockSaysAndNoMore) {
  const Folder folder;
  folder.write("outside/secret.fair", "library outside.secret \"Secret\" { version \"1\" }\n");
  const auto refused = [&](std::vector<Entry> entries, const std::string& says) {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.path < b.path; });
    folder.write("x.bundle", bundle_of(entries));
    const auto done = folder.run({"unbundle", "x.bundle", "--out", "unpacked", "--library", "."});
    EXPECT_EQ(done.exit_code, 1) << done.out;
    EXPECT_TRUE(holds(done.err, says));
    EXPECT_FALSE(fs::exists(folder.at("unpacked")));
  };
  std::vector<Entry> entries = good_entries();
  entries[0].text += "Blue,2026-04-01,blue,low\n";
  refused(entries, "FS1702");
  entries = good_entries();
  entries[3].text = "library a.words \"Words\" { version \"1\" }\ncodes colours \"Colours\" { blue \"Blue\", red \"Red\" }\n";
  refused(entries, "x.bundle/a/words.fair:1:9: error[FS1702]");
  entries = good_entries();
  entries[3].more = " module a.words version \"2\"";
  refused(entries, "the manifest says \"2\"");
  entries = good_entries();
  entries.push_back({"a/payload.csv", "x", ""});
  refused(entries, "nothing in the bundle needs `a/payload.csv`");
  entries = good_entries();
  entries.erase(entries.begin() + 3);
  refused(entries, "there is no module `a.words` in x.bundle");
  entries = good_entries();
  entries.erase(entries.begin());
  refused(entries, "there is no `a/cases.csv` in x.bundle");
  entries = good_entries();
  entries[2].text = "fairstart lock 9\n";
  refused(entries, "x.bundle/a/main.lock:1:1: error[FS1701]");
  entries = good_entries();
  entries.erase(entries.begin() + 2);
  refused(entries, "there is no lock");
  // A module of the bundle reads nothing beside it, even where a library has it.
  entries = good_entries();
  entries[3].text = "library a.words \"Words\" { version \"1\" }\nuse outside.secret\n";
  refused(entries, "there is no module `outside.secret` in x.bundle");
  entries = good_entries();
  entries[1].text.replace(entries[1].text.find("cases.csv"), 9, "../secret.csv");
  refused(entries, "is not the name of a file beside this one");
}

TEST(Bundle, RefusesToWriteWhatDoesNotTravel) {
  const Folder folder;
  folder.write("con/core.fair", "framework con.core \"Con\" { version \"1\" }\nuse a.words\n");
  const auto device = folder.run({"bundle", "con/core.fair", "-o", "x.bundle", "--library", "."});
  EXPECT_EQ(device.exit_code, 1);
  EXPECT_TRUE(holds(device.err, "con/core.fair:1:11: error[FS1706]"));
  folder.replace("a/main.fair", "cases.csv", "fälle.csv");
  folder.write("a/fälle.csv", cases_text);
  EXPECT_TRUE(holds(folder.run({"bundle", "a/main.fair", "-o", "x.bundle"}).err, "FS1706"));
  folder.write("a/main.fair", "framework a.main \"Main\" { version 7 }\n");
  EXPECT_EQ(folder.run({"bundle", "a/main.fair", "-o", "x.bundle"}).exit_code, 1) << "what does not check is not sent";
  EXPECT_FALSE(fs::exists(folder.at("x.bundle")));
}

}  // namespace
}  // namespace fairstart::sharing::sharing_test
