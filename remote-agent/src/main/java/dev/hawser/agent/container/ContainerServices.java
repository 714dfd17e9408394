package dev.hawser.agent.container;

import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.relay.BlockingStream;
import dev.hawser.tunnel.session.TunnelStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
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

  /// Takes over a stream of protocol SERVICE; on the session's loop.
  public void serve(TunnelStream stream) {
    named(stream.destination().host())
        .ifPresentOrElse(
            service -> {
              BlockingStream blocking = BlockingStream.attach(stream);
              Thread.ofVirtual().name(service.destination()).start(() -> answer(service, blocking));
            },
            () -> stream.reset(ResetCode.UNSUPPORTED));
  }

  private static Optional<AgentService> named(String name) {
    return Stream.of(AgentService.values())
        .filter(service -> service.destination().equals(name))
        .findFirst();
  }

  /// Once all is written the stream is left to end by itself, when the reader has finished too:
  /// letting go of it would take back what is still on its way.
  private void answer(AgentService service, BlockingStream stream) {
    OutputStream out = new BufferedOutputStream(stream.output(), BUFFER_BYTES);
    try {
      switch (service) {
        case ENVIRONMENT -> out.write(ContainerEnvironment.ofThisProcess());
        case VOLUMES -> tellSkipped(volumes.writeTo(out));
      }
      out.close(); // on success only: it tells the reader that this was all
    } catch (IOException | RuntimeException e) {
      stream.close();
      LOG.info("{}: not handed over: {}", service.destination(), e.getMessage());
    }
  }

  private static void tellSkipped(int skipped) {
    if (skipped > 0) {
      LOG.info("volumes: {} entries left out, each with its reason", skipped);
    }
  }
}
