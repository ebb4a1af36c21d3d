package io.tollgate.loadtest.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All keys of a Redis at one moment, as a backup or a lagging replica would have them. */
final class RedisSnapshot {

  private static final byte[] NEVER = bytes("0");

  /** One command a key, ready to be sent. */
  private final List<List<byte[]>> restores;

  private RedisSnapshot(List<List<byte[]>> restores) {
    this.restores = restores;
  }

  static RedisSnapshot take(RespConnection redis) throws IOException {
    var restores = new ArrayList<List<byte[]>>();
    if (redis.call("KEYS", "*") instanceof List<?> keys) {
      for (var key : keys) {
        if (key instanceof byte[] name
            && redis.call(List.of(bytes("DUMP"), name)) instanceof byte[] content) {
          restores.add(List.of(bytes("RESTORE"), name, expiryMillis(redis, name), content));
        }
      }
    }
    return new RedisSnapshot(restores);
  }

  private static byte[] expiryMillis(RespConnection redis, byte[] key) throws IOException {
    var left = redis.call(List.of(bytes("PTTL"), key));
    return left instanceof byte[] millis && millis[0] != '-' ? millis : NEVER;
  }

  /** Puts Redis back to what it was: what came since is forgotten, in one transaction. */
  void restore(RespConnection redis) throws IOException {
    redis.call("MULTI");
    redis.call("FLUSHALL");
    for (var restore : restores) {
      redis.call(restore);
    }
    redis.call("EXEC");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
