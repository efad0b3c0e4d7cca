#include "feel/text/case_mapping.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel::text {
namespace {

TEST(CaseMapping, knows_letters_that_grow) {
  EXPECT_EQ(to_upper("Stra\u00dfe"), "STRASSE");
  EXPECT_EQ(to_upper("\ufb01n"), "FIN");
  EXPECT_EQ(to_lower("\u0130"), "i\u0307");
}

TEST(CaseMapping, maps_all_scripts) {
  EXPECT_EQ(to_upper("äöü éñ абв ǆ"), "ÄÖÜ ÉÑ АБВ Ǆ");
  EXPECT_EQ(to_lower("ÄÖÜ ÉÑ АБВ"), "äöü éñ абв");
  EXPECT_EQ(to_lower("𐐀"), "𐐨");
}

TEST(CaseMapping, sees_the_end_of_a_greek_word) {
  EXPECT_EQ(to_lower("ΟΔΥΣΣΕΥΣ Σ"), "οδυσσευς σ");
}

TEST(CaseMapping, leaves_the_rest_alone) {
  EXPECT_EQ(to_upper("1€日本\xED\xA0\xBD"), "1€日本\xED\xA0\xBD");
}

}  // namespace
}  // namespace jackfield::feel::text
