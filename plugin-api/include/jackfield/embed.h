/* Puts the manifest and the files of a plugin into its binary.
 *
 * jackfield_add_plugin() of CMake uses this by itself. Without CMake write, in one source file of the plugin:
 *
 *   #include "jackfield/embed.h"
 *   JF_EMBED("manifest.json", JF_RESOURCE("schema/in.json", "application/json", "schema/in.json"))
 *
 * or JF_EMBED("manifest.json", "") without resources. Paths are looked up from the directory the compiler runs in.
 * The host reads the manifest from the ELF note without running any code of the plugin; the plugin's entry points at
 * the very same bytes, so the two cannot differ. Do not compile that one file with -flto.
 */
#ifndef JACKFIELD_EMBED_H
#define JACKFIELD_EMBED_H

#include "jackfield/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What JF_EMBED defines, for the plugin's entry. Constant, and never exported. */
extern const jf_str jf_plugin_manifest __attribute__((visibility("hidden")));
extern const jf_resource jf_plugin_resources[] __attribute__((visibility("hidden")));
extern const uint32_t jf_plugin_resource_count __attribute__((visibility("hidden")));

#ifdef __cplusplus
} /* extern "C" */
#endif

/* The directive for an address or a length in a struct. */
#if __SIZEOF_POINTER__ == 8
#define JF_ASM_WORD ".8byte "
#define JF_ASM_RESOURCE_SIZE "48"
#else
#define JF_ASM_WORD ".4byte "
#define JF_ASM_RESOURCE_SIZE "24"
#endif

/* clang-format off */
/* One note record: owner "Jackfield", the given type, the content of the file. Labels 75 and 76 end up around it. */
#define JF_ASM_NOTE(type, path)                                         \
  ".pushsection .note.jackfield,\"a\",%note\n"                          \
  ".balign 4\n"                                                         \
  ".4byte 10\n.4byte 76f-75f\n.4byte " type "\n.asciz \"Jackfield\"\n"  \
  ".balign 4\n"                                                         \
  "75: .incbin \"" path "\"\n"                                          \
  "76: .balign 4\n"                                                     \
  ".popsection\n"

/* One row of the resource table; name is what the manifest calls the file, path is where it lies. */
#define JF_RESOURCE(name, media_type, path)                             \
  ".pushsection .rodata\n"                                              \
  "71: .incbin \"" path "\"\n"                                          \
  "72: .ascii \"" name "\"\n"                                           \
  "73: .ascii \"" media_type "\"\n"                                     \
  "74:\n"                                                               \
  ".popsection\n"                                                       \
  JF_ASM_WORD "72b, 73b-72b, 73b, 74b-73b, 71b, 72b-71b\n"

/* A hidden data symbol of that name. */
#define JF_ASM_OBJECT(name) \
  ".hidden " name "\n.globl " name "\n.type " name ",%object\n" name ":\n"

/* Embeds the manifest and any number of JF_RESOURCE, written one after the other without commas. The tables lie where
 * the loader makes memory read-only once it has filled in the addresses. */
#define JF_EMBED(manifest_path, resources)                              \
  __asm__(                                                              \
      JF_ASM_NOTE("1", manifest_path)                                   \
      ".pushsection .data.rel.ro,\"aw\",%progbits\n"                    \
      ".balign 8\n"                                                     \
      JF_ASM_OBJECT("jf_plugin_manifest")                               \
      JF_ASM_WORD "75b, 76b-75b\n"                                      \
      JF_ASM_OBJECT("jf_plugin_resources") resources                    \
      "77:\n"                                                           \
      JF_ASM_OBJECT("jf_plugin_resource_count")                         \
      ".4byte (77b-jf_plugin_resources)/" JF_ASM_RESOURCE_SIZE "\n"     \
      ".popsection\n");
/* clang-format on */

/* Adds what is known about the build, a JSON file, as note type 2. */
#define JF_EMBED_BUILD_INFO(path) __asm__(JF_ASM_NOTE("2", path));

#endif /* JACKFIELD_EMBED_H */
