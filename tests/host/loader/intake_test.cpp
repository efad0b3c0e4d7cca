#include "loader/intake.hpp"

#include "loader/registry_fixture.hpp"

namespace jackfield::loader {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class IntakeTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    Result<ShadowFolder> shadow = ShadowFolder::make(folder / "shadow");
    ASSERT_TRUE(shadow) << shadow.failure().message;
    shadow_path = shadow->path();
    intake = std::make_unique<Intake>(*std::move(shadow), *registry, clock, log.room("loader"));
  }

  // The file as it lies there now comes to rest.
  std::optional<TimePoint> take() {
    present.insert("ok.so");
    const auto again = intake->take(scan_folder(folder.path()).files.at(0));
    executor->run_all();
    return again;
  }

  std::size_t copies_left() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(shadow_path)) {
      count += entry.path().extension() == ".so" ? 1 : 0;
    }
    return count;
  }

  void trust_only(const std::string& sha256, SignaturePolicy policy) {
    test::write_file(folder / "allowed", sha256 + "  plugin.so\n");
    intake.reset();
    Result<ShadowFolder> shadow = ShadowFolder::make(folder / "shadow");
    shadow_path = shadow->path();
    intake = std::make_unique<Intake>(*std::move(shadow), *registry, clock, log.room("loader"),
                                      *Signatures::make({policy, {}, folder / "allowed"}));
  }

  std::filesystem::path shadow_path;
  std::unique_ptr<Intake> intake;
};

TEST_F(IntakeTest, a_good_file_serves_from_its_copy) {
  test::place(test::fixture("fixture_ok"), folder / "ok.so");
  EXPECT_FALSE(take());
  EXPECT_EQ(version_that_serves("fixture:ok:1"), R"({"version":"1.0.0"})");
  EXPECT_EQ(copies_left(), 1U);
  EXPECT_FALSE(is_mapped(folder / "ok.so"));
}

TEST_F(IntakeTest, an_incomplete_file_is_looked_at_again_with_growing_pauses) {
  test::write_file(folder / "ok.so", test::content_of(test::fixture("fixture_ok")).substr(0, 5000));
  for (const milliseconds pause : {200ms, 500ms, 1000ms, 2000ms, 5000ms, 5000ms})
    EXPECT_EQ(take(), clock.now() + pause);
  EXPECT_EQ(copies_left(), 0U);
}

TEST_F(IntakeTest, an_incomplete_file_is_reported_once_and_only_after_ten_seconds) {
  test::write_file(folder / "ok.so", test::content_of(test::fixture("fixture_ok")).substr(0, 5000));
  take();
  clock.advance(9s);
  take();
  EXPECT_THAT(lines, Not(Contains(HasSubstr("JFP-0102"))));
  clock.advance(1s);
  take();
  take();
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0102 rejected ok.so (sha unknown): incomplete, ")).Times(1));
}

TEST_F(IntakeTest, a_rejected_file_leaves_no_copy) {
  test::write_file(folder / "ok.so", "<html>");
  EXPECT_FALSE(take());
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0101 rejected ok.so")));
  EXPECT_EQ(copies_left(), 0U);
}

TEST_F(IntakeTest, the_content_that_serves_already_is_not_loaded_again) {
  test::place(test::fixture("fixture_ok"), folder / "ok.so");
  take();
  test::place(test::fixture("fixture_ok"), folder / "ok.so");
  take();
  EXPECT_EQ(copies_left(), 1U);
  EXPECT_EQ(registry->statuses().at(0).generation, GenerationId{1});
}

TEST_F(IntakeTest, an_unsigned_file_is_refused_where_signatures_are_required) {
  trust_only("1111111111111111111111111111111111111111111111111111111111111111", SignaturePolicy::Require);
  test::place(test::fixture("fixture_ok"), folder / "ok.so");
  take();
  EXPECT_EQ(version_that_serves("fixture:ok:1"), "nobody");
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0119 rejected ok.so")));
  EXPECT_EQ(copies_left(), 0U);
}

TEST_F(IntakeTest, an_unsigned_file_is_taken_with_a_warning_where_that_is_the_policy) {
  trust_only("1111111111111111111111111111111111111111111111111111111111111111", SignaturePolicy::Warn);
  test::place(test::fixture("fixture_ok"), folder / "ok.so");
  take();
  EXPECT_EQ(version_that_serves("fixture:ok:1"), R"({"version":"1.0.0"})");
  EXPECT_THAT(lines, Contains(HasSubstr("plugin file is not trusted, but taken")));
}

TEST_F(IntakeTest, a_file_looks_changed_when_its_signature_comes) {
  test::place(test::fixture("fixture_ok"), folder / "ok.so");
  const FileStamp before = scan_folder(folder.path()).files.at(0).stamp;
  test::write_file(folder / "ok.so.sig", "signature");
  const SeenFile after = scan_folder(folder.path()).files.at(0);
  EXPECT_NE(after.stamp, before);
  EXPECT_FALSE(intake->take(after)) << "and can be copied";
}

}  // namespace
}  // namespace jackfield::loader
