package io.tollgate.metering.delivery;

/** Names of the facts in a call. All values are text unless said otherwise. */
public final class CallMembers {

  public static final String ORDER_ID = "orderId";
  public static final String ORDER_LINE_ID = "orderLineId";

  /** The business id of the first attempt; later attempts derive theirs from it. */
  public static final String BUSINESS_ID = "businessId";

  public static final String INSTANCE_ID = "instanceId";

  /** A licence code, in the licence calls. */
  public static final String LICENSE = "license";

  /** FREEZE or UNFREEZE; what V1 calls NORMAL is UNFREEZE here. */
  public static final String STATUS = "status";

  /** TRIAL_TO_FORMAL, RENEWAL, UNSUBSCRIBE_RENEWAL_PERIOD or RENEWAL_CHANGE. */
  public static final String SCENE = "scene";

  /** An RFC 3339 time. */
  public static final String EXPIRE_TIME = "expireTime";

  /** An RFC 3339 time: when the buyer accepted a supervised order. */
  public static final String ACCEPTANCE_TIME = "acceptanceTime";

  public static final String PRODUCT_ID = "productId";
  public static final String SKU_CODE = "skuCode";
  public static final String CUSTOMER_ID = "customerId";
  public static final String CUSTOMER_NAME = "customerName";

  /** ON_DEMAND, PERIOD, ONE_TIME or ON_DEMAND_PKG. */
  public static final String CHARGING_MODE = "chargingMode";

  /** true, where the order is a trial or turns one into a formal instance. */
  public static final String TRIAL = "trial";

  /** How many were bought. */
  public static final String QUANTITY = "quantity";

  /** day, month or year. */
  public static final String PERIOD_TYPE = "periodType";

  public static final String PERIOD_NUMBER = "periodNumber";

  /** A decimal. */
  public static final String ORDER_AMOUNT = "orderAmount";

  /** An object: what the target of a change is. */
  public static final String PRODUCT_INFO = "productInfo";

  private CallMembers() {}
}
