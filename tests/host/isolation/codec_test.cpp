#include "isolation/codec.hpp"

#include <gtest/gtest.h>

#include <array>

namespace jackfield::isolation {
namespace {

TEST(Codec, values_come_back_as_they_went) {
  Encoder out;
  out.put(std::int32_t{-7});
  out.put(2.5);
  out.put(std::string_view("text"));
  out.put(~std::uint64_t{0});
  Decoder in(out.bytes());
  EXPECT_EQ(in.take<std::int32_t>(), -7);
  EXPECT_EQ(in.take<double>(), 2.5);
  EXPECT_EQ(view(in.take<jf_str>()), "text");
  EXPECT_EQ(in.take<std::uint64_t>(), ~std::uint64_t{0});
  EXPECT_TRUE(in.is_good());
}

TEST(Codec, an_absent_text_is_not_an_empty_one) {
  Encoder out;
  out.put(jf_str{nullptr, 0});
  out.put(jf_str{"", 0});
  Decoder in(out.bytes());
  EXPECT_EQ(in.take<jf_str>().ptr, nullptr);
  const jf_str empty = in.take<jf_str>();
  EXPECT_NE(empty.ptr, nullptr);
  EXPECT_EQ(empty.len, 0U);
}

TEST(Codec, lists_of_pairs_keep_their_order_and_their_repetitions) {
  const std::array<jf_kv, 2> pairs{jf_kv{borrow("a"), borrow("1")}, jf_kv{borrow("a"), {nullptr, 0}}};
  Encoder out;
  out.put(pairs.data(), 2);
  Decoder in(out.bytes());
  const jf_kv* list = nullptr;
  std::uint32_t count = 0;
  in.take(list, count);
  ASSERT_EQ(count, 2U);
  EXPECT_EQ(view(list[0].value), "1");
  EXPECT_EQ(view(list[1].key), "a");
  EXPECT_EQ(list[1].value.ptr, nullptr);
}

TEST(Codec, bytes_that_end_early_or_lie_about_lengths_do_no_harm) {
  Encoder out;
  out.put(std::string_view("a text"));
  const jf_kv pair{borrow("key"), borrow("value")};
  out.put(&pair, 1);
  const std::string whole = out.bytes();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    Decoder in(std::string_view(whole).substr(0, length));
    const jf_kv* list = nullptr;
    std::uint32_t count = 0;
    in.take<jf_str>();
    in.take(list, count);
    EXPECT_FALSE(in.is_good()) << length;
  }
  Encoder lie;
  lie.put(std::uint32_t{4'000'000'000U});
  Decoder in(lie.bytes());
  const jf_kv* list = &pair;
  std::uint32_t count = 1;
  in.take(list, count);
  EXPECT_FALSE(in.is_good());
  EXPECT_EQ(count, 0U);
  EXPECT_EQ(list, nullptr);
}

}  // namespace
}  // namespace jackfield::isolation
