#include "documents/delivery.hpp"

#include <algorithm>

#include "documents/answer.hpp"

namespace jackfield::documents {
namespace {

constexpr std::size_t kPieceBytes = 64 << 10;

struct Delivery {
  std::shared_ptr<const std::string> content;
  DocumentInfo info;
  DeliveryRoad road;
  ChunkSink sink;
  ReadDone done;
  std::size_t at = 0;
};

void turn(std::unique_ptr<Delivery> it) {
  if (auto failure = impatience(it->road.patience, it->road.clock)) return it->done(*std::move(failure));
  const std::string_view piece = std::string_view(*it->content).substr(it->at, kPieceBytes);
  if (!piece.empty() && !it->sink(piece)) {
    return it->done(Failure{Fault::Cancelled, "the reader wanted no more of the document"});
  }
  it->at += piece.size();
  if (it->at == it->content->size()) return it->done(std::move(it->info));
  Executor& executor = it->road.executor;
  executor.post([next = std::move(it)]() mutable { turn(std::move(next)); });
}

}  // namespace

void deliver(std::shared_ptr<const std::string> content, DocumentInfo info, DeliveryRoad road, ChunkSink sink,
             ReadDone done) {
  Executor& executor = road.executor;
  auto delivery = std::make_unique<Delivery>(
      Delivery{std::move(content), std::move(info), std::move(road), std::move(sink), std::move(done)});
  executor.post([first = std::move(delivery)]() mutable { turn(std::move(first)); });
}

}  // namespace jackfield::documents
