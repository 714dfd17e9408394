package dev.hawser.endpoint.hosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTextTest {
  private static final HostsBlock MINE = block(HostsOwner.current("mine"));
  private static final HostsOwner DEAD = new HostsOwner("dead", ProcessHandle.current().pid(), 1);

  private static HostsBlock block(HostsOwner owner) {
    return new HostsBlock(
        owner, List.of(new HostsLine("127.9.8.7", List.of("stock", "stock.shop"))));
  }

  private static HostsText text(String text) {
    return HostsText.of(text.getBytes(ISO_8859_1));
  }

  /// Line ends of both kinds, tabs, a byte order mark, no end of the last line, bytes that are no
  /// text, a comment that looks like ours, nothing at all.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1\tlocalhost\n",
        "127.0.0.1 localhost",
        "127.0.0.1 localhost\r\n::1 localhost\r\n",
        "127.0.0.1 localhost\r\n::1 localhost\n\n\t \n# end",
        "\u00ef\u00bb\u00bf127.0.0.1 localhost\n",
        "\u00ef\u00bb\u00bf",
        "\n\n\n",
        "\r\n",
        "# \u00ff\u00fe\u0000 no text\n127.0.0.1 x\u00e4\n",
        "# hawser\n# hawser begins here\n10.0.0.1 a # hawser mine too\n",
        "127.0.0.1 stock # my own\n"
      })
  void afterASessionEveryByteIsAsBefore(String before) {
    HostsText during = text(before).with(MINE);

    assertThat(during.text()).contains("127.9.8.7 stock stock.shop # hawser mine");
    assertThat(during.text()).endsWith(before.replace("\u00ef\u00bb\u00bf", ""));
    assertThat(during.without("mine").bytes()).isEqualTo(before.getBytes(ISO_8859_1));
    assertThat(during.with(MINE)).isEqualTo(during);
  }

  @Test
  void theBlockComesFirstButForAByteOrderMarkAndHasTheFilesLineEnds() {
    String during = text("\u00ef\u00bb\u00bf127.0.0.1 localhost\r\n").with(MINE).text();

    assertThat(during).startsWith("\u00ef\u00bb\u00bf# hawser begin mine ");
    assertThat(during.lines().count()).isEqualTo(during.split("\r\n").length);
  }

  @Test
  void twoSessionsHaveABlockEach() {
    HostsBlock other = block(HostsOwner.current("other"));
    HostsText both = text("::1 localhost\n").with(MINE).with(other);

    assertThat(both.text()).contains("# hawser begin mine", "# hawser begin other");
    assertThat(both.without("mine")).isEqualTo(text("::1 localhost\n").with(other));
    assertThat(both.without("mine").without("other").text()).isEqualTo("::1 localhost\n");
  }

  @Test
  void theBlockOfADeadProcessIsRemovedAndThatOfALivingOneStays() {
    HostsText withMine = text("::1 localhost\n").with(MINE);
    HostsText both = text(String.join("\n", block(DEAD).text()) + "\n" + withMine.text());

    assertThat(both.withoutDead()).isEqualTo(withMine);
    assertThat(both.with(MINE)).isEqualTo(withMine);
  }

  @Test
  void aBlockWithoutItsLastLineIsRemovedWithoutWhatFollows() {
    String cut = "# hawser begin dead 1 1\n127.9.8.7 stock # hawser dead\n127.0.0.1 localhost\n";

    assertThat(text(cut).without("dead").text()).isEqualTo("127.0.0.1 localhost\n");
  }

  @Test
  void linesThatNoBlockBeginsForAreRemoved() {
    String rest = "127.9.8.7 stock # hawser dead\n# hawser end dead\n127.0.0.1 localhost\n";

    assertThat(text(rest).withoutDead().text()).isEqualTo("127.0.0.1 localhost\n");
  }

  @Test
  void whatSomebodyWroteIntoABlockStays() {
    String edited =
        text("::1 localhost\n")
            .with(MINE)
            .text()
            .replace("# hawser end", "10.0.0.1 x\n# hawser end");

    assertThat(text(edited).without("mine").text()).isEqualTo("10.0.0.1 x\n::1 localhost\n");
  }
}
