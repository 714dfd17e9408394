package dev.hawser.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellPromptTest {
  @Test
  void bashShowsTheTargetOnceBeforeItsOwnPrompt() throws Exception {
    assertThat(
            promptOf(
                "bash",
                "PS1='$ '; eval \"$PROMPT_COMMAND\"; eval \"$PROMPT_COMMAND\"; echo \"$PS1\""))
        .isEqualTo("(hawser svc/orders) $ ");
  }

  @Test
  void aPlainShellShowsTheTarget() throws Exception {
    assertThat(promptOf("sh", "echo \"$PS1\"")).isEqualTo("(hawser svc/orders) $ ");
  }

  @Test
  void anotherShellIsStartedAsItIs() {
    assertThat(ShellPrompt.of("/bin/zsh", "svc/orders").command()).isEqualTo(List.of("/bin/zsh"));
  }

  private static String promptOf(String shell, String script)
      throws IOException, InterruptedException {
    ShellPrompt prompt = ShellPrompt.of(shell, "svc/orders");
    ProcessBuilder builder = new ProcessBuilder(shell, "-c", script);
    builder.environment().putAll(prompt.variables());
    Process process = builder.start();
    String line = process.inputReader().readLine();
    assertThat(process.waitFor()).isZero();
    return line;
  }
}
