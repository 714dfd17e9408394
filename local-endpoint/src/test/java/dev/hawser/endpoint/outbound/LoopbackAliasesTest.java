package dev.hawser.endpoint.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.endpoint.process.Platform;
import dev.hawser.endpoint.process.ShortRun;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackAliasesTest {
  /// As macOS prints it, with an alias that somebody has added.
  private static final String LO0 =
      """
      lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
      \toptions=1203<RXCSUM,TXCSUM,TXSTATUS,SW_TIMESTAMP>
      \tinet 127.0.0.1 netmask 0xff000000
      \tinet6 ::1 prefixlen 128\s
      \tinet6 fe80::1%lo0 prefixlen 64 scopeid 0x1\s
      \tinet 127.9.9.9 netmask 0xff000000
      \tnd6 options=201<PERFORMNUD,DAD>
      """;

  private static final ShortRun DENIED =
      new ShortRun(1, "", "ifconfig: ioctl (SIOCAIFADDR): permission denied\n");

  private final List<String> run = new ArrayList<>();

  private LoopbackAliases mac(ShortRun answer) {
    return new LoopbackAliases(
        Platform.MAC,
        command -> {
          String line = String.join(" ", command);
          if (line.equals("ifconfig lo0")) {
            return new ShortRun(0, LO0, "");
          }
          run.add(line);
          return answer;
        });
  }

  @Test
  void anAddressThatIsMissingIsAddedAndTakenAwayAgain() throws Exception {
    LoopbackAliases aliases = mac(new ShortRun(0, "", ""));

    assertThat(aliases.have(address("127.1.2.3"))).isTrue();
    aliases.giveBack(address("127.1.2.3"));
    aliases.giveBack(address("127.1.2.3"));

    assertThat(run)
        .containsExactly("ifconfig lo0 alias 127.1.2.3", "ifconfig lo0 -alias 127.1.2.3");
  }

  @Test
  void anAddressThatIsThereStays() throws Exception {
    LoopbackAliases aliases = mac(new ShortRun(0, "", ""));

    assertThat(aliases.have(address("127.9.9.9"))).isTrue();
    aliases.giveBack(address("127.9.9.9"));

    assertThat(run).isEmpty();
  }

  @Test
  void whoeverIsNotRootHasNone() throws Exception {
    assertThat(mac(DENIED).have(address("127.1.2.3"))).isFalse();
  }

  @Test
  void otherSystemsHaveThemAll() throws Exception {
    for (Platform platform : List.of(Platform.LINUX, Platform.WINDOWS)) {
      LoopbackAliases aliases =
          new LoopbackAliases(
              platform,
              command -> {
                throw new AssertionError(command);
              });
      assertThat(aliases.have(address("127.1.2.3"))).isTrue();
    }
  }

  private static Inet4Address address(String text) throws UnknownHostException {
    return (Inet4Address) InetAddress.getByName(text);
  }
}
