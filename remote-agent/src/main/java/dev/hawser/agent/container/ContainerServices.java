package dev.hawser.agent.container;

import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.relay.BlockingStream;
import dev.hawser.tunnel.session.TunnelStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the streams that ask for what the container was given: its variables and volumes. Each is
/// written by a virtual thread of its own, at the speed of the reader.
public final class ContainerServices {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerServices.class);
  private static final int BUFFER_BYTES = 32 << 10;

  private final VolumeArchive volumes;

  public ContainerServices(AgentSettings settings) {
    volumes =
        new VolumeArchive(
            Path.of(settings.volumeRoot()),
            settings.volumeMounts(),
            VolumeArchive.MOUNT_LIMIT_BYTES);
  }

  /// Takes over a stream that asks for the variables; on the session's loop.
  public void environment(TunnelStream stream) {
    serve(stream, out -> out.write(ContainerEnvironment.ofThisProcess()));
  }

  /// Takes over a stream that asks for the volumes; on the session's loop.
  public void volumes(TunnelStream stream) {
    serve(stream, out -> tellSkipped(volumes.writeTo(out)));
  }

  private interface Answer {
    void to(OutputStream out) throws IOException;
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
      answer.to(out);
      out.close(); // on success only: it tells the reader that this was all
    } catch (IOException | RuntimeException e) {
      stream.close();
      LOG.info("{}: not handed over: {}", name, e.getMessage());
    }
  }

  private static void tellSkipped(int skipped) {
    if (skipped > 0) {
      LOG.info("volumes: {} entries left out, each with its reason", skipped);
    }
  }
}
