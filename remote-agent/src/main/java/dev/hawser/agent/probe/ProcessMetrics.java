package dev.hawser.agent.probe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What the process itself uses, without the management module, which would cost the image 2 MB and
/// the start its time.
public final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private ProcessMetrics() {}

  public static void register(MeterRegistry registry) {
    double startTimeSeconds =
        ProcessHandle.current().info().startInstant().orElseGet(Instant::now).toEpochMilli()
            / 1000.0;
    Gauge.builder("hawser.build.info", () -> 1)
        .description("Always 1; the label says which agent this is")
        .tag("version", version())
        .register(registry);
    Gauge.builder("process.start.time.seconds", () -> startTimeSeconds)
        .description("When the process started, in seconds since the epoch")
        .register(registry);
    Gauge.builder("process.uptime.seconds", () -> nowSeconds() - startTimeSeconds)
        .description("For how long the process has run")
        .register(registry);
    Gauge.builder("process.resident.memory.bytes", ProcessMetrics::residentBytes)
        .description("Resident memory, NaN where the system does not tell")
        .register(registry);
    Runtime runtime = Runtime.getRuntime();
    Gauge.builder("jvm.heap.used.bytes", () -> runtime.totalMemory() - runtime.freeMemory())
        .description("Heap in use, garbage included")
        .register(registry);
    Gauge.builder("jvm.heap.max.bytes", runtime::maxMemory)
        .description("What the heap may grow to")
        .register(registry);
    if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
      ByteBufAllocatorMetric buffers = provider.metric();
      Gauge.builder(
              "hawser.buffers.direct.bytes", buffers, ByteBufAllocatorMetric::usedDirectMemory)
          .description("Direct memory that the relay's allocator holds")
          .register(registry);
    }
  }

  private static String version() {
    return Objects.requireNonNullElse(
        ProcessMetrics.class.getPackage().getImplementationVersion(), "unpackaged");
  }

  private static double nowSeconds() {
    return System.currentTimeMillis() / 1000.0;
  }

  private static double residentBytes() {
    try {
      return residentBytes(Files.readAllLines(STATUS));
    } catch (IOException notLinux) {
      return Double.NaN;
    }
  }

  static double residentBytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(RESIDENT))
        .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
        .mapToDouble(kilobytes -> Double.parseDouble(kilobytes) * 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
