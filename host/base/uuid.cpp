#include "base/uuid.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <random>

namespace jackfield {
namespace {

std::uint64_t random_bits(std::random_device& device) {
  return (std::uint64_t{device()} << 32) | device();
}

}  // namespace

std::string random_uuid() {
  std::random_device device;
  const std::uint64_t head = (random_bits(device) & ~std::uint64_t{0xF000}) | 0x4000;
  const std::uint64_t tail = (random_bits(device) & ~(std::uint64_t{3} << 62)) | std::uint64_t{1} << 63;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", head >> 32, head >> 16 & 0xFFFF, head & 0xFFFF, tail >> 48,
                     tail & 0xFFFF'FFFF'FFFF);
}

}  // namespace jackfield
