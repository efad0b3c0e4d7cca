//! What the connector does, apart from Jackfield: reads a job's input, counts, writes the result.

const std = @import("std");

const most_delay_ms = 60_000;
const most_words = 1_000_000_000;

pub const Statistics = struct {
    bytes: u64 = 0,
    characters: u64 = 0,
    words: u64 = 0,
    lines: u64 = 0,

    pub fn of(text: []const u8) Statistics {
        var counts = Statistics{ .bytes = text.len };
        var is_in_word = false;
        for (text) |byte| {
            const is_space = byte <= ' ';
            if (byte & 0xC0 != 0x80) counts.characters += 1; // not of those that continue a character
            if (byte == '\n' or counts.lines == 0) counts.lines += 1;
            if (!is_space and !is_in_word) counts.words += 1;
            is_in_word = !is_space;
        }
        return counts;
    }

    /// Room enough for every result.
    pub const most_json = 160;

    pub fn json(self: Statistics, buffer: *[most_json]u8) []const u8 {
        return std.fmt.bufPrint(buffer, "{{\"bytes\":{d},\"characters\":{d},\"words\":{d},\"lines\":{d}}}", .{
            self.bytes, self.characters, self.words, self.lines,
        }) catch unreachable;
    }
};

pub const Request = struct {
    counts: Statistics,
    delay_ms: u64,
    most_words: u64,
};

/// A request, or what is wrong with the input, for the modeler.
pub const Read = union(enum) { request: Request, wrong: []const u8 };

/// Reads a job's variables.
pub fn read(allocator: std.mem.Allocator, variables: []const u8) !Read {
    const parsed = std.json.parseFromSlice(std.json.Value, allocator, variables, .{}) catch |err| switch (err) {
        error.OutOfMemory => return err,
        else => return .{ .wrong = "the input is not JSON" },
    };
    defer parsed.deinit();
    if (parsed.value != .object) return .{ .wrong = "the input is not a JSON object" };
    const in = parsed.value.object;
    const text = in.get("text") orelse std.json.Value.null;
    if (text == .null) return .{ .wrong = "\"text\" is missing" };
    if (text != .string) return .{ .wrong = "\"text\": expected a text" };
    return .{ .request = .{
        .counts = Statistics.of(text.string),
        .delay_ms = wholeNumber(in.get("delayMs"), most_delay_ms, 0) orelse
            return .{ .wrong = std.fmt.comptimePrint("\"delayMs\": expected a whole number from 0 to {d}", .{most_delay_ms}) },
        .most_words = wholeNumber(in.get("mostWords"), most_words, std.math.maxInt(u64)) orelse
            return .{ .wrong = std.fmt.comptimePrint("\"mostWords\": expected a whole number from 0 to {d}", .{most_words}) },
    } };
}

/// An optional number; `otherwise` where it is absent or null, null where it is wrong.
fn wholeNumber(value: ?std.json.Value, most: u64, otherwise: u64) ?u64 {
    const present = value orelse return otherwise;
    if (present == .null) return otherwise;
    if (present != .integer or present.integer < 0 or present.integer > most) return null;
    return @intCast(present.integer);
}

fn expectOutcome(variables: []const u8, wanted: []const u8) !void {
    var buffer: [Statistics.most_json]u8 = undefined;
    const got = switch (try read(std.testing.allocator, variables)) {
        .request => |request| request.counts.json(&buffer),
        .wrong => |wrong| wrong,
    };
    try std.testing.expectEqualStrings(wanted, got);
}

test "counts a text" {
    try expectOutcome("{\"text\":\"one two\\nthree\"}", "{\"bytes\":13,\"characters\":13,\"words\":3,\"lines\":2}");
    try expectOutcome("{\"text\":\"\"}", "{\"bytes\":0,\"characters\":0,\"words\":0,\"lines\":0}");
    try expectOutcome("{\"text\":\"grüß \\ud83d\\ude00\"}", "{\"bytes\":11,\"characters\":6,\"words\":2,\"lines\":1}");
}

test "says what is wrong with an input" {
    try expectOutcome("{}", "\"text\" is missing");
    try expectOutcome("{\"text\":7}", "\"text\": expected a text");
    try expectOutcome("{\"text\":\"a\",\"delayMs\":1.5}", "\"delayMs\": expected a whole number from 0 to 60000");
}
