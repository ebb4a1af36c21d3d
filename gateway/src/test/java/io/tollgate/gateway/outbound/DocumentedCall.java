package io.tollgate.gateway.outbound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The members of every call as the protocol's pages list them: M must be there, O may be, and none
 * is longer than the number says. A call with a member of no page is faulty too.
 */
enum DocumentedCall {
  V2_BASIC("", """
      newInstance activity:M20 orderId:M64 orderLineId:M64 businessId:M64 testFlag:O2
      queryInstance activity:M20 instanceId:M100 testFlag:O2
      refreshInstance activity:M20 scene:M64 orderId:M64 orderLineId:M64 instanceId:M64 \
        productId:O64 expireTime:M20 testFlag:O2
      updateInstanceStatus activity:M32 instanceId:M64 status:M32 testFlag:O2
      releaseInstance activity:M32 instanceId:M64 orderId:O64 orderLineId:O64 testFlag:O2
      upgradeInstance activity:M32 instanceId:M64 orderId:M64 orderLineId:M64 testFlag:O2
      changeInstanceCheck activity:M32 instanceId:M64 productInfo:M1024 testFlag:O2
      refreshLicenseCode activity:M32 scene:M64 orderId:M64 orderLineId:M64 license:M64 \
        productId:O64 expireTime:M20 testFlag:O2
      updateLicenseCodeStatus activity:M32 license:M64 status:M32 testFlag:O2
      releaseLicenseCode activity:M32 license:M64 orderId:O64 orderLineId:O64 testFlag:O2
      """),
  V2_KIT("/produceAPI/v2/", """
      tenantSync instanceId:M64 orderId:M64 tenantId:M64 tenantCode:M64 name:M255 \
        domainName:M255 flag:M1 testFlag:M1 timeStamp:M17
      applicationSync instanceId:M64 tenantId:M64 appId:M64 clientId:M64 clientSecret:M1024 \
        flag:M1 testFlag:M1 timeStamp:M17
      authSync instanceId:M64 tenantId:M64 appId:M64 userList:M999999 currentSyncTime:M17 \
        flag:M1 testFlag:M1 timeStamp:M17
      singleOrgSync instanceId:M64 tenantId:M64 orgCode:M64 orgName:M128 parentCode:O64 flag:M1 \
        testFlag:M1 timeStamp:M17
      allOrgSync instanceId:M64 tenantId:M64 orgInfoList:M999999 testFlag:M1 timeStamp:M17
      """),
  V1_BASIC("", """
      newInstance activity:M20 customerId:M100 customerName:O64 userId:O64 userName:O64 \
        mobilePhone:O64 email:O64 encryptType:O2 businessId:M64 orderId:M64 skuCode:O64 \
        productId:M64 trialFlag:O2 expireTime:O20 chargingMode:O1 saasExtendParams:O2048 \
        amount:O20 periodType:O10 periodNumber:O10 orderAmount:O20 acceptanceTime:O20 \
        provisionType:O20 authToken:M50 timeStamp:M20 testFlag:O2
      refreshInstance activity:M20 orderId:M64 instanceId:M64 productId:O64 expireTime:M20 \
        trialToFormal:O2 periodType:O10 periodNumber:O10 orderAmount:O20 authToken:M50 \
        timeStamp:M20 testFlag:O2
      expireInstance activity:M20 instanceId:M64 orderId:M64 authToken:M50 timeStamp:M20 testFlag:O2
      releaseInstance activity:M20 instanceId:M64 orderId:M64 orderAmount:O20 authToken:M50 \
        timeStamp:M20 testFlag:O2
      upgrade activity:M20 instanceId:M64 orderId:M64 skuCode:M64 productId:M64 amount:O20 \
        diskSize:O20 bandWidth:O20 saasExtendParams:O2048 authToken:M50 timeStamp:M20 testFlag:O2
      instanceStatus activity:M20 instanceId:M64 instanceStatus:M32 authToken:M50 timeStamp:M20 \
        testFlag:O2
      queryInstance activity:M20 instanceId:M100 authToken:M50 timeStamp:M20 testFlag:O2
      """),
  V1_KIT("/produceAPI/", """
      tenantSync instanceId:M64 orderId:M64 tenantId:M64 tenantCode:M64 name:M255 \
        domainName:M255 flag:M1 testFlag:M1 timeStamp:M17
      applicationSync instanceId:M64 tenantId:M64 appId:M64 clientId:M64 clientSecret:M1024 \
        flag:M1 testFlag:M1 timeStamp:M17
      authSync instanceId:M64 tenantId:M64 appId:M64 userList:M999999 currentSyncTime:M17 \
        flag:M1 testFlag:M1 timeStamp:M17
      singleOrgSync instanceId:M64 tenantId:M64 orgCode:M64 orgName:M128 parentCode:O64 flag:M1 \
        testFlag:M1 timeStamp:M17
      allOrgSync instanceId:M64 tenantId:M64 orgInfo:M999999 testFlag:M1 timeStamp:M17
      """);

  private final String path;
  private final String table;

  DocumentedCall(String path, String table) {
    this.path = path;
    this.table = table;
  }

  /** The last part of a kit call's path lies beneath this; empty for the basic calls. */
  String path() {
    return path;
  }

  boolean isV1() {
    return this == V1_BASIC || this == V1_KIT;
  }

  boolean isKit() {
    return this == V2_KIT || this == V1_KIT;
  }

  /** What the pages do not allow about a call; empty where it is as they say. */
  List<String> faults(String activity, Map<String, ?> members) {
    var documented = documented(activity);
    if (documented.isEmpty()) {
      return List.of("activity: " + activity);
    }
    var faults = new ArrayList<String>();
    for (var member : documented) {
      var text = String.valueOf(members.containsKey(member.name) ? members.get(member.name) : "");
      if (text.length() > member.longest || (member.mandatory && text.isBlank())) {
        faults.add(member.name + ": '" + text + "'");
      }
    }
    members.keySet().stream()
        .filter(name -> documented.stream().noneMatch(member -> member.name.equals(name)))
        .forEach(name -> faults.add(name + ": of no page"));
    return faults;
  }

  private List<Member> documented(String activity) {
    return table
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(cells -> cells[0].equals(activity))
        .flatMap(cells -> Arrays.stream(cells).skip(1).map(Member::of))
        .toList();
  }

  private record Member(String name, boolean mandatory, int longest) {

    static Member of(String cell) {
      var colon = cell.indexOf(':');
      return new Member(
          cell.substring(0, colon),
          cell.charAt(colon + 1) == 'M',
          Integer.parseInt(cell.substring(colon + 2)));
    }
  }
}
