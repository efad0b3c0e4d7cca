#include "check/imports.hpp"

#include <dlfcn.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <span>

namespace jackfield::check {
namespace {

// The dynamic linker has turned addresses of the dynamic section into absolute ones, on most systems.
template <typename Type>
const Type* at(const link_map& library, ElfW(Addr) address) noexcept {
  return reinterpret_cast<const Type*>(address < library.l_addr ? address + library.l_addr : address);
}

void make_writable(const void* slot) noexcept {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(slot) / page * page;
  ::mprotect(reinterpret_cast<void*>(begin), page, PROT_READ | PROT_WRITE);
}

}  // namespace

// What the dynamic section of a library points to.
struct Imports::Tables {
  explicit Tables(const link_map& library) noexcept {
    ElfW(Addr) relocated = 0;
    ElfW(Addr) jumped = 0;
    std::size_t relocated_bytes = 0;
    std::size_t jumped_bytes = 0;
    for (const ElfW(Dyn)* entry = library.l_ld; entry->d_tag != DT_NULL; ++entry) {
      if (entry->d_tag == DT_SYMTAB) symbols = at<ElfW(Sym)>(library, entry->d_un.d_ptr);
      if (entry->d_tag == DT_STRTAB) names = at<char>(library, entry->d_un.d_ptr);
      if (entry->d_tag == DT_RELA) relocated = entry->d_un.d_ptr;
      if (entry->d_tag == DT_RELASZ) relocated_bytes = entry->d_un.d_val;
      if (entry->d_tag == DT_JMPREL) jumped = entry->d_un.d_ptr;
      if (entry->d_tag == DT_PLTRELSZ) jumped_bytes = entry->d_un.d_val;
    }
    if (relocated != 0) lists[0] = {at<ElfW(Rela)>(library, relocated), relocated_bytes / sizeof(ElfW(Rela))};
    if (jumped != 0) lists[1] = {at<ElfW(Rela)>(library, jumped), jumped_bytes / sizeof(ElfW(Rela))};
  }

  std::string_view name_of(const ElfW(Rela) & relocation) const noexcept {
    const auto index = ELF64_R_SYM(relocation.r_info);
    return index == 0 ? std::string_view() : std::string_view(names + symbols[index].st_name);
  }

  const ElfW(Sym) * symbols = nullptr;
  const char* names = nullptr;
  std::span<const ElfW(Rela)> lists[2];
};

Imports::Imports(const void* inside) noexcept {
  Dl_info found{};
  void* map = nullptr;
  if (::dladdr1(inside, &found, &map, RTLD_DL_LINKMAP) != 0) link_map_ = map;
}

template <typename Visit>
void Imports::for_each(std::string_view function, Visit&& visit) const {
  if (link_map_ == nullptr) return;
  const link_map& library = *static_cast<const link_map*>(link_map_);
  const Tables tables(library);
  for (const auto& list : tables.lists) {
    for (const ElfW(Rela) & relocation : list) {
      if (tables.name_of(relocation) == function) visit(library.l_addr + relocation.r_offset);
    }
  }
}

bool Imports::has(std::string_view function) const noexcept {
  bool is_there = false;
  for_each(function, [&](ElfW(Addr)) { is_there = true; });
  return is_there;
}

void Imports::redirect(std::string_view function, void* target) const noexcept {
  for_each(function, [&](ElfW(Addr) address) {
    void** slot = reinterpret_cast<void**>(address);
    make_writable(slot);
    *slot = target;
  });
}

}  // namespace jackfield::check
