package dev.hawser.tunnel.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/// What an [AgentService] is asked for: texts, each followed by a zero byte, then the end of the
/// stream in that direction. None of them is everything that the service has.
public record ServiceRequest(List<String> texts) {
  public static final ServiceRequest EVERYTHING = new ServiceRequest(List.of());
  private static final int MAX_BYTES = 1 << 20;

  public ServiceRequest {
    texts = List.copyOf(texts);
  }

  /// Writes it and ends that direction.
  public void writeTo(OutputStream out) throws IOException {
    if (!texts.isEmpty()) {
      out.write((String.join("\0", texts) + "\0").getBytes(UTF_8));
    }
    out.close();
  }

  /// Reads to the end.
  ///
  /// @throws IOException if it is larger than a request may be
  public static ServiceRequest readFrom(InputStream in) throws IOException {
    byte[] request = in.readNBytes(MAX_BYTES + 1);
    if (request.length > MAX_BYTES) {
      throw new IOException("the request is larger than %d bytes".formatted(MAX_BYTES));
    }
    return new ServiceRequest(
        Stream.of(new String(request, UTF_8).split("\0")).filter(text -> !text.isEmpty()).toList());
  }
}
