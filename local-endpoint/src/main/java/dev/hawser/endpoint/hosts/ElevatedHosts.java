package dev.hawser.endpoint.hosts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hawser.tunnel.frame.PeerText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A [HostsHelper] with root's rights, started once a session by `sudo` or `pkexec`, which ask for
/// a password as they do. The block is gone when this process is, however it ends.
public final class ElevatedHosts implements HostsWriting {
  private static final long END_LIMIT_SECONDS = 10;

  private final Path file;
  private final Process helper;
  private final BufferedReader answers;
  private boolean inPlace;

  private ElevatedHosts(Path file, Process helper) {
    this.file = file;
    this.helper = helper;
    this.answers = helper.inputReader(US_ASCII);
  }

  /// Starts the helper and waits until it has its rights, and so for the user.
  ///
  /// @param file the one that the helper edits, to be told
  /// @throws IOException if it does not get the rights, with its words or the exit code
  public static ElevatedHosts start(List<String> command, Path file, HostsOwner owner)
      throws IOException {
    Process helper =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    ElevatedHosts started = new ElevatedHosts(file, helper);
    try {
      started.ask(HostsRequests.opening(owner), List.of(HostsHelper.READY));
      return started;
    } catch (IOException e) {
      started.end();
      throw e;
    }
  }

  @Override
  public void put(HostsBlock block) throws IOException {
    List<String> expected = List.of(HostsHelper.PUT, HostsHelper.IN_PLACE);
    inPlace = ask(HostsRequests.put(block), expected).equals(HostsHelper.IN_PLACE);
  }

  private String ask(String request, List<String> expected) throws IOException {
    try {
      helper.getOutputStream().write(request.getBytes(US_ASCII));
      helper.getOutputStream().flush();
    } catch (IOException ended) {
      // its last words tell more
    }
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("no rights were given (exit code %s)".formatted(exitCode()));
    }
    if (!expected.contains(answer)) {
      throw new IOException(PeerText.clean(answer));
    }
    return answer;
  }

  private String exitCode() {
    return end() ? String.valueOf(helper.exitValue()) : "unknown";
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public String remark() {
    return inPlace ? " (it is a mount of its own, so it is rewritten in place)" : "";
  }

  @Override
  public void close() throws IOException {
    if (!end()) {
      throw new IOException("the helper did not end");
    }
  }

  private boolean end() {
    try {
      helper.getOutputStream().close();
    } catch (IOException ended) {
      // before
    }
    try {
      return helper.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
