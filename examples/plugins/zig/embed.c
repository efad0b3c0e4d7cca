/* The one exported function, and the files that go into the binary. Zig compiles this, too. */
#include "jackfield/embed.h"

JF_EMBED("manifest.json",
         JF_RESOURCE("README.md", "text/markdown", "README.md")
             JF_RESOURCE("schema/text_statistics.json", "application/json", "schema/text_statistics.json")
                 JF_RESOURCE("templates/text_statistics.json", "application/json", "templates/text_statistics.json"))

jf_status JF_CALL text_statistics_create(const jf_host* host, jf_str config, const jf_plugin** out, const jf_sink* err);

JF_ENTRY(text_statistics_create)
