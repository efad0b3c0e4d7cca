#include "isolation/entry_copy.hpp"

#include <algorithm>

namespace jackfield::isolation {
namespace {

constexpr std::uint32_t kMostResources = 10'000;

// There is one, but not here: PluginCode::create() is the way.
jf_status JF_CALL no_create(const jf_host*, jf_str, const jf_plugin**, const jf_sink*) noexcept {
  return JF_ERR_UNSUPPORTED;
}

}  // namespace

void EntryCopy::put(Encoder& out, const jf_plugin_entry* entry) {
  const bool is_readable = entry != nullptr && JF_HAS(entry, jf_plugin_entry, create);
  out.put(std::uint8_t{entry != nullptr});
  if (entry == nullptr) return;
  out.put(entry->struct_size);
  if (!is_readable) return;
  out.put(entry->abi_major);
  out.put(entry->abi_minor);
  out.put(entry->abi_minor_required);
  out.put(entry->layout);
  out.put(entry->manifest_json);
  out.put(std::uint8_t{entry->create != nullptr});
  const std::uint32_t count = entry->resources == nullptr ? 0 : entry->resource_count;
  out.put(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    out.put(entry->resources[i].name);
    out.put(entry->resources[i].media_type);
    out.put(entry->resources[i].data);
  }
}

EntryCopy::EntryCopy(Decoder& in) {
  is_present_ = in.take<std::uint8_t>() != 0;
  if (!is_present_) return;
  entry_.struct_size = std::min<std::uint32_t>(in.take<std::uint32_t>(), sizeof entry_);
  if (!JF_HAS(&entry_, jf_plugin_entry, create)) return;
  in.take(entry_.abi_major);
  in.take(entry_.abi_minor);
  in.take(entry_.abi_minor_required);
  in.take(entry_.layout);
  entry_.manifest_json = borrow(kept(in.take<jf_str>()));
  entry_.create = in.take<std::uint8_t>() != 0 ? &no_create : nullptr;
  const std::uint32_t count = std::min(in.take<std::uint32_t>(), kMostResources);
  for (std::uint32_t i = 0; i < count && in.is_good(); ++i) {
    const std::string_view name = kept(in.take<jf_str>());
    const std::string_view type = kept(in.take<jf_str>());
    const std::string_view data = kept(in.take<jf_str>());
    const auto* bytes = static_cast<const std::uint8_t*>(static_cast<const void*>(data.data()));
    resources_.push_back({borrow(name), borrow(type), {bytes, data.size()}});
  }
  entry_.resources = resources_.empty() ? nullptr : resources_.data();
  entry_.resource_count = static_cast<std::uint32_t>(resources_.size());
}

std::string_view EntryCopy::kept(jf_str text) {
  return text.ptr == nullptr ? std::string_view() : std::string_view(texts_.emplace_back(view(text)));
}

}  // namespace jackfield::isolation
