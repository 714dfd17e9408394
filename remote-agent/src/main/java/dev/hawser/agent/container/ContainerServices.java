package dev.hawser.agent.container;

import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.bootstrap.ServiceRequest;
import dev.hawser.tunnel.relay.BlockingStream;
import dev.hawser.tunnel.session.TunnelStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the streams that ask for what the container was given: its variables and volumes. Each is
/// written by a virtual thread of its own, at the speed of the reader.
public final class ContainerServices {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerServices.class);
  private static final int BUFFER_BYTES = 32 << 10;

  private static final Duration LOOK_AT_VOLUMES = Duration.ofSeconds(1);

  private final VolumeArchive volumes;
  private final VolumeChanges changes;

  public ContainerServices(AgentSettings settings) {
    volumes =
        new VolumeArchive(
            Path.of(settings.volumeRoot()), mounts(settings), VolumeArchive.MOUNT_LIMIT_BYTES);
    changes = new VolumeChanges(Path.of(settings.volumeRoot()), LOOK_AT_VOLUMES);
  }

  private static List<String> mounts(AgentSettings settings) {
    List<String> mounts = new ArrayList<>(settings.volumeMounts());
    String token = AgentSettings.SERVICE_ACCOUNT_MOUNT;
    if (!mounts.contains(token) && Files.isDirectory(Path.of(settings.volumeRoot(), token))) {
      mounts.add(token);
    }
    return mounts;
  }

  /// Takes over a stream that asks for the variables; on the session's loop.
  public void environment(TunnelStream stream) {
    serve(stream, (out, asked) -> out.write(ContainerEnvironment.ofThisProcess()));
  }

  /// Takes over a stream that asks for the volumes; on the session's loop.
  public void volumes(TunnelStream stream) {
    serve(stream, (out, asked) -> tellSkipped(write(out, ServiceRequest.readFrom(asked.input()))));
  }

  /// Takes over a stream that asks to be told of mounts that change; on the session's loop.
  public void volumeChanges(TunnelStream stream) {
    serve(
        stream,
        (out, asked) -> changes.tell(ServiceRequest.readFrom(asked.input()).texts(), asked));
  }

  private interface Answer {
    void to(OutputStream out, BlockingStream asked) throws IOException, InterruptedException;
  }

  private static void serve(TunnelStream stream, Answer answer) {
    String name = stream.destination().host();
    BlockingStream blocking = BlockingStream.attach(stream);
    Thread.ofVirtual().name(name).start(() -> serve(name, blocking, answer));
  }

  /// Once all is written the stream is left to end by itself, when the reader has finished too:
  /// letting go of it would take back what is still on its way.
  private static void serve(String name, BlockingStream stream, Answer answer) {
    OutputStream out = new BufferedOutputStream(stream.output(), BUFFER_BYTES);
    try {
      answer.to(out, stream);
      out.close(); // on success only: it tells the reader that this was all
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stream.close();
    } catch (IOException | RuntimeException e) {
      stream.close();
      LOG.info("{}: not handed over: {}", name, e.getMessage());
    }
  }

  private int write(OutputStream out, ServiceRequest request) throws IOException {
    return request.texts().isEmpty() ? volumes.writeTo(out) : volumes.writeTo(out, request.texts());
  }

  private static void tellSkipped(int skipped) {
    if (skipped > 0) {
      LOG.info("volumes: {} entries left out, each with its reason", skipped);
    }
  }
}
