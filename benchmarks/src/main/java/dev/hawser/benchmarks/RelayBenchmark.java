package dev.hawser.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Bytes through socket → stream → link with TLS → stream → socket, both ends in this process.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls start first
public class RelayBenchmark {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int REQUEST_BYTES = 64;

  private ServerSocket server;
  private Tunnel tunnel;
  private Socket bulk;
  private Socket request;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final byte[] message = new byte[REQUEST_BYTES];

  @Setup
  public void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    tunnel = Tunnel.to(server.getLocalPort());
    bulk = tunnel.connect();
    serve(server.accept(), false);
    request = tunnel.connect();
    serve(server.accept(), true);
  }

  private static void serve(Socket socket, boolean echoes) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              byte[] buffer = new byte[4 * CHUNK_BYTES];
              try (socket;
                  InputStream in = socket.getInputStream();
                  OutputStream out = socket.getOutputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  if (echoes) {
                    out.write(buffer, 0, n);
                  }
                }
              } catch (IOException ended) {
                // with the benchmark
              }
            });
  }

  /// Operations of 64 KiB a millisecond.
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  public void bulk() throws IOException {
    bulk.getOutputStream().write(chunk);
  }

  /// Milliseconds for 64 bytes there and back.
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public void request() throws IOException {
    request.getOutputStream().write(message);
    request.getInputStream().readNBytes(message, 0, REQUEST_BYTES);
  }

  @TearDown
  public void stop() throws IOException {
    bulk.close();
    request.close();
    tunnel.close();
    server.close();
  }
}
