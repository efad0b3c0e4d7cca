#include "documents/resolver.hpp"

#include <nlohmann/json.hpp>

#include "documents/answer.hpp"
#include "documents/json_calls.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::ordered_json;

class Run : public std::enable_shared_from_this<Run> {
 public:
  Run(std::shared_ptr<FunctionGround> ground, std::string json, std::vector<JsonCall> calls, Patience patience,
      ResolveDone done)
      : ground_(std::move(ground)),
        json_(std::move(json)),
        calls_(std::move(calls)),
        patience_(std::move(patience)),
        done_(std::move(done)) {}

  void next() {
    if (results_.size() == calls_.size()) return done_(whole());
    if (results_.size() == kMostCalls) return done_(Failure{Fault::InvalidInput, "Intrinsic function limit exceeded"});
    const JsonCall& call = calls_[results_.size()];
    const ordered_json object =
        ordered_json::parse(spliced(json_, {call.begin, call.end, call.inside}, calls_, results_));
    const ordered_json& name = object[kFunctionType.data()];
    if (!name.is_string()) return done_(Failure{Fault::InvalidInput, "expected the name of an intrinsic function"});
    const ordered_json parameters =
        object.contains("params") && object["params"].is_array() ? object["params"] : ordered_json::array();
    call_function(*ground_, name.get<std::string>(), {parameters, patience_},
                  [self = shared_from_this()](Result<std::string> result) { self->take(std::move(result)); });
  }

 private:
  void take(Result<std::string> result) {
    if (!result) return done_(as_input_failure(std::move(result).failure()));
    results_.push_back(*std::move(result));
    next();
  }

  static Failure as_input_failure(Failure failure) {
    const bool is_of_the_run = failure.fault == Fault::Cancelled || failure.fault == Fault::DeadlineExceeded;
    if (!is_of_the_run) failure.fault = Fault::InvalidInput;
    return failure;
  }

  std::string whole() const {
    std::vector<std::size_t> outermost;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      if (calls_[i].is_outermost) outermost.push_back(i);
    }
    return spliced(json_, {0, json_.size(), outermost}, calls_, results_);
  }

  const std::shared_ptr<FunctionGround> ground_;
  const std::string json_;
  const std::vector<JsonCall> calls_;
  const Patience patience_;
  ResolveDone done_;
  std::vector<std::string> results_;
};

}  // namespace

void resolve_calls(std::shared_ptr<FunctionGround> ground, Executor& executor, std::string json, Patience patience,
                   ResolveDone done) {
  Result<std::vector<JsonCall>> calls = find_calls(json);
  if (!calls) return answer(executor, std::move(done), std::move(calls).failure());
  if (calls->empty()) return answer(executor, std::move(done), Result<std::string>(std::move(json)));
  auto run = std::make_shared<Run>(std::move(ground), std::move(json), *std::move(calls), std::move(patience),
                                   std::move(done));
  executor.post([run = std::move(run)] { run->next(); });
}

}  // namespace jackfield::documents
