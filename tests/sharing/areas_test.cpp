// SPDX-License-Identifier: Apache-2.0
#include "tests/sharing/folder.hpp"

namespace fairstart::sharing::areas_test {
namespace {

// --- modules

TEST(Modules, TwoVersionsOfOneAreAnErrorThatNamesBothWays) {
  const Folder folder;
  const auto core = [](const std::string& version, const std::string& colour) {
    return "library core \"Core\" { version \"" + version + "\" }\ncodes colours \"C\" { " + colour + " \"A\" }\n";
  };
  folder.write("one/left.fair", "library left \"Left\" { version \"1\" }\nuse core\n");
  folder.write("two/right.fair", "library right \"Right\" { version \"1\" }\nuse core\n");
  folder.write("top.fair", "framework top \"Top\" { version \"1\" }\nuse left\nuse right\n");
  const auto check = [&] { return folder.run({"check", "top.fair", "--library", "one", "--library", "two"}); };
  folder.write("one/core.fair", core("1", "red"));
  folder.write("two/core.fair", "# a copy\n" + core("1", "red"));
  EXPECT_EQ(check().exit_code, 0) << check().err;
  folder.write("two/core.fair", core("2", "red"));
  const auto differ = check();
  EXPECT_EQ(differ.exit_code, 1);
  for (const char* part : {"two/right.fair:2:5: error[FS0211]", "version \"1\" in one/core.fair by `top` → `left` → `core`",
                           "version \"2\" in two/core.fair by `top` → `right` → `core`", "--> one/left.fair:2:5",
                           "--> one/core.fair:1:9", "--> two/core.fair:1:9"})
    EXPECT_TRUE(holds(differ.err, part));
  folder.write("two/core.fair", core("1", "blue"));
  EXPECT_TRUE(holds(check().err, "FS0211")) << "of one version, and not alike";
  // One file, and two versions asked for.
  fs::remove(folder.at("two/core.fair"));
  folder.write("one/left.fair", "library left \"Left\" { version \"1\" }\nuse core version \"1\"\n");
  folder.write("two/right.fair", "library right \"Right\" { version \"1\" }\nuse core version \"2\"\n");
  const auto asked = check();
  EXPECT_EQ(asked.exit_code, 1);
  for (const char* part : {"FS0207", "by `top` → `right` → `core`", "by `top` → `left` → `core`", "--> one/left.fair:2:5"})
    EXPECT_TRUE(holds(asked.err, part));
}

TEST(Modules, AreFoundFromTheFilesRootThenInLibrariesInTheirOrder) {
  const Folder folder;
  const auto words = [](const std::string& version) { return "library a.words \"Words\" { version \"" + version + "\" }\n"; };
  folder.write("a/top.fair", "framework a.top \"Top\" { version \"1\" }\nuse a.words version \"1\"\n");
  folder.write("first/a/words.fair", words("first"));
  folder.write("second/a.words.fair", words("second"));
  const auto version_found = [&](const std::vector<std::string>& libraries) {
    std::vector<std::string> command = {"check", "a/top.fair"};
    for (const std::string& library : libraries) command.insert(command.end(), {"--library", library});
    const std::string err = folder.run(command).err;
    const std::size_t at = err.find("but version \"");
    return at == std::string::npos ? std::string("1") : err.substr(at + 13, err.find('"', at + 13) - at - 13);
  };
  EXPECT_EQ(version_found({"first", "second"}), "1") << "beside the file";
  fs::remove(folder.at("a/words.fair"));
  EXPECT_EQ(version_found({"first", "second"}), "first");
  EXPECT_EQ(version_found({"second", "first"}), "second");
}

TEST(Modules, FromElsewhereAreBounded) {
  const Folder folder;
  // A chain that is longer than a run may have modules is told, however deep.
  for (int i = 0; i < 1'100; ++i)
    folder.write("m" + std::to_string(i) + ".fair",
                 "library m" + std::to_string(i) + " \"M\" { version \"1\" }\nuse m" + std::to_string(i + 1) + "\n");
  const auto deep = folder.run({"check", "m0.fair"});
  EXPECT_EQ(deep.exit_code, 1);
  EXPECT_TRUE(holds(deep.err, "more than 1000 modules"));
  // Examples in rows are beside the module, and not a link to somewhere else.
  folder.write("elsewhere/secret.csv", "a secret\n");
  fs::remove(folder.at("a/cases.csv"));
  fs::create_symlink(folder.at("elsewhere/secret.csv"), folder.at("a/cases.csv"));
  for (const char* command : {"check", "lock"}) {
    const auto link = folder.run({command, "a/main.fair"});
    EXPECT_EQ(link.exit_code, 1);
    EXPECT_TRUE(holds(link.err, "a link to a file in another folder"));
    EXPECT_EQ(link.err.find("a secret"), std::string::npos);
  }
}

// --- conformance

std::string shared(const std::string& file) { return (harness::project_root() / "examples" / "sharing" / file).string(); }

TEST(Conform, TellsWhatAnAreaTookAndChanged) {
  const std::vector<std::string> libraries = {"--library", shared("region"), "--library", shared("hillshire")};
  const auto conform = [&](const std::string& file, const std::string& form) {
    std::vector<std::string> command = {"conform", file, "--format", form};
    command.insert(command.end(), libraries.begin(), libraries.end());
    return harness::run_program(command);
  };
  const auto done = conform(shared("hillshire/hillshire/early-start.fair"), "text");
  EXPECT_EQ(done.exit_code, 0) << done.err;
  for (const char* part :
       {"hillshire.early-start, version 2026.1 \"Early start, Hillshire\"\nIt is nowhere weaker than its core.\n",
        "Builds on\n  region.early-start, version 3 \"Early start, the region's core\"\n    SHA-256 ", "Adapted: 3\n",
        "    13 → 12 (the core allows 10 to 13)\n", "    because: Long journeys to clinics: visit sooner\n",
        "offer listening-visits \"Listening visits\", core\n    due within 4 weeks of date of latest assessment → due within 3 "
        "weeks",
        "Retired: 1\n  offer leaflet \"A leaflet\"\n", "because: Visits say it better\n",
        "Added: 1\n  offer winter-boxes \"A box for the winter\"\n",
        "    offer birth-visit \"A visit after the birth\", core\n", "    guarantee every-newborn"})
    EXPECT_TRUE(holds(done.out, part));
  EXPECT_EQ(done.out.find("    offer leaflet"), std::string::npos) << "what is retired is not taken";
  // An area on an area: the core's core counts, and who changed what.
  const auto above = conform(shared("dalesea/dalesea/early-start.fair"), "text");
  EXPECT_EQ(above.exit_code, 0) << above.err;
  for (const char* part : {"Adapted: 5\n", "hillshire.early-start, version 2026.1", "region.early-start, version 3",
                           "(by hillshire.early-start)", "    of hillshire.early-start: 12 → 11 (the core allows 10 to 13)\n",
                           "    amount 1 box → amount 2 boxes\n", "offer winter-boxes"})
    EXPECT_TRUE(holds(above.out, part));
  const auto json = conform(shared("dalesea/dalesea/early-start.fair"), "json");
  EXPECT_EQ(json.exit_code, 0);
  for (const char* part : {"\"conforms\": true", "\"framework\": \"dalesea.early-start\"", "\"by\": \"hillshire.early-start\"",
                           "\"because\": \"Visits say it better\""})
    EXPECT_TRUE(holds(json.out, part));
}

TEST(Conform, RefusesWhatIsWeakerWithBothPlaces) {
  const auto too_little =
      harness::run_program({"conform", shared("hillshire/hillshire/too-little.fair"), "--library", shared("region")});
  EXPECT_EQ(too_little.exit_code, 1);
  EXPECT_EQ(too_little.out, "");
  for (const char* part :
       {"too-little.fair:9:39: error[FS0804]", "too-little.fair:11:3: error[FS0802]", "too-little.fair:12:3: error[FS0802]",
        "too-little.fair:15:14: error[FS0805]", "region/early-start.fair:27:12", "region/early-start.fair:11:11"})
    EXPECT_TRUE(holds(too_little.err, part));
  const auto json = harness::run_program(
      {"conform", shared("hillshire/hillshire/too-little.fair"), "--library", shared("region"), "--format", "json"});
  EXPECT_EQ(json.exit_code, 1);
  EXPECT_TRUE(holds(json.out, "\"conforms\": false"));
  EXPECT_TRUE(holds(json.out, "\"code\": \"FS0802\""));
  EXPECT_EQ(json.err, "");
  const auto none = harness::run_program({"conform", shared("region/region/early-start.fair")});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_TRUE(holds(none.err, "early-start.fair:3:11: error[FS1708]"));
}

}  // namespace
}  // namespace fairstart::sharing::areas_test
