// example:text-statistics:1, as a plugin: how the host makes it, gives it jobs and gets rid of it. statistics.go is
// what it does, plugin.c what cgo cannot say.
//
// Go's runtime cannot be unloaded, so the manifest says "resident".
package main

// #cgo CFLAGS: -I${SRCDIR} -std=c11 -fvisibility=hidden
// #include "plugin.h"
import "C"

import (
	"encoding/json"
	"fmt"
	"runtime/cgo"
	"sync"
	"sync/atomic"
	"unsafe"
)

// One generation's Go side.
type generation struct {
	mutex  sync.Mutex
	pauses map[C.jf_op]*pause // the timer of each job that waits, so that cancelling finds what to end
	busy   int64              // calls and jobs that run, and 1 until stop: the last one to leave says that all is quiet
	done   C.jf_token
}

type pause struct {
	timer       C.jf_token // 0 until it is known
	isCancelled bool
}

// A job that is answered later.
type delayed struct {
	plugin  *C.struct_plugin
	op      C.jf_op
	request request
}

func of(plugin *C.struct_plugin) *generation {
	return cgo.Handle(plugin._go).Value().(*generation)
}

func (g *generation) enter() { atomic.AddInt64(&g.busy, 1) }

// leave: the plugin may be gone when it returns.
func (g *generation) leave(plugin *C.struct_plugin) {
	if atomic.AddInt64(&g.busy, -1) == 0 {
		C.say_stopped(plugin, g.done)
	}
}

// answer gives the host copies in C's memory, which it copies in turn.
func answer(plugin *C.struct_plugin, op C.jf_op, kind C.uint32_t, json, code, message string) {
	text := func(from string) C.jf_str {
		if from == "" {
			return C.jf_str{}
		}
		return C.jf_str{C.CString(from), C.size_t(len(from))}
	}
	texts := [3]C.jf_str{text(json), text(code), text(message)}
	C.complete(plugin, op, kind, texts[0], texts[1], texts[2])
	for _, it := range texts {
		C.free(unsafe.Pointer(it.ptr))
	}
}

func answerRequest(plugin *C.struct_plugin, op C.jf_op, request request) {
	if request.counts.Words > request.mostWords {
		answer(plugin, op, C.JF_OUTCOME_ERROR, "", "TOO_MANY_WORDS", "the text has more words than allowed")
		return
	}
	result, _ := json.Marshal(request.counts)
	answer(plugin, op, C.JF_OUTCOME_RESULT, string(result), "", "")
}

func (g *generation) delay(plugin *C.struct_plugin, op C.jf_op, request request) C.jf_status {
	// First: the callback may come before the timer is known.
	g.mutex.Lock()
	g.pauses[op] = &pause{}
	g.mutex.Unlock()
	g.enter()
	job := cgo.NewHandle(delayed{plugin, op, request})
	var timer C.jf_token
	status := C.start_timer(plugin, C.uint64_t(request.delayMs), C.uintptr_t(job), &timer)
	if status != C.JF_OK { // the callback does not come
		job.Delete()
		g.remove(op)
		g.leave(plugin)
		return status
	}
	if g.setTimer(op, timer) {
		C.cancel_timer(plugin, timer)
	}
	return C.JF_OK
}

func (g *generation) remove(op C.jf_op) {
	g.mutex.Lock()
	delete(g.pauses, op)
	g.mutex.Unlock()
}

// setTimer says whether the job was cancelled meanwhile.
func (g *generation) setTimer(op C.jf_op, timer C.jf_token) bool {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	waiting, isThere := g.pauses[op]
	if !isThere {
		return false // over already
	}
	waiting.timer = timer
	return waiting.isCancelled
}

// What the host calls, by way of plugin.c. No panic may reach it.

//export goCreate
func goCreate() C.uintptr_t {
	return C.uintptr_t(cgo.NewHandle(&generation{pauses: map[C.jf_op]*pause{}, busy: 1}))
}

//export goExecute
func goExecute(self unsafe.Pointer, op C.jf_op, job *C.jf_job) (status C.jf_status) {
	plugin := (*C.struct_plugin)(self)
	g := of(plugin)
	g.enter()
	defer g.leave(plugin)
	defer func() {
		if panicked := recover(); panicked != nil {
			answer(plugin, op, C.JF_OUTCOME_ERROR, "", "PANIC", fmt.Sprint(panicked))
		}
	}()
	variables := C.GoBytes(unsafe.Pointer(job.variables_json.ptr), C.int(job.variables_json.len))
	request, err := readRequest(variables)
	if err != nil {
		answer(plugin, op, C.JF_OUTCOME_INPUT, "", "", err.Error())
		return C.JF_OK
	}
	if request.delayMs > 0 {
		return g.delay(plugin, op, request)
	}
	answerRequest(plugin, op, request)
	return C.JF_OK
}

//export goOnPauseOver
func goOnPauseOver(user unsafe.Pointer, _ C.jf_token, why C.jf_status) {
	handle := cgo.Handle(uintptr(user))
	job := handle.Value().(delayed)
	handle.Delete()
	g := of(job.plugin)
	defer g.leave(job.plugin)
	g.remove(job.op)
	if why != C.JF_OK {
		answer(job.plugin, job.op, C.JF_OUTCOME_CANCELLED, "", "", "")
		return
	}
	answerRequest(job.plugin, job.op, job.request)
}

//export goCancel
func goCancel(self unsafe.Pointer, op C.jf_op, _ C.uint32_t) {
	plugin := (*C.struct_plugin)(self)
	g := of(plugin)
	g.mutex.Lock()
	var timer C.jf_token
	if waiting, isThere := g.pauses[op]; isThere {
		waiting.isCancelled = true
		timer = waiting.timer
	}
	g.mutex.Unlock()
	if timer != 0 {
		C.cancel_timer(plugin, timer)
	}
}

//export goStop
func goStop(self unsafe.Pointer, done C.jf_token) {
	plugin := (*C.struct_plugin)(self)
	g := of(plugin)
	g.done = done
	g.leave(plugin)
}

//export goDestroy
func goDestroy(self unsafe.Pointer) {
	plugin := (*C.struct_plugin)(self)
	cgo.Handle(plugin._go).Delete()
	C.free(self)
}

func main() {}
