//! example:text-statistics:1, as a plugin: how the host makes it, gives it jobs and gets rid of it. `statistics.zig` is
//! what it does; `embed.c` has the entry and the files.

const std = @import("std");
const statistics = @import("statistics.zig");
const c = @cImport({
    @cInclude("jackfield/outbound.h");
    @cInclude("jackfield/services.h");
});

const allocator = std.heap.c_allocator;

/// One generation.
const Plugin = struct {
    table: c.jf_plugin,
    host: *const c.jf_host,
    // Constant after start.
    ops: *const c.jf_host_ops = undefined,
    timer: *const c.jf_host_timer = undefined,
    lifecycle: *const c.jf_host_lifecycle = undefined,
    /// The timer of each job that waits, so that cancelling finds what to end.
    mutex: std.Thread.Mutex = .{},
    pauses: std.AutoHashMapUnmanaged(c.jf_op, Pause) = .empty,
    /// Calls and jobs that run, and 1 until stop: the last one to leave says that all is quiet.
    busy: std.atomic.Value(u64) = .init(1),
    done: c.jf_token = 0,

    fn enter(self: *Plugin) void {
        _ = self.busy.fetchAdd(1, .monotonic);
    }

    /// The plugin may be gone when it returns.
    fn leave(self: *Plugin) void {
        if (self.busy.fetchSub(1, .acq_rel) == 1) self.lifecycle.stopped.?(self.host.ctx, self.done);
    }

    fn answer(self: *Plugin, op: c.jf_op, kind: u32, json: []const u8, code: []const u8, message: []const u8) void {
        const outcome = c.jf_outcome{
            .struct_size = @sizeOf(c.jf_outcome),
            .kind = kind,
            .json = str(json),
            .code = str(code),
            .message = str(message),
            .retries = -1,
            .backoff_ms = -1,
        };
        _ = self.ops.complete.?(self.host.ctx, op, &outcome);
    }

    fn answerRequest(self: *Plugin, op: c.jf_op, request: statistics.Request) void {
        var buffer: [statistics.Statistics.most_json]u8 = undefined;
        if (request.counts.words > request.most_words) {
            return self.answer(op, c.JF_OUTCOME_ERROR, "", "TOO_MANY_WORDS", "the text has more words than allowed");
        }
        self.answer(op, c.JF_OUTCOME_RESULT, request.counts.json(&buffer), "", "");
    }

    fn delay(self: *Plugin, op: c.jf_op, request: statistics.Request) !c.jf_status {
        const job = try allocator.create(Delayed);
        errdefer allocator.destroy(job);
        job.* = .{ .plugin = self, .op = op, .request = request };
        try self.addPause(op); // first: the callback may come before the timer is known
        self.enter();
        var timer: c.jf_token = 0;
        const status = self.timer.after.?(self.host.ctx, request.delay_ms, onPauseOver, job, &timer);
        if (status != c.JF_OK) { // the callback does not come
            allocator.destroy(job);
            self.removePause(op);
            self.leave();
            return status;
        }
        if (self.setTimer(op, timer)) _ = self.timer.cancel.?(self.host.ctx, timer);
        return c.JF_OK;
    }

    fn addPause(self: *Plugin, op: c.jf_op) !void {
        self.mutex.lock();
        defer self.mutex.unlock();
        try self.pauses.put(allocator, op, .{});
    }

    fn removePause(self: *Plugin, op: c.jf_op) void {
        self.mutex.lock();
        defer self.mutex.unlock();
        _ = self.pauses.remove(op);
    }

    /// Whether the job was cancelled meanwhile.
    fn setTimer(self: *Plugin, op: c.jf_op, timer: c.jf_token) bool {
        self.mutex.lock();
        defer self.mutex.unlock();
        const pause = self.pauses.getPtr(op) orelse return false; // over already
        pause.timer = timer;
        return pause.is_cancelled;
    }

    /// The timer to end; 0 when there is none, or it is not known yet.
    fn markCancelled(self: *Plugin, op: c.jf_op) c.jf_token {
        self.mutex.lock();
        defer self.mutex.unlock();
        const pause = self.pauses.getPtr(op) orelse return 0;
        pause.is_cancelled = true;
        return pause.timer;
    }

    fn fetch(self: *Plugin, comptime Table: type, id: [*c]const u8) ?*const Table {
        return @ptrCast(@alignCast(self.host.get_extension.?(self.host.ctx, id)));
    }
};

const Pause = struct {
    timer: c.jf_token = 0,
    is_cancelled: bool = false,
};

/// A job that is answered later.
const Delayed = struct {
    plugin: *Plugin,
    op: c.jf_op,
    request: statistics.Request,
};

/// Empty means absent.
fn str(text: []const u8) c.jf_str {
    return .{ .ptr = if (text.len == 0) null else text.ptr, .len = text.len };
}

fn of(self: ?*anyopaque) *Plugin {
    return @ptrCast(@alignCast(self.?));
}

// What the host calls.

fn execute(self: ?*anyopaque, op: c.jf_op, job: [*c]const c.jf_job) callconv(.c) c.jf_status {
    const plugin = of(self);
    plugin.enter();
    defer plugin.leave();
    const variables = job.*.variables_json;
    const read = statistics.read(allocator, variables.ptr[0..variables.len]) catch return c.JF_ERR_NOMEM;
    switch (read) {
        .wrong => |wrong| plugin.answer(op, c.JF_OUTCOME_INPUT, "", "", wrong),
        .request => |request| {
            if (request.delay_ms > 0) return plugin.delay(op, request) catch c.JF_ERR_NOMEM;
            plugin.answerRequest(op, request);
        },
    }
    return c.JF_OK;
}

fn onPauseOver(user: ?*anyopaque, _: c.jf_token, why: c.jf_status) callconv(.c) void {
    const job: *Delayed = @ptrCast(@alignCast(user.?));
    const plugin = job.plugin;
    defer plugin.leave();
    defer allocator.destroy(job);
    plugin.removePause(job.op);
    if (why == c.JF_OK) {
        plugin.answerRequest(job.op, job.request);
    } else {
        plugin.answer(job.op, c.JF_OUTCOME_CANCELLED, "", "", "");
    }
}

fn cancel(self: ?*anyopaque, op: c.jf_op, _: u32) callconv(.c) void {
    const plugin = of(self);
    const timer = plugin.markCancelled(op);
    if (timer != 0) _ = plugin.timer.cancel.?(plugin.host.ctx, timer);
}

const outbound = c.jf_outbound{ .struct_size = @sizeOf(c.jf_outbound), .execute = execute, .cancel = cancel };

fn getExtension(_: ?*anyopaque, id: [*c]const u8) callconv(.c) ?*const anyopaque {
    return if (std.mem.eql(u8, std.mem.span(id), c.JF_OUTBOUND)) &outbound else null;
}

fn fail(err: [*c]const c.jf_sink, code: c.jf_status, message: []const u8) c.jf_status {
    const told = c.jf_error{ .struct_size = @sizeOf(c.jf_error), .code = code, .message = str(message) };
    err.*.@"error".?(err.*.ctx, &told);
    return code;
}

fn start(self: ?*anyopaque, err: [*c]const c.jf_sink) callconv(.c) c.jf_status {
    const plugin = of(self);
    const missing = "this host has no timers";
    plugin.ops = plugin.fetch(c.jf_host_ops, c.JF_HOST_OPS) orelse return fail(err, c.JF_ERR_UNSUPPORTED, missing);
    plugin.timer = plugin.fetch(c.jf_host_timer, c.JF_HOST_TIMER) orelse return fail(err, c.JF_ERR_UNSUPPORTED, missing);
    plugin.lifecycle = plugin.fetch(c.jf_host_lifecycle, c.JF_HOST_LIFECYCLE) orelse
        return fail(err, c.JF_ERR_UNSUPPORTED, missing);
    return c.JF_OK;
}

fn stop(self: ?*anyopaque, done: c.jf_token) callconv(.c) void {
    const plugin = of(self);
    plugin.done = done;
    plugin.leave();
}

fn destroy(self: ?*anyopaque) callconv(.c) void {
    const plugin = of(self);
    plugin.pauses.deinit(allocator);
    allocator.destroy(plugin);
}

/// For the entry in embed.c.
export fn text_statistics_create(
    host: [*c]const c.jf_host,
    _: c.jf_str,
    out: [*c][*c]const c.jf_plugin,
    err: [*c]const c.jf_sink,
) callconv(.c) c.jf_status {
    const plugin = allocator.create(Plugin) catch return fail(err, c.JF_ERR_NOMEM, "no memory");
    plugin.* = .{
        .table = .{
            .struct_size = @sizeOf(c.jf_plugin),
            .self = plugin,
            .get_extension = getExtension,
            .start = start,
            .stop = stop,
            .destroy = destroy,
        },
        .host = host,
    };
    out.* = &plugin.table;
    return c.JF_OK;
}
