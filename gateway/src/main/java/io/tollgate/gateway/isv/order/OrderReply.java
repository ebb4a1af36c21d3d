package io.tollgate.gateway.isv.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.order.OrderDetails;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reply to an order query, in the protocol's words. What is absent is left out.
 *
 * @param extraInfo only in failures of some codes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderReply(
    String resultCode,
    String resultMsg,
    @Nullable OrderInfo orderInfo,
    @JsonProperty("extra_info") @Nullable String extraInfo) {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

  private static final int LONGEST_MESSAGE = 1_024;

  static OrderReply of(OrderDetails order) {
    var success = RequestCode.SUCCESS;
    return new OrderReply(success.code(), success.message(), OrderInfo.of(order), null);
  }

  static OrderReply failure(RequestCode code, String detail) {
    var message = code.message() + ": " + detail;
    var hasExtra = switch (code) {
      case INPUT_FAILURE, ILLEGAL_OPERATION, FREQUENCY_OVERLIMIT, INSTANCE_NOT_FOUND -> true;
      default -> false;
    };
    return new OrderReply(
        code.code(),
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE),
        null,
        hasExtra ? detail : null);
  }

  /** An order. */
  record OrderInfo(
      String orderId,
      String orderType,
      String createTime,
      List<OrderLine> orderLine,
      BuyerInfo buyerInfo,
      List<ExtendParam> extendParams) {

    static OrderInfo of(OrderDetails order) {
      return new OrderInfo(
          order.orderId(),
          order.orderType(),
          seconds(order.placedAt()),
          order.lines().stream().map(OrderLine::of).toList(),
          new BuyerInfo(order.buyer().customerId(), order.buyer().name()),
          List.of());
    }
  }

  /**
   * A line of an order.
   *
   * @param currency the amount, whatever the name says
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OrderLine(
      String orderLineId,
      String chargingMode,
      @Nullable String periodType,
      @Nullable Integer periodNumber,
      @Nullable String expireTime,
      List<ProductInfo> productInfo,
      List<ExtendParam> extendParams,
      String currency,
      String currencyAfterDiscount) {

    static OrderLine of(OrderDetails.Line line) {
      var amount = line.amount().toPlainString();
      var expireTime = line.expireTime();
      return new OrderLine(
          line.orderLineId(),
          line.chargingMode(),
          line.periodType(),
          line.periodNumber(),
          expireTime == null ? null : seconds(expireTime),
          line.products().stream().map(ProductInfo::of).toList(),
          List.of(),
          amount,
          amount);
    }
  }

  /** A product of a line; {@code linearValue} is how many were bought. */
  record ProductInfo(String productId, String skuCode, int linearValue, String productName) {

    static ProductInfo of(OrderDetails.Product product) {
      return new ProductInfo(
          product.productId(), product.skuCode(), product.quantity(), product.name());
    }
  }

  /** What the marketplace tells of a customer. */
  record BuyerInfo(String customerId, String customerName) {}

  /** A further parameter of an order. */
  record ExtendParam(String name, String value) {}

  private static String seconds(Instant instant) {
    return SECONDS.format(instant);
  }
}
