package io.tollgate.loadtest.isv;

/** The header by which an ISV proves its reply to a V1 call. */
final class BodySign {

  static final String HEADER = "Body-Sign";

  private BodySign() {}

  static String sign(String accessKey, String replyBody) {
    return HmacSha256.base64(accessKey, replyBody);
  }

  static String header(String accessKey, String replyBody) {
    return "sign_type=\"HMAC-SHA256\", signature= \"" + sign(accessKey, replyBody) + "\"";
  }
}
