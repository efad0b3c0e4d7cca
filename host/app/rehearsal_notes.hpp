#pragma once

// What an observer heard of the one job of a rehearsal.

#include <optional>
#include <string>
#include <vector>

#include "app/rehearsal.hpp"
#include "base/mutex.hpp"
#include "outbound/observer.hpp"

namespace jackfield::app {

// Threads: any; take() once the job is over.
class RehearsalNotes final : public outbound::Observer {
 public:
  void on_input(const outbound::Seen& seen) noexcept override;
  void on_answer(const outbound::Seen& seen, const loader::ConnectorOutcome& answer) noexcept override;
  void on_expression(const outbound::Seen& seen, const outbound::SeenExpression& expression) noexcept override;

  void move_to(Rehearsal& rehearsal);

 private:
  Mutex mutex_;
  std::string input_ JF_GUARDED_BY(mutex_);
  std::optional<loader::ConnectorOutcome> answer_ JF_GUARDED_BY(mutex_);
  std::vector<TriedExpression> expressions_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::app
