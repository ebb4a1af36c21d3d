package io.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTests {

  @TempDir
  Path folder;

  @Test
  void makesATokenForEachRoleThatOnlyThisUserReads() throws Exception {
    var home = Home.at(folder.resolve("new").toString());

    var tokens = Home.ROLES.stream().map(home::token).distinct().toList();

    assertThat(tokens).hasSize(3).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
    assertThat(Files.getPosixFilePermissions(home.tokens().resolve("operator")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(home.tokens()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void keepsWhatItMadeBefore() {
    var first = Home.at(folder.toString());
    var second = Home.at(folder.toString());

    assertThat(second.token("billing")).isEqualTo(first.token("billing"));
    assertThat(second.masterKey()).isEqualTo(first.masterKey());
    assertThat(second.certificate()).isEqualTo(first.certificate());
  }

  @Test
  void makesAMasterKeyOf32BytesInBase64() {
    var key = Home.at(folder.toString()).masterKey();

    assertThat(Base64.getDecoder().decode(key)).hasSize(32);
  }

  @Test
  void makesACertificateForTheNamesOfThisMachine() throws Exception {
    var certificate = Home.at(folder.toString()).certificate();

    var keyStore = KeyStore.getInstance(
        certificate.keyStore().toFile(), certificate.password().toCharArray());
    var made = (X509Certificate) keyStore.getCertificate("tollgate");
    assertThat(
            made.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(Files.readString(folder.resolve("tls/certificate.pem")))
        .startsWith("-----BEGIN CERTIFICATE-----");
  }

  @Test
  void saysWhatToDoWhereItCannotWrite() throws Exception {
    var file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Home.at(file.toString()).token("operator"))
        .isInstanceOf(HomeUnusableException.class)
        .hasMessageContaining(file.toString())
        .extracting(failure -> ((HomeUnusableException) failure).remedy())
        .asString()
        .contains("--tollgate.home=<folder>");
  }
}
