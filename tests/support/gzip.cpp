#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/crc.hpp>

#include "support/http_server.hpp"

namespace jackfield::test {
namespace {

std::string deflated(std::string_view data) {
  namespace zlib = boost::beast::zlib;
  zlib::deflate_stream stream;
  std::string out(stream.upper_bound(data.size()) + 64, '\0');
  zlib::z_params params;
  params.next_in = data.data();
  params.avail_in = data.size();
  params.next_out = out.data();
  params.avail_out = out.size();
  boost::system::error_code error;
  stream.write(params, zlib::Flush::finish, error);
  out.resize(params.total_out);
  return out;
}

void append_little_endian(std::string& out, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((number >> shift) & 0xffu));
}

std::uint32_t adler32(std::string_view data) {
  std::uint32_t sum = 1, sums = 0;
  for (const char c : data) {
    sum = (sum + static_cast<unsigned char>(c)) % 65521;
    sums = (sums + sum) % 65521;
  }
  return sums << 16 | sum;
}

}  // namespace

std::string zlib_compressed(std::string_view data) {
  std::string out = "\x78\x9c" + deflated(data);
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>((adler32(data) >> shift) & 0xffu));
  return out;
}

std::string gzip_compressed(std::string_view data) {
  using namespace std::string_view_literals;
  boost::crc_32_type crc;
  crc.process_bytes(data.data(), data.size());
  std::string out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"sv);
  out += deflated(data);
  append_little_endian(out, crc.checksum());
  append_little_endian(out, static_cast<std::uint32_t>(data.size()));
  return out;
}

}  // namespace jackfield::test
