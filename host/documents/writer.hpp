#pragma once

// Takes content piece by piece and makes something of it: a document, or a value in place of one.
//
// Threads: one call at a time, from any thread. Destroyed without finish, it leaves nothing behind.

#include <string_view>

#include "documents/documents.hpp"

namespace jackfield::documents {

class Writer {
 public:
  virtual ~Writer() = default;

  // False: it comes to nothing any more; finish() says why.
  virtual bool write(std::string_view piece) = 0;

  // Whether pieces are taken more slowly than they are written; the task runs once when there is room, or when it does
  // not matter any more.
  virtual bool is_full() const = 0;
  virtual void when_room(Task task) = 0;

  // The reference or the value, as JSON text, later and on the executor.
  virtual void finish(ReferenceDone done) = 0;
};

}  // namespace jackfield::documents
