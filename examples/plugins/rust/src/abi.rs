//! The part of Jackfield's C interface that this plugin uses, written down by hand. `plugin.h`, `outbound.h` and
//! `services.h` say what each function means, who owns what, and on which thread it runs.

use std::ffi::c_void;
use std::os::raw::c_char;

pub type Status = i32;
pub type Op = u64;
pub type Token = u64;

pub const OK: Status = 0;
pub const ERR_INVALID: Status = -1;
pub const ERR_UNSUPPORTED: Status = -2;
pub const ERR_INTERNAL: Status = -14;

pub const OUTCOME_RESULT: u32 = 1;
pub const OUTCOME_ERROR: u32 = 2;
pub const OUTCOME_INPUT: u32 = 4;
pub const OUTCOME_CANCELLED: u32 = 5;

pub const OUTBOUND: &[u8] = b"jf.outbound/1\0";
pub const HOST_OPS: &[u8] = b"jf.host.ops/1\0";
pub const HOST_TIMER: &[u8] = b"jf.host.timer/1\0";
pub const HOST_LIFECYCLE: &[u8] = b"jf.host.lifecycle/1\0";

/// Borrowed text: UTF-8 with a length. A null pointer means absent.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str {
    pub ptr: *const u8,
    pub len: usize,
}

impl Str {
    pub const ABSENT: Str = Str {
        ptr: std::ptr::null(),
        len: 0,
    };

    pub const fn of(text: &str) -> Str {
        Str {
            ptr: text.as_ptr(),
            len: text.len(),
        }
    }

    /// # Safety
    /// The text must be valid, and outlive what is made of it.
    pub unsafe fn as_bytes<'a>(self) -> &'a [u8] {
        if self.ptr.is_null() {
            return &[];
        }
        std::slice::from_raw_parts(self.ptr, self.len)
    }
}

#[repr(C)]
pub struct KeyValue {
    pub key: Str,
    pub value: Str,
}

#[repr(C)]
pub struct Error {
    pub struct_size: u32,
    pub code: Status,
    pub message: Str,
    pub detail_json: Str,
}

#[repr(C)]
pub struct Sink {
    pub ctx: *mut c_void,
    pub error: unsafe extern "C" fn(*mut c_void, *const Error),
    pub write: unsafe extern "C" fn(*mut c_void, *const c_void, usize),
}

#[repr(C)]
pub struct Host {
    pub struct_size: u32,
    pub abi_major: u32,
    pub abi_minor: u32,
    pub flags: u32,
    pub ctx: *mut c_void,
    pub name: Str,
    pub version: Str,
    pub get_extension: unsafe extern "C" fn(*mut c_void, *const c_char) -> *const c_void,
    pub now_mono_ns: unsafe extern "C" fn(*mut c_void) -> u64,
    pub log_level: unsafe extern "C" fn(*mut c_void) -> i32,
    pub log: unsafe extern "C" fn(*mut c_void, i32, Str, *const KeyValue, u32),
}

#[repr(C)]
pub struct PluginTable {
    pub struct_size: u32,
    pub flags: u32,
    pub this: *mut c_void,
    pub get_extension: unsafe extern "C" fn(*mut c_void, *const c_char) -> *const c_void,
    pub start: unsafe extern "C" fn(*mut c_void, *const Sink) -> Status,
    pub stop: unsafe extern "C" fn(*mut c_void, Token),
    pub destroy: unsafe extern "C" fn(*mut c_void),
}

#[repr(C)]
pub struct Resource {
    pub name: Str,
    pub media_type: Str,
    pub data: Str,
}

#[repr(C)]
pub struct Entry {
    pub struct_size: u32,
    pub abi_major: u32,
    pub abi_minor: u32,
    pub abi_minor_required: u32,
    pub layout: u64,
    pub manifest_json: Str,
    pub resources: *const Resource,
    pub resource_count: u32,
    pub flags: u32,
    pub create:
        unsafe extern "C" fn(*const Host, Str, *mut *const PluginTable, *const Sink) -> Status,
}
// Constant data with pointers to constant data.
unsafe impl Sync for Entry {}

/// Sizes and offsets folded into one number, as JF_LAYOUT does it.
pub const LAYOUT: u64 = std::mem::size_of::<*const u8>() as u64
    | (std::mem::size_of::<usize>() as u64) << 8
    | (std::mem::size_of::<Error>() as u64) << 16
    | (std::mem::size_of::<KeyValue>() as u64) << 24
    | LOG_OFFSET << 32
    | 0x4A46 << 48;
const LOG_OFFSET: u64 = (std::mem::size_of::<Host>() - std::mem::size_of::<usize>()) as u64; // log is the last one

#[repr(C)]
pub struct Job {
    pub struct_size: u32,
    pub connector: u32,
    pub kind: Str,
    pub variables_json: Str,
    pub headers_json: Str,
    pub bpmn_process_id: Str,
    pub element_id: Str,
    pub tenant_id: Str,
    pub lease_token: Str,
    pub job_key: i64,
    pub process_instance_key: i64,
    pub process_definition_key: i64,
    pub element_instance_key: i64,
    pub process_definition_version: i32,
    pub retries: i32,
    pub deadline_mono_ns: u64,
}

#[repr(C)]
pub struct Outcome {
    pub struct_size: u32,
    pub kind: u32,
    pub json: Str,
    pub code: Str,
    pub message: Str,
    pub variables_json: Str,
    pub retries: i32,
    pub flags: u32,
    pub backoff_ms: i64,
    pub cookie: u64,
    pub error_type: Str,
}

#[repr(C)]
pub struct Outbound {
    pub struct_size: u32,
    pub reserved: u32,
    pub execute: unsafe extern "C" fn(*mut c_void, Op, *const Job) -> Status,
    pub cancel: unsafe extern "C" fn(*mut c_void, Op, u32),
}

#[repr(C)]
pub struct HostOps {
    pub struct_size: u32,
    pub reserved: u32,
    pub complete: unsafe extern "C" fn(*mut c_void, Op, *const Outcome) -> Status,
    pub is_cancelled: unsafe extern "C" fn(*mut c_void, Op) -> i32,
    pub extend: unsafe extern "C" fn(*mut c_void, Op, u64) -> Status,
    pub log: unsafe extern "C" fn(*mut c_void, Op, i32, Str, *const KeyValue, u32),
}

pub type TimerCallback = unsafe extern "C" fn(*mut c_void, Token, Status);

#[repr(C)]
pub struct HostTimer {
    pub struct_size: u32,
    pub reserved: u32,
    pub after:
        unsafe extern "C" fn(*mut c_void, u64, TimerCallback, *mut c_void, *mut Token) -> Status,
    pub cancel: unsafe extern "C" fn(*mut c_void, Token) -> Status,
}

#[repr(C)]
pub struct HostLifecycle {
    pub struct_size: u32,
    pub reserved: u32,
    pub stopped: unsafe extern "C" fn(*mut c_void, Token),
    pub request_restart: unsafe extern "C" fn(*mut c_void, Str),
}
