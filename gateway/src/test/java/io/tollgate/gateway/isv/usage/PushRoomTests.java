package io.tollgate.gateway.isv.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class PushRoomTests {

  private final PushRoom room = new PushRoom();

  @Test
  void bodiesAreLetInUntilTheRoomIsTaken() {
    assertThat(room.take(PushRoom.BYTES - 10)).isTrue();
    assertThat(room.take(11)).isFalse();
    assertThat(room.take(10)).isTrue();
    assertThat(room.take(1)).isFalse();

    room.giveBack(10);

    assertThat(room.take(10)).isTrue();
  }

  @Test
  void aBodyTakesWhatItAnnouncesAndNoMoreThanIsEverRead() {
    assertThat(PushRoom.wantedBy(announcing(150_000))).isEqualTo(150_000);
    assertThat(PushRoom.wantedBy(announcing(1L << 40))).isEqualTo(1 << 20);
  }

  @Test
  void aBodyThatDoesNotSayHowLargeItWillBeTakesAQuarterOfAMebibyte() {
    var compressed = announcing(2_000);
    compressed.set(HttpHeaders.CONTENT_ENCODING, "gzip");

    assertThat(PushRoom.wantedBy(new HttpHeaders())).isEqualTo(256 << 10);
    assertThat(PushRoom.wantedBy(compressed)).isEqualTo(256 << 10);
  }

  private static HttpHeaders announcing(long bytes) {
    var headers = new HttpHeaders();
    headers.setContentLength(bytes);
    return headers;
  }
}
