/* Puts the manifest and the files of a plugin into its binary.
 *
 * jackfield_add_plugin() of CMake uses this by itself. Without CMake write, in one source file of the plugin:
 *
 *   #include "jackfield/embed.h"
 *   JF_EMBED("manifest.json", JF_RESOURCE("schema/in.json", "application/json", "schema/in.json"))
 *
 * or JF_EMBED("manifest.json", "") without resources. Paths are looked up from the directory the compiler runs in, then
 * in its include directories. The host reads the manifest from the ELF note (on Windows: from the section .jfmeta,
 * which holds the same records) without running any code of the plugin; the plugin's entry points at the very same
 * bytes, so the two cannot differ. Do not compile that one file with -flto.
 *
 * JF_ENTRY(create) defines the plugin's one exported function for those who have no JF_PLUGIN of the C++ SDK.
 */
#ifndef JACKFIELD_EMBED_H
#define JACKFIELD_EMBED_H

#include "jackfield/plugin.h"

#if defined(_WIN32)
#define JF_HIDDEN
#else
#define JF_HIDDEN __attribute__((visibility("hidden")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What JF_EMBED defines, for the plugin's entry. Constant, and never exported. */
extern const jf_str jf_plugin_manifest JF_HIDDEN;
extern const jf_resource jf_plugin_resources[] JF_HIDDEN;
extern const uint32_t jf_plugin_resource_count JF_HIDDEN;

#ifdef __cplusplus
} /* extern "C" */
#endif

/* The entry of a plugin in C, or of one in another language whose compiler also takes a C file. create is a function as
 * jf_plugin_entry.create describes it. The table is filled in while the file is loaded, because C takes no constants of
 * another object in an initialiser. */
#define JF_ENTRY(create_function)                                      \
  static jf_plugin_entry jf_entry_table;                               \
  __attribute__((constructor)) static void jf_fill_entry_table(void) { \
    jf_entry_table.struct_size = (uint32_t)sizeof(jf_plugin_entry);    \
    jf_entry_table.abi_major = JF_ABI_MAJOR;                           \
    jf_entry_table.abi_minor = JF_ABI_MINOR;                           \
    jf_entry_table.layout = JF_LAYOUT;                                 \
    jf_entry_table.manifest_json = jf_plugin_manifest;                 \
    jf_entry_table.resources = jf_plugin_resources;                    \
    jf_entry_table.resource_count = jf_plugin_resource_count;          \
    jf_entry_table.create = create_function;                           \
  }                                                                    \
  JF_EXPORT const jf_plugin_entry* JF_CALL jf_plugin_entry_v1(void) {  \
    return &jf_entry_table;                                            \
  }

/* The directive for an address or a length in a struct. */
#if __SIZEOF_POINTER__ == 8
#define JF_ASM_WORD ".8byte "
#define JF_ASM_RESOURCE_SIZE "48"
#else
#define JF_ASM_WORD ".4byte "
#define JF_ASM_RESOURCE_SIZE "24"
#endif

/* Where notes, tables and the bytes of files go, and the way back. The tables lie where the loader makes memory
 * read-only once it has filled in the addresses. JF_ASM_OBJECT is a hidden data symbol of that name. */
/* clang-format off */
#if defined(_WIN32)
#define JF_ASM_IN_NOTES ".section .jfmeta,\"dr\"\n"
#define JF_ASM_IN_TABLES ".section .rdata$jf1,\"dr\"\n"
#define JF_ASM_IN_BYTES ".section .rdata$jf0,\"dr\"\n"
#define JF_ASM_TO_TABLES JF_ASM_IN_TABLES
#define JF_ASM_TO_CODE ".text\n"
#define JF_ASM_OBJECT(name) ".globl " name "\n" name ":\n"
#else
#define JF_ASM_IN_NOTES ".pushsection .note.jackfield,\"a\",%note\n"
#define JF_ASM_IN_TABLES ".pushsection .data.rel.ro,\"aw\",%progbits\n"
#define JF_ASM_IN_BYTES ".pushsection .rodata\n"
#define JF_ASM_TO_TABLES ".popsection\n"
#define JF_ASM_TO_CODE ".popsection\n"
#define JF_ASM_OBJECT(name) ".hidden " name "\n.globl " name "\n.type " name ",%object\n" name ":\n"
#endif

/* One note record: owner "Jackfield", the given type, the content of the file. Labels 75 and 76 end up around it. */
#define JF_ASM_NOTE(type, path)                                         \
  JF_ASM_IN_NOTES                                                       \
  ".balign 4\n"                                                         \
  ".4byte 10\n.4byte 76f-75f\n.4byte " type "\n.asciz \"Jackfield\"\n"  \
  ".balign 4\n"                                                         \
  "75: .incbin \"" path "\"\n"                                          \
  "76: .balign 4\n"                                                     \
  JF_ASM_TO_CODE

/* One row of the resource table; name is what the manifest calls the file, path is where it lies. */
#define JF_RESOURCE(name, media_type, path)                             \
  JF_ASM_IN_BYTES                                                       \
  "71: .incbin \"" path "\"\n"                                          \
  "72: .ascii \"" name "\"\n"                                           \
  "73: .ascii \"" media_type "\"\n"                                     \
  "74:\n"                                                               \
  JF_ASM_TO_TABLES                                                      \
  JF_ASM_WORD "72b, 73b-72b, 73b, 74b-73b, 71b, 72b-71b\n"

/* Embeds the manifest and any number of JF_RESOURCE, written one after the other without commas. */
#define JF_EMBED(manifest_path, resources)                              \
  __asm__(                                                              \
      JF_ASM_NOTE("1", manifest_path)                                   \
      JF_ASM_IN_TABLES                                                  \
      ".balign 8\n"                                                     \
      JF_ASM_OBJECT("jf_plugin_manifest")                               \
      JF_ASM_WORD "75b, 76b-75b\n"                                      \
      JF_ASM_OBJECT("jf_plugin_resources") resources                    \
      "77:\n"                                                           \
      JF_ASM_OBJECT("jf_plugin_resource_count")                         \
      ".4byte (77b-jf_plugin_resources)/" JF_ASM_RESOURCE_SIZE "\n"     \
      JF_ASM_TO_CODE);
/* clang-format on */

/* Adds what is known about the build, a JSON file, as note type 2. */
#define JF_EMBED_BUILD_INFO(path) __asm__(JF_ASM_NOTE("2", path));

#endif /* JACKFIELD_EMBED_H */
