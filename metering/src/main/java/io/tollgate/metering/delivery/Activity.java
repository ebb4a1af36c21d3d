package io.tollgate.metering.delivery;

import java.util.Arrays;

/** What an outbound call asks of the ISV's production interface, named as on the wire (V2). */
public enum Activity {
  NEW_INSTANCE("newInstance"),
  QUERY_INSTANCE("queryInstance"),
  REFRESH_INSTANCE("refreshInstance"),
  UPDATE_INSTANCE_STATUS("updateInstanceStatus"),
  EXPIRE_INSTANCE("expireInstance"),
  RELEASE_INSTANCE("releaseInstance"),
  UPGRADE_INSTANCE("upgradeInstance"),
  CHANGE_INSTANCE_CHECK("changeInstanceCheck"),
  REFRESH_LICENSE_CODE("refreshLicenseCode"),
  UPDATE_LICENSE_CODE_STATUS("updateLicenseCodeStatus"),
  RELEASE_LICENSE_CODE("releaseLicenseCode"),
  TENANT_SYNC("tenantSync"),
  APPLICATION_SYNC("applicationSync"),
  AUTH_SYNC("authSync"),
  SINGLE_ORG_SYNC("singleOrgSync"),
  ALL_ORG_SYNC("allOrgSync");

  private final String wireName;

  Activity(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The kit calls go to a path of their own and are signed in headers. */
  public boolean isKitSync() {
    return compareTo(TENANT_SYNC) >= 0;
  }

  public static Activity ofWireName(String wireName) {
    return Arrays.stream(values())
        .filter(activity -> activity.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "activity: " + wireName + " (expected: a name of the production interface)"));
  }
}
