package dev.hawser.endpoint.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What programs of other systems answer, as they print it.
class PortAnswersTest {
  private static final String NETSTAT =
      """

      Active Connections

        Proto  Local Address          Foreign Address        State           PID
        TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1012
        TCP    127.0.0.1:8080         127.0.0.1:51734        ESTABLISHED     77
        TCP    127.0.0.1:8080         0.0.0.0:0              LISTENING       4711
        TCP    192.168.1.20:9090      0.0.0.0:0              LISTENING       88
        TCP    [::]:445               [::]:0                 LISTENING       4
        TCP    [::1]:5432             [::]:0                 LISTENING       5120
        UDP    0.0.0.0:5353           *:*                                    2236
      """;

  @Test
  void aListenerIsFoundInTheTableOfWindows() {
    assertThat(NetstatTable.listener(NETSTAT, 8080)).hasValue(4711);
    assertThat(NetstatTable.listener(NETSTAT, 445)).hasValue(4);
    assertThat(NetstatTable.listener(NETSTAT, 5432)).hasValue(5120);
    assertThat(NetstatTable.listener(NETSTAT.replace("LISTENING", "ABHÖREN"), 135)).hasValue(1012);
  }

  @Test
  void otherSocketsOfThatPortAreNotTakenForOne() {
    assertThat(NetstatTable.listener(NETSTAT, 9090)).isEmpty();
    assertThat(NetstatTable.listener(NETSTAT, 51734)).isEmpty();
    assertThat(NetstatTable.listener(NETSTAT, 5353)).isEmpty();
    assertThat(NetstatTable.listener("", 80)).isEmpty();
  }

  @Test
  void theFirstProcessThatLsofNamesIsTheListener() {
    assertThat(LsofAnswer.listener("4711\n4712\n")).hasValue(4711);
    assertThat(LsofAnswer.listener("")).isEmpty();
    assertThat(LsofAnswer.listener("lsof: unsupported TCP/TPI info selection: S\n")).isEmpty();
  }
}
