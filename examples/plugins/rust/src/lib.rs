//! example:text-statistics:1, as a plugin: how the host makes it, gives it jobs and gets rid of it.
//! `text_statistics.rs` is what it does.

mod abi;
mod embedded;
mod json;
mod text_statistics;

use std::collections::HashMap;
use std::ffi::{c_void, CStr};
use std::os::raw::c_char;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::Mutex;

use abi::*;
use text_statistics::Request;

/// One generation.
struct Plugin {
    table: PluginTable,
    host: *const Host,
    services: Option<Services>, // constant after start
    /// The timer of each job that waits, so that cancelling finds what to end.
    pauses: Mutex<HashMap<Op, Pause>>,
    /// Calls and jobs that run, and 1 until stop: the last one to leave says that all is quiet.
    busy: AtomicUsize,
    done: AtomicU64,
}

#[derive(Clone, Copy)]
struct Services {
    ops: &'static HostOps,
    timer: &'static HostTimer,
    lifecycle: &'static HostLifecycle,
}

#[derive(Default)]
struct Pause {
    timer: Token, // 0 until it is known
    is_cancelled: bool,
}

/// A job that is answered later.
struct Delayed {
    plugin: *const Plugin,
    op: Op,
    request: Request,
}

/// No panic may reach the host.
fn guarded<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(otherwise)
}

impl Plugin {
    fn ctx(&self) -> *mut c_void {
        unsafe { (*self.host).ctx }
    }

    fn services(&self) -> Services {
        self.services.expect("jobs come after start")
    }

    fn enter(&self) {
        self.busy.fetch_add(1, Ordering::Relaxed);
    }

    /// The plugin may be gone when it returns: nobody may hold a reference to it any more.
    unsafe fn leave(this: *const Plugin) {
        let (ctx, services) = ((*this).ctx(), (*this).services());
        let done = (*this).done.load(Ordering::Acquire);
        if (*this).busy.fetch_sub(1, Ordering::AcqRel) == 1 {
            (services.lifecycle.stopped)(ctx, done);
        }
    }

    fn answer(&self, op: Op, kind: u32, json: &str, code: &str, message: &str) {
        let present = |text: &str| {
            if text.is_empty() {
                Str::ABSENT
            } else {
                Str::of(text)
            }
        };
        let outcome = Outcome {
            struct_size: std::mem::size_of::<Outcome>() as u32,
            kind,
            json: present(json),
            code: present(code),
            message: present(message),
            variables_json: Str::ABSENT,
            retries: -1,
            flags: 0,
            backoff_ms: -1,
            cookie: 0,
            error_type: Str::ABSENT,
        };
        unsafe { (self.services().ops.complete)(self.ctx(), op, &outcome) };
    }

    fn answer_request(&self, op: Op, request: &Request) {
        if request.counts.words > request.most_words {
            let message = "the text has more words than allowed";
            return self.answer(op, OUTCOME_ERROR, "", "TOO_MANY_WORDS", message);
        }
        self.answer(op, OUTCOME_RESULT, &request.counts.to_json(), "", "");
    }

    fn execute(&self, op: Op, variables: &[u8]) -> Status {
        match Request::read(variables) {
            Err(wrong) => self.answer(op, OUTCOME_INPUT, "", "", &wrong),
            Ok(request) if request.delay_ms > 0 => return self.delay(op, request),
            Ok(request) => self.answer_request(op, &request),
        }
        OK
    }

    fn delay(&self, op: Op, request: Request) -> Status {
        // First: the callback may come before the timer is known.
        self.pauses.lock().unwrap().insert(op, Pause::default());
        self.enter();
        let job = Box::into_raw(Box::new(Delayed {
            plugin: self,
            op,
            request,
        }));
        let mut timer: Token = 0;
        let timers = self.services().timer;
        let status = unsafe {
            (timers.after)(
                self.ctx(),
                request.delay_ms,
                on_pause_over,
                job.cast(),
                &mut timer,
            )
        };
        if status != OK {
            drop(unsafe { Box::from_raw(job) }); // the callback does not come
            self.pauses.lock().unwrap().remove(&op);
            self.busy.fetch_sub(1, Ordering::AcqRel); // not the last one: execute has entered, too
            return status;
        }
        let is_cancelled = match self.pauses.lock().unwrap().get_mut(&op) {
            Some(pause) => {
                pause.timer = timer;
                pause.is_cancelled
            }
            None => false, // over already
        };
        if is_cancelled {
            unsafe { (timers.cancel)(self.ctx(), timer) };
        }
        OK
    }

    fn on_pause_over(&self, op: Op, request: &Request, why: Status) {
        self.pauses.lock().unwrap().remove(&op);
        if why == OK {
            self.answer_request(op, request);
        } else {
            self.answer(op, OUTCOME_CANCELLED, "", "", "");
        }
    }

    fn cancel(&self, op: Op) {
        let timer = match self.pauses.lock().unwrap().get_mut(&op) {
            Some(pause) => {
                pause.is_cancelled = true;
                pause.timer
            }
            None => 0,
        };
        if timer != 0 {
            unsafe { (self.services().timer.cancel)(self.ctx(), timer) };
        }
    }

    unsafe fn fetch<T>(&self, id: &[u8]) -> Option<&'static T> {
        ((*self.host).get_extension)(self.ctx(), id.as_ptr().cast())
            .cast::<T>()
            .as_ref()
    }
}

// What the host calls.

unsafe extern "C" fn execute(this: *mut c_void, op: Op, job: *const Job) -> Status {
    let plugin = this.cast::<Plugin>();
    (*plugin).enter();
    let status = guarded(ERR_INTERNAL, || {
        (*plugin).execute(op, (*job).variables_json.as_bytes())
    });
    guarded((), || Plugin::leave(plugin));
    status
}

unsafe extern "C" fn on_pause_over(user: *mut c_void, _timer: Token, why: Status) {
    let job = Box::from_raw(user.cast::<Delayed>());
    guarded((), || {
        (*job.plugin).on_pause_over(job.op, &job.request, why)
    });
    guarded((), || Plugin::leave(job.plugin));
}

unsafe extern "C" fn cancel(this: *mut c_void, op: Op, _reason: u32) {
    guarded((), || (*this.cast::<Plugin>()).cancel(op));
}

unsafe extern "C" fn get_extension(_this: *mut c_void, id: *const c_char) -> *const c_void {
    static TABLE: Outbound = Outbound {
        struct_size: std::mem::size_of::<Outbound>() as u32,
        reserved: 0,
        execute,
        cancel,
    };
    if CStr::from_ptr(id).to_bytes_with_nul() != OUTBOUND {
        return std::ptr::null();
    }
    (&TABLE as *const Outbound).cast()
}

unsafe fn fail(err: *const Sink, code: Status, message: &str) -> Status {
    let error = Error {
        struct_size: std::mem::size_of::<Error>() as u32,
        code,
        message: Str::of(message),
        detail_json: Str::ABSENT,
    };
    ((*err).error)((*err).ctx, &error);
    code
}

unsafe extern "C" fn start(this: *mut c_void, err: *const Sink) -> Status {
    let plugin = this.cast::<Plugin>();
    let found = (
        (*plugin).fetch::<HostOps>(HOST_OPS),
        (*plugin).fetch::<HostTimer>(HOST_TIMER),
        (*plugin).fetch::<HostLifecycle>(HOST_LIFECYCLE),
    );
    if let (Some(ops), Some(timer), Some(lifecycle)) = found {
        (*plugin).services = Some(Services {
            ops,
            timer,
            lifecycle,
        });
        return OK;
    }
    fail(err, ERR_UNSUPPORTED, "this host has no timers")
}

unsafe extern "C" fn stop(this: *mut c_void, done: Token) {
    let plugin = this.cast::<Plugin>();
    (*plugin).done.store(done, Ordering::Release);
    guarded((), || Plugin::leave(plugin));
}

unsafe extern "C" fn destroy(this: *mut c_void) {
    guarded((), || drop(Box::from_raw(this.cast::<Plugin>())));
}

unsafe extern "C" fn create(
    host: *const Host,
    _config: Str,
    out: *mut *const PluginTable,
    err: *const Sink,
) -> Status {
    if (*host).abi_major != 1 {
        return fail(err, ERR_INVALID, "host offers another ABI major");
    }
    guarded(ERR_INTERNAL, || {
        let plugin = Box::into_raw(Box::new(Plugin {
            table: PluginTable {
                struct_size: std::mem::size_of::<PluginTable>() as u32,
                flags: 0,
                this: std::ptr::null_mut(),
                get_extension,
                start,
                stop,
                destroy,
            },
            host,
            services: None,
            pauses: Mutex::new(HashMap::new()),
            busy: AtomicUsize::new(1),
            done: AtomicU64::new(0),
        }));
        (*plugin).table.this = plugin.cast();
        *out = &(*plugin).table;
        OK
    })
}

static ENTRY: Entry = Entry {
    struct_size: std::mem::size_of::<Entry>() as u32,
    abi_major: 1,
    abi_minor: 0,
    abi_minor_required: 0,
    layout: LAYOUT,
    // Needed by older compilers only.
    #[allow(unused_unsafe)]
    manifest_json: Str {
        ptr: unsafe { std::ptr::addr_of!(embedded::text_statistics_manifest) },
        len: embedded::MANIFEST_LENGTH,
    },
    resources: embedded::RESOURCES.0.as_ptr(),
    resource_count: embedded::RESOURCES.0.len() as u32,
    flags: 0,
    create,
};

/// The only symbol that is exported.
#[no_mangle]
pub extern "C" fn jf_plugin_entry_v1() -> *const Entry {
    &ENTRY
}
