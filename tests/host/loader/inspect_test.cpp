#include "loader/inspect.hpp"

#include <elf.h>
#include <gmock/gmock.h>

#include "loader/elf_image.hpp"
#include "loader/fixture_files.hpp"

namespace jackfield::loader {
namespace {

using test::bytes_of;
using test::content_of;
using test::fixture;
using test::patch;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class InspectTest : public ::testing::Test {
 protected:
  Verdict verdict_on(const std::string& content) const { return inspect(bytes_of(content), system); }

  // "101 reason" of a rejection, or what else came out.
  std::string rejection_of(const std::string& content) const {
    const Verdict verdict = verdict_on(content);
    if (std::holds_alternative<NotAPlugin>(verdict)) return "not a plugin";
    const auto* rejection = std::get_if<Rejection>(&verdict);
    return rejection == nullptr ? "accepted" : text_of(rejection->code) + " " + rejection->reason;
  }

  // Offset of the program header of that type.
  static std::size_t segment(const std::string& content, std::uint32_t type) {
    Elf64_Ehdr header;
    std::memcpy(&header, content.data(), sizeof header);
    for (std::size_t index = 0; index < header.e_phnum; ++index) {
      Elf64_Phdr segment;
      const std::size_t offset = header.e_phoff + index * sizeof segment;
      std::memcpy(&segment, content.data() + offset, sizeof segment);
      if (segment.p_type == type) return offset;
    }
    return 0;
  }

  const SystemVersions system = SystemVersions::of_this_process();
  std::string plugin = content_of(fixture("fixture_ok"));
};

TEST_F(InspectTest, a_good_plugin_is_accepted_and_can_be_unloaded) {
  const Verdict verdict = verdict_on(plugin);
  const auto* inspection = std::get_if<Inspection>(&verdict);
  ASSERT_NE(inspection, nullptr) << rejection_of(plugin);
  EXPECT_EQ(inspection->manifest.id, "fixture.ok");
  EXPECT_EQ(inspection->manifest.version, "1.0.0");
  EXPECT_THAT(inspection->resident_reasons, IsEmpty());
  EXPECT_THAT(inspection->manifest_json, HasSubstr("fixture:ok:1"));
}

TEST_F(InspectTest, a_file_cut_short_anywhere_is_never_accepted) {
  std::size_t accepted = 0;
  for (std::size_t size = 0; size < plugin.size(); size += size < 4096 || plugin.size() - size < 4096 ? 1 : 97) {
    const Verdict verdict = inspect(bytes_of(plugin).first(size), system);
    const auto* rejection = std::get_if<Rejection>(&verdict);
    if (rejection == nullptr || rejection->code != ErrorCode::Incomplete) ++accepted;
  }
  EXPECT_EQ(accepted, 0U);
}

TEST_F(InspectTest, another_machine_is_named) {
  patch<std::uint16_t>(plugin, offsetof(Elf64_Ehdr, e_machine), EM_RISCV);
  EXPECT_THAT(rejection_of(plugin), HasSubstr("JFP-0101 built for riscv, this host is "));
}

TEST_F(InspectTest, text_with_the_name_of_a_library_is_quoted) {
  EXPECT_EQ(rejection_of("<!DOCTYPE html><html>"),
            R"(JFP-0101 not a shared library, it begins with "<!DOCTYPE html><")");
}

TEST_F(InspectTest, a_program_is_not_a_plugin_file) {
  patch<std::uint16_t>(plugin, offsetof(Elf64_Ehdr, e_type), ET_EXEC);
  EXPECT_EQ(rejection_of(plugin), "JFP-0101 a program, expected a shared library");
  EXPECT_EQ(rejection_of(content_of("/proc/self/exe")), "JFP-0101 a program, expected a shared library");
}

TEST_F(InspectTest, an_entry_without_a_manifest_is_rejected) {
  EXPECT_THAT(rejection_of(content_of(fixture("fixture_no_manifest"))), HasSubstr("JFP-0104"));
}

TEST_F(InspectTest, a_newer_abi_is_rejected_with_both_versions) {
  EXPECT_EQ(rejection_of(content_of(fixture("fixture_wrong_abi"))), "JFP-0103 ABI 2.0 needed, this host offers 1.0");
}

TEST_F(InspectTest, a_manifest_without_an_entry_is_rejected) {
  const std::size_t name = plugin.find(kEntrySymbol);
  plugin[name] = 'x';
  EXPECT_THAT(rejection_of(plugin), HasSubstr("JFP-0106"));
}

TEST_F(InspectTest, a_library_that_is_no_plugin_is_not_judged) {
  std::string library = content_of(fixture("fixture_no_manifest"));
  library[library.find(kEntrySymbol)] = 'x';
  EXPECT_EQ(rejection_of(library), "not a plugin");
}

TEST_F(InspectTest, a_broken_manifest_is_rejected_with_its_place) {
  plugin[plugin.find("outbound")] = 'O';
  EXPECT_THAT(rejection_of(plugin), HasSubstr("JFP-0104 manifest: connectors[0].direction"));
}

TEST_F(InspectTest, an_executable_stack_is_rejected) {
  const std::size_t stack = segment(plugin, PT_GNU_STACK);
  ASSERT_NE(stack, 0U);
  patch<std::uint32_t>(plugin, stack + offsetof(Elf64_Phdr, p_flags), PF_R | PF_W | PF_X);
  EXPECT_THAT(rejection_of(plugin), HasSubstr("JFP-0108 it wants an executable stack"));
}

TEST_F(InspectTest, what_a_process_bears_only_once_needs_one_of_its_own) {
  EXPECT_EQ(std::get<Inspection>(verdict_on(plugin)).why_not_in_host, "");
  constexpr std::string_view kHarmless = "libstdc++.so.6";
  plugin.replace(plugin.find(kHarmless), kHarmless.size(), "libgrpc++.so.6");
  EXPECT_EQ(std::get<Inspection>(inspect(bytes_of(plugin), SystemVersions{})).why_not_in_host,
            "it links libgrpc++.so.6, of which a process can load only one copy ever");
}

TEST_F(InspectTest, a_newer_library_is_named_beside_what_this_system_has) {
  const SystemVersions old({{"libstdc++.so.6", {"GLIBCXX_3.0", "CXXABI_1.0"}}});
  const Verdict verdict = inspect(bytes_of(plugin), old);
  const auto* rejection = std::get_if<Rejection>(&verdict);
  ASSERT_NE(rejection, nullptr);
  EXPECT_EQ(rejection->code, ErrorCode::SystemTooOld);
  EXPECT_THAT(rejection->reason, HasSubstr("of libstdc++.so.6, this system has "));
}

TEST_F(InspectTest, broken_numbers_inside_do_no_harm) {
  // A walk over the file, one byte wrong at a time: whatever comes out, reading stays inside the bytes.
  std::size_t judged = 0;
  for (std::size_t at = 0; at < plugin.size(); at += at < 8192 ? 3 : 211) {
    const char original = plugin[at];
    plugin[at] = static_cast<char>(original ^ 0x5a);
    (void)verdict_on(plugin);
    plugin[at] = original;
    ++judged;
  }
  EXPECT_GT(judged, 1000U);
}

TEST(SystemVersions, compares_numbers_and_not_letters) {
  const SystemVersions system({{"libc.so.6", {"GLIBC_2.2.5", "GLIBC_2.9", "GLIBC_2.13", "OTHER_3.0"}}});
  EXPECT_EQ(system.newest_like("libc.so.6", "GLIBC_2.38"), "GLIBC_2.13");
}

TEST(SystemVersions, knows_that_this_system_offers_its_own_symbols) {
  const SystemVersions system = SystemVersions::of_this_process();
  EXPECT_FALSE(system.newest_like("libc.so.6", "GLIBC_2.2.5").empty());
  EXPECT_FALSE(system.offers("libc.so.6", "GLIBC_99.0"));
  EXPECT_TRUE(system.offers("libunknown.so.1", "ANY_1"));
}

}  // namespace
}  // namespace jackfield::loader
