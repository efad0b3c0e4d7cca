//! The manifest and the files of the plugin, in its binary. The assembler puts the manifest into the ELF note that the
//! host reads before it runs any code; the entry points at the very same bytes.

use crate::abi::{Resource, Str};

std::arch::global_asm!(
    ".pushsection .note.jackfield,\"a\",%note",
    ".balign 4",
    ".4byte 10",
    ".4byte 76f-75f",
    ".4byte 1",
    ".asciz \"Jackfield\"",
    ".balign 4",
    ".hidden text_statistics_manifest",
    ".globl text_statistics_manifest",
    "text_statistics_manifest:",
    concat!(
        "75: .incbin \"",
        env!("CARGO_MANIFEST_DIR"),
        "/manifest.json\""
    ),
    "76: .balign 4",
    ".popsection",
);

extern "C" {
    /// The first byte of the manifest.
    pub static text_statistics_manifest: u8;
}

pub const MANIFEST_LENGTH: usize = include_bytes!("../manifest.json").len();

const fn resource(name: &'static str, media_type: &'static str, data: &'static str) -> Resource {
    Resource {
        name: Str::of(name),
        media_type: Str::of(media_type),
        data: Str::of(data),
    }
}

pub struct Resources(pub [Resource; 3]);
unsafe impl Sync for Resources {} // constant data

pub static RESOURCES: Resources = Resources([
    resource("README.md", "text/markdown", include_str!("../README.md")),
    resource(
        "schema/text_statistics.json",
        "application/json",
        include_str!("../schema/text_statistics.json"),
    ),
    resource(
        "templates/text_statistics.json",
        "application/json",
        include_str!("../templates/text_statistics.json"),
    ),
]);
