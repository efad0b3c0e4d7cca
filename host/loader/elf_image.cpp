#include "loader/elf_image.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace jackfield::loader {
namespace {

#if defined(__x86_64__)
constexpr std::uint16_t kMachine = EM_X86_64;
constexpr std::string_view kMachineName = "x86-64";
#elif defined(__aarch64__)
constexpr std::uint16_t kMachine = EM_AARCH64;
constexpr std::string_view kMachineName = "aarch64";
#else
#error "the loader reads ELF files of x86-64 and aarch64"
#endif

// No honest plugin comes near; a broken number must not make us read for ever.
constexpr std::uint32_t kMaxEntries = 1U << 20;
constexpr std::uint32_t kMaxLibraries = 1U << 10;

std::string name_of_machine(std::uint16_t machine) {
  switch (machine) {
    case EM_386:
      return "x86 (32-bit)";
    case EM_X86_64:
      return "x86-64";
    case EM_ARM:
      return "arm (32-bit)";
    case EM_AARCH64:
      return "aarch64";
    case EM_RISCV:
      return "riscv";
    case EM_S390:
      return "s390x";
    case EM_PPC64:
      return "ppc64";
    default:
      return fmt::format("machine number {}", machine);
  }
}

Rejection not_a_library(std::string reason) {
  return {ErrorCode::NotASharedLibrary, std::move(reason)};
}

Rejection incomplete(std::string reason) {
  return {ErrorCode::Incomplete, std::move(reason)};
}

// The first bytes, fit to be shown.
std::string opening_of(std::span<const std::byte> file) {
  std::string opening;
  for (const std::byte byte : file.first(std::min<std::size_t>(file.size(), 16))) {
    const char character = static_cast<char>(byte);
    opening += character >= ' ' && character <= '~' ? character : '.';
  }
  return opening;
}

std::optional<Rejection> check_magic(std::span<const std::byte> file) {
  const std::size_t magic = std::min<std::size_t>(file.size(), SELFMAG);
  if (std::memcmp(file.data(), ELFMAG, magic) != 0) {
    return not_a_library(fmt::format("not a shared library, it begins with \"{}\"", opening_of(file)));
  }
  if (file.size() < sizeof(Elf64_Ehdr)) return incomplete(fmt::format("incomplete, only {} bytes", file.size()));
  return std::nullopt;
}

std::optional<Rejection> check_header(const Elf64_Ehdr& header) {
  if (header.e_ident[EI_DATA] != ELFDATA2LSB) return not_a_library("built for a big-endian machine");
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != kMachine) {
    return not_a_library(fmt::format("built for {}, this host is {}", name_of_machine(header.e_machine), kMachineName));
  }
  if (header.e_type == ET_REL) return not_a_library("an object file (.o), expected a shared library");
  if (header.e_type != ET_DYN) return not_a_library("a program, expected a shared library");
  if (header.e_phnum == 0 || header.e_phentsize != sizeof(Elf64_Phdr)) {
    return not_a_library("it has no program headers, expected a shared library");
  }
  return std::nullopt;
}

}  // namespace

bool ElfImage::contains(std::uint64_t offset, std::uint64_t size) const noexcept {
  return offset <= file_.size() && size <= file_.size() - offset;
}

template <typename T>
std::optional<T> ElfImage::at_offset(std::uint64_t offset) const noexcept {
  if (!contains(offset, sizeof(T))) return std::nullopt;
  T value;
  std::memcpy(&value, file_.data() + offset, sizeof(T));
  return value;
}

std::optional<std::uint64_t> ElfImage::offset_of(std::uint64_t address) const noexcept {
  for (const Segment& segment : segments_) {
    if (segment.type != PT_LOAD || address < segment.address || address - segment.address >= segment.size) continue;
    return segment.offset + (address - segment.address);
  }
  return std::nullopt;
}

template <typename T>
std::optional<T> ElfImage::at_address(std::uint64_t address) const noexcept {
  const auto offset = offset_of(address);
  return offset ? at_offset<T>(*offset) : std::nullopt;
}

Judged<ElfImage> ElfImage::parse(std::span<const std::byte> file) {
  if (auto rejection = check_magic(file)) return *std::move(rejection);
  ElfImage image(file);
  if (auto rejection = check_header(*image.at_offset<Elf64_Ehdr>(0))) return *std::move(rejection);
  if (auto rejection = image.read_segments()) return *std::move(rejection);
  if (auto rejection = image.check_sections()) return *std::move(rejection);
  if (auto rejection = image.read_dynamic()) return *std::move(rejection);
  return image;
}

std::optional<Rejection> ElfImage::read_segments() {
  const auto header = *at_offset<Elf64_Ehdr>(0);
  for (std::uint64_t index = 0; index < header.e_phnum; ++index) {
    const auto raw = at_offset<Elf64_Phdr>(header.e_phoff + index * sizeof(Elf64_Phdr));
    if (!raw) return incomplete("incomplete, its program headers are missing");
    if (!contains(raw->p_offset, raw->p_filesz)) {
      return incomplete(fmt::format("incomplete, segment {} needs {} bytes of {}", index, raw->p_offset + raw->p_filesz,
                                    file_.size()));
    }
    segments_.push_back({raw->p_type, raw->p_flags, raw->p_offset, raw->p_vaddr, raw->p_filesz, raw->p_align});
    if (raw->p_type == PT_GNU_STACK) has_executable_stack_ = (raw->p_flags & PF_X) != 0;
    if (raw->p_type == PT_LOAD) has_writable_code_ |= (raw->p_flags & (PF_W | PF_X)) == (PF_W | PF_X);
    if (raw->p_type == PT_GNU_RELRO) has_read_only_relocations_ = true;
  }
  return std::nullopt;
}

std::optional<Rejection> ElfImage::check_sections() const {
  const auto header = *at_offset<Elf64_Ehdr>(0);
  for (std::uint64_t index = 0; index < header.e_shnum; ++index) {
    const auto section = at_offset<Elf64_Shdr>(header.e_shoff + index * sizeof(Elf64_Shdr));
    if (!section) return incomplete("incomplete, its section headers are missing");
    if (section->sh_type == SHT_NOBITS || section->sh_type == SHT_NULL) continue;
    if (!contains(section->sh_offset, section->sh_size)) {
      return incomplete(fmt::format("incomplete, section {} needs {} bytes of {}", index,
                                    section->sh_offset + section->sh_size, file_.size()));
    }
  }
  return std::nullopt;
}

std::optional<Rejection> ElfImage::read_dynamic() {
  for (const Segment& segment : segments_) {
    if (segment.type != PT_DYNAMIC) continue;
    read_dynamic_entries(segment);
    if (dynamic_.is_executable) return not_a_library("a program, expected a shared library");
    return std::nullopt;
  }
  return not_a_library("statically linked, expected a shared library");
}

void ElfImage::read_dynamic_entries(const Segment& segment) {
  std::vector<std::uint64_t> needed;
  std::optional<std::uint64_t> run_path;
  for (std::uint64_t position = 0; position + sizeof(Elf64_Dyn) <= segment.size; position += sizeof(Elf64_Dyn)) {
    const auto entry = *at_offset<Elf64_Dyn>(segment.offset + position);
    const std::uint64_t value = entry.d_un.d_val;
    switch (entry.d_tag) {
      case DT_NULL:
        position = segment.size;
        break;
      case DT_NEEDED:
        needed.push_back(value);
        break;
      case DT_RPATH:
      case DT_RUNPATH:
        run_path = value;
        break;
      case DT_STRTAB:
        tables_.strings = value;
        break;
      case DT_STRSZ:
        tables_.strings_size = value;
        break;
      case DT_SYMTAB:
        tables_.symbols = value;
        break;
      case DT_HASH:
        tables_.hash = value;
        break;
      case DT_GNU_HASH:
        tables_.gnu_hash = value;
        break;
      case DT_VERNEED:
        tables_.needed_versions = value;
        break;
      case DT_VERNEEDNUM:
        tables_.needed_versions_count = value;
        break;
      case DT_VERDEF:
        tables_.offered_versions = value;
        break;
      case DT_VERDEFNUM:
        tables_.offered_versions_count = value;
        break;
      case DT_TEXTREL:
        dynamic_.has_text_relocations = true;
        break;
      case DT_FLAGS:
        dynamic_.has_text_relocations |= (value & DF_TEXTREL) != 0;
        dynamic_.has_static_tls |= (value & DF_STATIC_TLS) != 0;
        dynamic_.binds_now |= (value & DF_BIND_NOW) != 0;
        break;
      case DT_FLAGS_1:
        dynamic_.is_no_delete |= (value & DF_1_NODELETE) != 0;
        dynamic_.binds_now |= (value & DF_1_NOW) != 0;
        dynamic_.is_executable |= (value & DF_1_PIE) != 0;
        break;
      default:
        break;
    }
  }
  for (const std::uint64_t index : needed) dynamic_.needed.push_back(string_at(index));
  if (run_path) dynamic_.run_path = string_at(*run_path);
}

std::string_view ElfImage::string_at(std::uint64_t index) const noexcept {
  if (index >= tables_.strings_size) return {};
  const auto offset = offset_of(tables_.strings + index);
  if (!offset) return {};
  const auto* begin = reinterpret_cast<const char*>(file_.data() + *offset);
  const std::uint64_t room = std::min(tables_.strings_size - index, file_.size() - *offset);
  return {begin, strnlen(begin, room)};
}

std::vector<ElfImage::Note> ElfImage::notes() const {
  std::vector<Note> notes;
  for (const Segment& segment : segments_) {
    if (segment.type != PT_NOTE) continue;
    const std::uint64_t alignment = segment.alignment == 8 ? 8 : 4;
    const auto padded = [&](std::uint64_t size) { return (size + alignment - 1) / alignment * alignment; };
    std::uint64_t position = 0;
    while (position + sizeof(Elf64_Nhdr) <= segment.size) {
      const auto header = *at_offset<Elf64_Nhdr>(segment.offset + position);
      const std::uint64_t owner = position + sizeof(Elf64_Nhdr);
      const std::uint64_t content = owner + padded(header.n_namesz);
      if (content + header.n_descsz > segment.size) break;
      const auto* base = reinterpret_cast<const char*>(file_.data() + segment.offset);
      notes.push_back(
          {{base + owner, strnlen(base + owner, header.n_namesz)}, header.n_type, {base + content, header.n_descsz}});
      position = content + padded(header.n_descsz);
    }
  }
  return notes;
}

std::uint32_t ElfImage::symbol_count() const noexcept {
  if (tables_.hash != 0) return at_address<std::uint32_t>(tables_.hash + sizeof(std::uint32_t)).value_or(0);
  return tables_.gnu_hash != 0 ? symbol_count_by_gnu_hash() : 0;
}

// The table lists only what is defined, sorted by bucket: the end of the longest chain is the end of all symbols.
std::uint32_t ElfImage::symbol_count_by_gnu_hash() const noexcept {
  struct Header {
    std::uint32_t buckets, first_symbol, bloom_words, bloom_shift;
  };
  const auto header = at_address<Header>(tables_.gnu_hash);
  if (!header || header->buckets > kMaxEntries || header->bloom_words > kMaxEntries) return 0;
  const std::uint64_t buckets = tables_.gnu_hash + sizeof(Header) + header->bloom_words * sizeof(std::uint64_t);
  std::uint32_t last = 0;
  for (std::uint64_t bucket = 0; bucket < header->buckets; ++bucket) {
    last = std::max(last, at_address<std::uint32_t>(buckets + bucket * sizeof(std::uint32_t)).value_or(0));
  }
  if (last < header->first_symbol) return header->first_symbol;
  const std::uint64_t chains = buckets + header->buckets * sizeof(std::uint32_t);
  for (; last < kMaxEntries; ++last) {
    const std::uint64_t link = chains + std::uint64_t{last - header->first_symbol} * sizeof(std::uint32_t);
    const auto hash = at_address<std::uint32_t>(link);
    if (!hash || (*hash & 1U) != 0) break;
  }
  return last + 1;
}

std::vector<ElfImage::Symbol> ElfImage::symbols() const {
  std::vector<Symbol> symbols;
  const std::uint32_t count = std::min(symbol_count(), kMaxEntries);
  for (std::uint64_t index = 1; index < count; ++index) {
    const auto raw = at_address<Elf64_Sym>(tables_.symbols + index * sizeof(Elf64_Sym));
    if (!raw) break;
    const auto binding = ELF64_ST_BIND(raw->st_info);
    const auto visibility = ELF64_ST_VISIBILITY(raw->st_other);
    const bool is_defined = raw->st_shndx != SHN_UNDEF;
    symbols.push_back({.name = string_at(raw->st_name),
                       .is_defined = is_defined,
                       .is_exported = is_defined && binding != STB_LOCAL && visibility != STV_HIDDEN,
                       .is_unique = is_defined && binding == STB_GNU_UNIQUE,
                       .is_function = ELF64_ST_TYPE(raw->st_info) == STT_FUNC,
                       .is_weak = binding == STB_WEAK});
  }
  return symbols;
}

std::vector<ElfImage::Version> ElfImage::needed_versions() const {
  std::vector<Version> versions;
  std::uint64_t address = tables_.needed_versions;
  const std::uint64_t libraries = std::min<std::uint64_t>(tables_.needed_versions_count, kMaxLibraries);
  for (std::uint64_t index = 0; index < libraries; ++index) {
    const auto library = at_address<Elf64_Verneed>(address);
    if (!library) break;
    std::uint64_t entry_address = address + library->vn_aux;
    for (std::uint32_t entry = 0; entry < library->vn_cnt; ++entry) {
      const auto version = at_address<Elf64_Vernaux>(entry_address);
      if (!version) break;
      versions.push_back({string_at(library->vn_file), string_at(version->vna_name)});
      if (version->vna_next == 0) break;
      entry_address += version->vna_next;
    }
    if (library->vn_next == 0) break;
    address += library->vn_next;
  }
  return versions;
}

std::vector<ElfImage::Version> ElfImage::offered_versions() const {
  std::vector<Version> versions;
  std::uint64_t address = tables_.offered_versions;
  const std::uint64_t count = std::min<std::uint64_t>(tables_.offered_versions_count, kMaxEntries);
  for (std::uint64_t index = 0; index < count; ++index) {
    const auto definition = at_address<Elf64_Verdef>(address);
    if (!definition) break;
    if (const auto name = at_address<Elf64_Verdaux>(address + definition->vd_aux)) {
      versions.push_back({{}, string_at(name->vda_name)});
    }
    if (definition->vd_next == 0) break;
    address += definition->vd_next;
  }
  return versions;
}

}  // namespace jackfield::loader
