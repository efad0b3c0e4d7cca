#include "feel/list_cursor.hpp"

#include "feel/json_directory.hpp"
#include "feel/json_window.hpp"

namespace jackfield::feel {

ListCursor::ListCursor(const Value& list) : list_(list) {
  if (ValueAccess::is_window(list_)) {
    walker_.emplace(*ValueAccess::document(list_), ValueAccess::window_start(list_));
    return;
  }
  next_ = ValueAccess::list(list_)->items.data();
  end_ = next_ + ValueAccess::size(list_);
}

void ListCursor::leave_item() {
  const DocumentCell& document = *ValueAccess::document(list_);
  const json::Directory& directory = json::directory_for(open_item_);
  const bool is_known = directory.is_of(document, open_item_);
  walker_->skip_to(is_known ? directory.end() : json::behind(document, open_item_));
  open_item_ = nullptr;
}

const Value* ListCursor::next_in_text() {
  if (open_item_ != nullptr) leave_item();
  DocumentCell* document = ValueAccess::document(list_);
  if (!walker_->next()) {
    json::last_walked_list() = {document->id, ValueAccess::window_start(list_), read_};
    return nullptr;
  }
  ++read_;
  const char* at = walker_->at();
  if (*at == '{' || *at == '[') {
    open_item_ = at;
    ValueAccess::set_window(item_, *at == '{' ? Kind::Context : Kind::List, document, at);
  } else {
    item_ = json::read(document, at);
    walker_->skip_to(at);
  }
  return &item_;
}

}  // namespace jackfield::feel
