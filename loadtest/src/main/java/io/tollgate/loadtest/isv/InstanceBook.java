package io.tollgate.loadtest.isv;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instances that a simulated ISV runs. Creating is idempotent per order and order line, or
 * order and product where the marketplace names the product; the business id of the first request
 * becomes the instance id. Thread-safe.
 */
final class InstanceBook {

  /** What one order line, or one billing item of it, is known by. */
  record OrderedItem(String orderId, String lineOrProductId) {}

  /** What the ISV does for an instance. */
  enum Service {
    PENDING,
    RUNNING,
    STOPPED
  }

  private record Entry(String instanceId, Service service, int pendingPolls) {}

  private final Map<OrderedItem, String> instanceIds = new ConcurrentHashMap<>();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** The id of the item's instance; made from {@code businessId} when asked for the first time. */
  String create(OrderedItem item, String businessId, int pendingPolls) {
    var instanceId = instanceIds.computeIfAbsent(item, first -> businessId);
    entries.putIfAbsent(
        instanceId,
        new Entry(instanceId, pendingPolls == 0 ? Service.RUNNING : Service.PENDING, pendingPolls));
    return instanceId;
  }

  Optional<Service> service(String instanceId) {
    return Optional.ofNullable(entries.get(instanceId)).map(Entry::service);
  }

  /** Counts one query: an instance is done when it was asked often enough. */
  Optional<Service> poll(String instanceId) {
    var entry = entries.computeIfPresent(
        instanceId,
        (id, current) -> current.service() == Service.PENDING ? afterPoll(current) : current);
    return Optional.ofNullable(entry).map(Entry::service);
  }

  private static Entry afterPoll(Entry entry) {
    return entry.pendingPolls() <= 0
        ? new Entry(entry.instanceId(), Service.RUNNING, 0)
        : new Entry(entry.instanceId(), Service.PENDING, entry.pendingPolls() - 1);
  }

  /** Whether there was such an instance to change. */
  boolean change(String instanceId, Service service) {
    return entries.computeIfPresent(instanceId, (id, entry) -> new Entry(id, service, 0)) != null;
  }

  void release(String instanceId) {
    entries.remove(instanceId);
  }

  List<String> instanceIds() {
    return List.copyOf(entries.keySet());
  }
}
