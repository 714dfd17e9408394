package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.node.Node;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One `exec` WebSocket: channels 0 to 2 are the command's standard streams, channel 3 tells in the
/// end how it went. There is no terminal, whatever the client asks for.
final class Exec {
  private static final int OUT = 1;
  private static final int ERR = 2;
  private static final int STATUS = 3;

  private final ChannelSocket client;
  private final Process process;

  Exec(ChannelSocket client, Process process) {
    this.client = client;
    this.process = process;
  }

  /// Serves until the command has ended; ends it when the client goes.
  void run() {
    Thread input = Thread.startVirtualThread(this::receive);
    try {
      Thread errors = Thread.startVirtualThread(() -> copy(process.getErrorStream(), ERR));
      copy(process.getInputStream(), OUT);
      errors.join();
      byte[] status = Json.bytes(status(process.waitFor()));
      client.send(STATUS, status, status.length);
    } catch (IOException gone) {
      // nobody to tell
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      Node.destroy(process);
      input.interrupt();
      client.close();
    }
  }

  private void copy(InputStream from, int channel) {
    byte[] buffer = new byte[32 * 1024];
    try (from) {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        client.send(channel, buffer, count);
      }
    } catch (IOException gone) {
      Node.destroy(process);
    }
  }

  private void receive() {
    try (OutputStream input = process.getOutputStream()) {
      for (var message = client.receive(); ; message = client.receive()) {
        if (message.isEnd()) {
          Node.destroy(process);
          return;
        }
        if (message.channel() == ChannelSocket.CLOSE_CHANNEL) {
          return;
        }
        if (message.channel() == 0) {
          input.write(message.data().getBytes());
          input.flush();
        }
      }
    } catch (IOException ended) {
      // the command does not want more
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static ObjectNode status(int exitCode) {
    if (exitCode == 0) {
      return StatusException.status("Success");
    }
    ObjectNode status = StatusException.status("Failure");
    status.put(
        "message",
        "command terminated with non-zero exit code: exit status %d".formatted(exitCode));
    status.put("reason", "NonZeroExitCode");
    status
        .withArray("/details/causes")
        .addObject()
        .put("reason", "ExitCode")
        .put("message", String.valueOf(exitCode));
    return status;
  }

  /// Tells that the command could not even be started.
  static void refuse(ChannelSocket client, String why) {
    StatusException refusal =
        StatusException.of(500, "InternalError", "Internal error occurred: exec failed: " + why);
    try {
      client.send(STATUS, new String(Json.bytes(refusal.toStatus()), StandardCharsets.UTF_8));
    } catch (IOException gone) {
      // nobody to tell
    }
    client.close();
  }
}
