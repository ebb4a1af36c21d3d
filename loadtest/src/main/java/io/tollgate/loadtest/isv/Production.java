package io.tollgate.loadtest.isv;

import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.isv.InstanceBook.OrderedItem;
import io.tollgate.loadtest.isv.InstanceBook.Service;
import io.tollgate.loadtest.isv.ReceivedCall.Generation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the simulated ISV does when a proven call asks for it. Idempotent throughout. */
final class Production {

  private static final DateTimeFormatter STATISTICAL_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private final InstanceBook instances;

  Production(InstanceBook instances) {
    this.instances = instances;
  }

  static ObjectNode result(ResultCode code) {
    return Json.object().put("resultCode", code.code()).put("resultMsg", code.message());
  }

  /**
   * @param pendingPolls how many queries a new instance is to answer as still in progress
   */
  ObjectNode perform(Generation generation, String activity, JsonNode members, int pendingPolls) {
    if (generation.isKit()) {
      return result(ResultCode.SUCCESS);
    }
    return switch (activity) {
      case "newInstance" -> create(members, pendingPolls);
      case "queryInstance" -> query(members);
      case "updateInstanceStatus" -> changeStatus(members, "status");
      case "instanceStatus" -> changeStatus(members, "instanceStatus");
      case "releaseInstance" -> release(members);
      case "refreshInstance",
          "expireInstance",
          "upgradeInstance",
          "upgrade",
          "changeInstanceCheck" -> known(members);
      case "refreshLicenseCode", "updateLicenseCodeStatus", "releaseLicenseCode" ->
        result(ResultCode.SUCCESS);
      default -> result(ResultCode.ILLEGAL_PARAMETER);
    };
  }

  private ObjectNode create(JsonNode members, int pendingPolls) {
    var orderId = text(members, "orderId");
    var businessId = text(members, "businessId");
    var productId = text(members, "productId");
    var item =
        new OrderedItem(orderId, productId.isEmpty() ? text(members, "orderLineId") : productId);
    if (orderId.isEmpty() || businessId.isEmpty() || item.lineOrProductId().isEmpty()) {
      return result(ResultCode.ILLEGAL_PARAMETER);
    }
    var instanceId = instances.create(item, businessId, pendingPolls);
    var pending = instances.service(instanceId).filter(Service.PENDING::equals).isPresent();
    return result(pending ? ResultCode.IN_PROGRESS : ResultCode.SUCCESS)
        .put("instanceId", instanceId);
  }

  /** Reports all asked-for instances, or that one of them is not there or not done. */
  private ObjectNode query(JsonNode members) {
    var info = Json.array();
    for (var instanceId : text(members, "instanceId").split(",", -1)) {
      var service = instances.poll(instanceId.strip());
      if (service.isEmpty()) {
        return result(ResultCode.NO_SUCH_INSTANCE);
      }
      if (service.get() == Service.PENDING) {
        return result(ResultCode.IN_PROGRESS);
      }
      info.add(instanceInfo(instanceId.strip()));
    }
    var reply = result(ResultCode.SUCCESS);
    reply.set("info", info);
    return reply;
  }

  private static ObjectNode instanceInfo(String instanceId) {
    var info = Json.object().put("instanceId", instanceId);
    info.putObject("appInfo").put("frontEndUrl", "https://isv.example.com/" + instanceId);
    info.putArray("usageInfo")
        .addObject()
        .put("usageValue", "0")
        .put("statisticalTime", STATISTICAL_TIME.format(Instant.now()));
    return info;
  }

  private ObjectNode changeStatus(JsonNode members, String statusMember) {
    var service = switch (text(members, statusMember)) {
      case "FREEZE" -> Service.STOPPED;
      case "UNFREEZE", "NORMAL" -> Service.RUNNING;
      default -> null;
    };
    if (service == null) {
      return result(ResultCode.ILLEGAL_PARAMETER);
    }
    return result(
        instances.change(text(members, "instanceId"), service)
            ? ResultCode.SUCCESS
            : ResultCode.NO_SUCH_INSTANCE);
  }

  private ObjectNode known(JsonNode members) {
    var exists = instances.service(text(members, "instanceId")).isPresent();
    return result(exists ? ResultCode.SUCCESS : ResultCode.NO_SUCH_INSTANCE);
  }

  /** Succeeds also when there is nothing to release, as the protocol asks. */
  private ObjectNode release(JsonNode members) {
    instances.release(text(members, "instanceId"));
    return result(ResultCode.SUCCESS);
  }

  private static String text(JsonNode members, String name) {
    return members.path(name).asString("");
  }
}
