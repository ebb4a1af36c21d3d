package io.tollgate.metering.isv.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.isv.Isv;
import io.tollgate.metering.isv.IsvKey;
import io.tollgate.metering.isv.IsvStore;
import io.tollgate.metering.isv.KeyKind;
import io.tollgate.metering.row.Binding;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.secret.SecretCipher;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresIsvStore implements IsvStore {

  private static final String COLUMNS =
      "isv_no, isv_id, name, email, state, public_key, created_at";

  private static final String FIND = "SELECT " + COLUMNS + " FROM isv WHERE isv_id = :isvId";

  private static final String FIND_BY_NO = "SELECT " + COLUMNS + " FROM isv WHERE isv_no = :isvNo";

  private static final String LIST =
      "SELECT " + COLUMNS + " FROM isv WHERE isv_no > :position ORDER BY isv_no LIMIT :limit";

  private static final String ADD = """
      INSERT INTO isv (isv_id, name, email, created_at)
      VALUES (:isvId, :name, :email, :createdAt)
      ON CONFLICT (isv_id) DO NOTHING
      RETURNING\s""" + COLUMNS;

  private static final String UPDATE = """
      UPDATE isv SET name = :name, email = :email, state = :state, public_key = :publicKey
       WHERE isv_no = :isvNo""";

  private static final String ADD_KEY = """
      INSERT INTO isv_key (key_id, isv_no, kind, access_key_id, secret, created_at)
      VALUES (:keyId, :isvNo, :kind, :accessKeyId, :secret, :createdAt)
      ON CONFLICT (access_key_id) DO NOTHING""";

  private static final String END_KEY = """
      UPDATE isv_key SET ended_at = :endedAt
       WHERE isv_no = :isvNo AND key_id = :keyId AND ended_at IS NULL
      RETURNING key_id, kind, access_key_id""";

  private static final String ACTIVE_KEYS = """
      SELECT key_id, isv_no, kind, access_key_id, secret FROM isv_key
       WHERE isv_no = :isvNo AND kind = :kind AND ended_at IS NULL
       ORDER BY created_at DESC, key_id""";

  private static final String ACTIVE_KEY = """
      SELECT key_id, isv_no, kind, access_key_id, secret FROM isv_key
       WHERE access_key_id = :accessKeyId AND ended_at IS NULL""";

  private final DatabaseClient database;
  private final SecretCipher cipher;

  PostgresIsvStore(DatabaseClient database, SecretCipher cipher) {
    this.database = database;
    this.cipher = cipher;
  }

  @Override
  public Mono<Isv> find(String isvId) {
    return database.sql(FIND).bind("isvId", isvId).map(PostgresIsvStore::isv).one();
  }

  @Override
  public Mono<Isv> find(int isvNo) {
    return database
        .sql(FIND_BY_NO)
        .bind("isvNo", isvNo)
        .map(PostgresIsvStore::isv)
        .one();
  }

  @Override
  public Mono<Isv> lock(String isvId) {
    return database
        .sql(FIND + " FOR NO KEY UPDATE")
        .bind("isvId", isvId)
        .map(PostgresIsvStore::isv)
        .one();
  }

  @Override
  public Mono<List<Isv>> list(long after, int limit) {
    return database
        .sql(LIST)
        .bind("position", after)
        .bind("limit", limit)
        .map(PostgresIsvStore::isv)
        .all()
        .collectList();
  }

  @Override
  public Mono<Isv> add(String isvId, String name, @Nullable String email, Instant createdAt) {
    return database
        .sql(ADD)
        .bind("isvId", isvId)
        .bind("name", name)
        .bind("email", Binding.nullable(email, String.class))
        .bind("createdAt", createdAt)
        .map(PostgresIsvStore::isv)
        .one();
  }

  @Override
  public Mono<Void> update(Isv isv) {
    return database
        .sql(UPDATE)
        .bind("name", isv.name())
        .bind("email", Binding.nullable(isv.email(), String.class))
        .bind("state", isv.state().name())
        .bind("publicKey", Binding.nullable(isv.publicKey(), String.class))
        .bind("isvNo", isv.isvNo())
        .then();
  }

  @Override
  public Mono<Boolean> addKey(IsvKey key, Instant createdAt) {
    return database
        .sql(ADD_KEY)
        .bind("keyId", key.keyId())
        .bind("isvNo", key.isvNo())
        .bind("kind", key.kind().name())
        .bind("accessKeyId", key.accessKeyId())
        .bind("secret", cipher.encrypt(key.keyId(), key.secret()))
        .bind("createdAt", createdAt)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  @Override
  public Mono<EndedKey> endKey(int isvNo, String keyId, Instant endedAt) {
    return database
        .sql(END_KEY)
        .bind("endedAt", endedAt)
        .bind("isvNo", isvNo)
        .bind("keyId", keyId)
        .map(row -> new EndedKey(
            Columns.text(row, "key_id"),
            KeyKind.valueOf(Columns.text(row, "kind")),
            Columns.text(row, "access_key_id")))
        .one();
  }

  @Override
  public Mono<List<IsvKey>> activeKeys(int isvNo, KeyKind kind) {
    return database
        .sql(ACTIVE_KEYS)
        .bind("isvNo", isvNo)
        .bind("kind", kind.name())
        .map(this::key)
        .all()
        .collectList();
  }

  @Override
  public Mono<IsvKey> activeKey(String accessKeyId) {
    return database
        .sql(ACTIVE_KEY)
        .bind("accessKeyId", accessKeyId)
        .map(this::key)
        .one();
  }

  private IsvKey key(Readable row) {
    var keyId = Columns.text(row, "key_id");
    return new IsvKey(
        keyId,
        Columns.integer(row, "isv_no"),
        KeyKind.valueOf(Columns.text(row, "kind")),
        Columns.text(row, "access_key_id"),
        cipher.decrypt(keyId, Columns.value(row, "secret", byte[].class)));
  }

  private static Isv isv(Readable row) {
    return new Isv(
        Columns.integer(row, "isv_no"),
        Columns.text(row, "isv_id"),
        Columns.text(row, "name"),
        row.get("email", String.class),
        Isv.State.valueOf(Columns.text(row, "state")),
        row.get("public_key", String.class),
        Columns.instant(row, "created_at"));
  }
}
