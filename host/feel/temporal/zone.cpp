#include "feel/temporal/zone.hpp"

#include <filesystem>
#include <memory>
#include <unordered_map>

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include "base/mutex.hpp"
#include "feel/temporal/scan.hpp"

namespace jackfield::feel {

class Region {
 public:
  Region(std::string name, absl::TimeZone rules) : name_(std::move(name)), rules_(rules) {}

  std::string_view name() const noexcept { return name_; }
  const absl::TimeZone& rules() const noexcept { return rules_; }

 private:
  const std::string name_;
  const absl::TimeZone rules_;
};

namespace {

constexpr std::string_view kZoneFolder = "/usr/share/zoneinfo/";

// Every region that was ever asked for.
class Regions {
 public:
  const Region* find(std::string_view name) {
    const MutexLock lock(mutex_);
    const auto known = regions_.find(std::string(name));
    return known == regions_.end() ? nullptr : known->second.get();
  }

  const Region* keep(std::string_view name, absl::TimeZone rules) {
    const MutexLock lock(mutex_);
    auto& slot = regions_[std::string(name)];
    if (!slot) slot = std::make_unique<const Region>(std::string(name), rules);
    return slot.get();
  }

 private:
  Mutex mutex_;
  std::unordered_map<std::string, std::unique_ptr<const Region>> regions_ JF_GUARDED_BY(mutex_);
};

Regions& regions() {
  static auto* const all = new Regions;  // never destroyed: values may outlive static storage
  return *all;
}

// Files of the database that are no regions of the language: old abbreviations, aliases of this machine, tables.
bool is_excluded(std::string_view name) noexcept {
  for (const std::string_view other :
       {"EST", "MST", "HST", "ROC", "Factory", "GMT+0", "GMT-0", "localtime", "posixrules"}) {
    if (name == other) return true;
  }
  return name.starts_with("posix/") || name.starts_with("right/");
}

bool is_letter(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_region_name(std::string_view name) noexcept {
  constexpr std::size_t kLongestName = 64;
  if (name.size() < 2 || name.size() > kLongestName || !is_letter(name.front())) return false;
  for (const char c : name) {
    const bool is_allowed = is_letter(c) || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '+' || c == '-';
    if (!is_allowed) return false;
  }
  return !is_excluded(name);
}

bool is_in_database(std::string_view name) {
  std::error_code error;
  return std::filesystem::is_regular_file(std::string(kZoneFolder).append(name), error);
}

absl::CivilSecond civil(std::int64_t local_second) {
  return absl::CivilSecond(1970) + local_second;
}

// Hours, minutes and seconds as they were read.
std::optional<std::int32_t> checked_offset(bool is_negative, int hours, int minutes, int seconds) noexcept {
  constexpr int kSixty = 60;
  if (minutes >= kSixty || seconds >= kSixty) return std::nullopt;
  const std::int32_t total = hours * 3'600 + minutes * 60 + seconds;
  if (total > kMaxOffsetSeconds) return std::nullopt;
  return is_negative ? -total : total;
}

// The short forms: +h, +hh, +hhmm, +hhmmss, and +hh:mm, +hh:mm:ss.
std::optional<std::int32_t> parse_short_offset(std::string_view text) noexcept {
  Scanner scanner(text);
  const bool is_negative = scanner.take('-');
  if (!is_negative && !scanner.take('+')) return std::nullopt;
  const std::string_view rest = scanner.rest();
  if (rest.size() == 1) {
    const std::string_view digit = scanner.take_digits();
    if (digit.empty()) return std::nullopt;
    return checked_offset(is_negative, digit.front() - '0', 0, 0);
  }
  const bool has_colons = rest.size() > 2 && rest[2] == ':';
  int parts[3] = {0, 0, 0};
  for (int& part : parts) {
    const auto value = scanner.take_two_digits();
    if (!value) return std::nullopt;
    part = *value;
    if (scanner.at_end()) return checked_offset(is_negative, parts[0], parts[1], parts[2]);
    if (has_colons && !scanner.take(':')) return std::nullopt;
  }
  return std::nullopt;
}

const Region* fixed_region(std::string_view prefix, std::int32_t offset) {
  std::string name(prefix);
  if (offset != 0) append_offset(name, offset);
  return regions().keep(name, absl::FixedTimeZone(offset));
}

// UTC, GMT or UT, alone or with an offset.
const Region* find_prefixed(std::string_view text) {
  for (const std::string_view prefix : {"UTC", "GMT", "UT"}) {
    if (!text.starts_with(prefix)) continue;
    const std::string_view rest = text.substr(prefix.size());
    if (rest.empty()) return fixed_region(prefix, 0);
    if (rest.front() != '+' && rest.front() != '-') continue;
    const auto offset = parse_short_offset(rest);
    return offset ? fixed_region(prefix, *offset) : nullptr;
  }
  return nullptr;
}

}  // namespace

std::optional<std::int32_t> parse_offset(std::string_view text) {
  if (text == "Z") return 0;
  constexpr std::size_t kLength = 6;
  if (text.size() != kLength || text[3] != ':') return std::nullopt;
  return parse_short_offset(text);
}

void append_offset(std::string& out, std::int32_t seconds) {
  if (seconds == 0) {
    out += 'Z';
    return;
  }
  out += seconds < 0 ? '-' : '+';
  const std::int32_t magnitude = seconds < 0 ? -seconds : seconds;
  append_padded(out, magnitude / 3'600, 2);
  out += ':';
  append_padded(out, magnitude / 60 % 60, 2);
  if (magnitude % 60 == 0) return;
  out += ':';
  append_padded(out, magnitude % 60, 2);
}

void append_to(std::string& out, const Zone& zone) {
  if (zone.region == nullptr) return append_offset(out, zone.offset_seconds);
  out += '@';
  out += zone.region->name();
}

const Region* find_region(std::string_view name) {
  if (!is_region_name(name)) return nullptr;
  if (const Region* known = regions().find(name)) return known;
  if (!is_in_database(name)) return nullptr;
  absl::TimeZone rules;
  if (!absl::LoadTimeZone(std::string(name), &rules)) return nullptr;
  return regions().keep(name, rules);
}

std::optional<Zone> parse_zone_literal(std::string_view text) {
  if (text == "Z") return Zone{};
  constexpr std::size_t kShortest = 6;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    if (text.size() < kShortest || text[3] != ':') return std::nullopt;
    const auto offset = parse_short_offset(text);
    if (!offset) return std::nullopt;
    return Zone{*offset, nullptr};
  }
  const Region* region = find_region(text);
  if (region == nullptr) return std::nullopt;
  return Zone{0, region};
}

std::optional<Zone> parse_zone_id(std::string_view text) {
  if (text == "Z") return Zone{};
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    const auto offset = parse_short_offset(text);
    if (!offset) return std::nullopt;
    return Zone{*offset, nullptr};
  }
  const Region* region = find_prefixed(text);
  if (region == nullptr) region = find_region(text);
  if (region == nullptr) return std::nullopt;
  return Zone{0, region};
}

std::string_view name_of(const Region& region) noexcept {
  return region.name();
}

std::int32_t offset_at(const Region& region, std::int64_t epoch_second) {
  return region.rules().At(absl::FromUnixSeconds(epoch_second)).offset;
}

std::int32_t standard_offset(const Region& region) {
  // Far enough ahead for the rules that stand today; winter and summer of both hemispheres.
  const absl::CivilSecond january(2037, 1, 15);
  const absl::CivilSecond july(2037, 7, 15);
  const auto offset_on = [&](absl::CivilSecond day) { return region.rules().At(region.rules().At(day).pre).offset; };
  return std::min(offset_on(january), offset_on(july));
}

Placement place(const Region& region, std::int64_t local_second, std::optional<std::int32_t> preferred) {
  const absl::TimeZone& rules = region.rules();
  const absl::TimeZone::TimeInfo info = rules.At(civil(local_second));
  const auto offset_of = [&](absl::Time time) { return rules.At(time).offset; };
  if (info.kind == absl::TimeZone::TimeInfo::UNIQUE) return {offset_of(info.pre), 0};
  const std::int32_t before = offset_of(info.trans - absl::Seconds(1));
  const std::int32_t after = offset_of(info.trans);
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) return {after, after - before};
  return {preferred == after ? after : before, 0};
}

}  // namespace jackfield::feel
