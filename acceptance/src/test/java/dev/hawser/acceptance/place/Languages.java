package dev.hawser.acceptance.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A small program in each language, which gets the URLs that are its arguments and prints a line
/// for each: the language, the URL and the answer, or `none` where there is none.
public final class Languages implements AutoCloseable {
  public static final List<String> JVMS = List.of("java-17", "java-25");
  public static final List<String> OTHERS = List.of("python", "node", "go", "curl");

  private static final String JAVA =
      """
      import java.io.*;
      import java.net.*;

      class Get {
        public static void main(String[] urls) {
          for (String url : urls) {
            System.out.println(System.getProperty("language") + " " + url + " " + get(url));
          }
        }

        static String get(String url) {
          try (BufferedReader answer =
              new BufferedReader(new InputStreamReader(new URL(url).openStream(), "UTF-8"))) {
            return answer.readLine();
          } catch (IOException e) {
            return "none";
          }
        }
      }
      """;

  private static final String PYTHON =
      """
      import sys, urllib.request
      for url in sys.argv[1:]:
          try:
              answer = urllib.request.urlopen(url, timeout=20).read().decode()
          except OSError:
              answer = "none"
          print("python", url, answer, flush=True)
      """;

  private static final String NODE =
      """
      const http = require("http");
      for (const url of process.argv.slice(2)) {
        http.get(url, answer => {
          let text = "";
          answer.on("data", part => text += part);
          answer.on("end", () => console.log("node", url, text));
        }).on("error", () => console.log("node", url, "none"));
      }
      """;

  private static final String GO =
      """
      package main

      import ("bufio"; "fmt"; "io"; "net"; "os"; "strings")

      func get(url string) string {
      	host, path, _ := strings.Cut(strings.TrimPrefix(url, "http://"), "/")
      	address := host
      	if !strings.Contains(host, ":") {
      		address = host + ":80"
      	}
      	connection, err := net.Dial("tcp", address)
      	if err != nil {
      		return "none"
      	}
      	fmt.Fprintf(connection, "GET /%s HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n", path, host)
      	all, _ := io.ReadAll(bufio.NewReader(connection))
      	_, body, _ := strings.Cut(string(all), "\\r\\n\\r\\n")
      	return body
      }

      func main() {
      	for _, url := range os.Args[1:] {
      		fmt.Println("go", url, get(url))
      	}
      }
      """;

  private static final String CURL =
      """
      for url; do echo "curl $url $(curl -sf --max-time 20 "$url" || echo none)"; done
      """;

  private final Path directory;
  private final Map<String, List<String>> programs = new LinkedHashMap<>();

  /// Every program must be there.
  public Languages() {
    try {
      directory = Files.createTempDirectory("hawser-languages");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path java17 = java17();
      compile(java17.resolveSibling("javac"), write("Get.java", JAVA));
      programs.put("java-17", java(java17, "java-17"));
      programs.put("java-25", java(Checkout.JAVA, "java-25"));
      programs.put("python", List.of("/usr/bin/python3", write("get.py", PYTHON)));
      programs.put("node", List.of(found("node"), write("get.js", NODE)));
      programs.put("go", List.of(build(write("get.go", GO))));
      programs.put("curl", List.of("sh", write("get.sh", CURL)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private List<String> java(Path java, String language) {
    return List.of(
        java.toString(),
        "-XX:TieredStopAtLevel=1",
        "-Dlanguage=" + language,
        "-cp",
        directory.toString(),
        "Get");
  }

  /// To byte code that Java 8 runs too.
  private void compile(Path javac, String source) {
    ProcessBuilder builder =
        new ProcessBuilder(
            javac.toString(), "--release", "8", "-nowarn", "-d", directory.toString(), source);
    try (RunningProcess build = RunningProcess.start("javac", builder)) {
      assertThat(build.awaitExit(Duration.ofMinutes(1))).as(build.describe()).isZero();
    }
  }

  private static Path java17() throws IOException {
    try (Stream<Path> jvms = Files.list(Path.of("/usr/lib/jvm"))) {
      return jvms.filter(home -> home.getFileName().toString().contains("17"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new AssertionError("there is no JDK 17 in /usr/lib/jvm"));
    }
  }

  private static String found(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/local/go/bin").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + program))
        .toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  /// Without the C library: its resolver is Go's own.
  private String build(String source) {
    Path binary = directory.resolve("get-go");
    ProcessBuilder builder =
        new ProcessBuilder(found("go"), "build", "-o", binary.toString(), source);
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GO111MODULE", "off");
    try (RunningProcess build = RunningProcess.start("go build", builder)) {
      assertThat(build.awaitExit(Duration.ofMinutes(3))).as(build.describe()).isZero();
    }
    return binary.toString();
  }

  /// The words of a shell that runs the programs of these languages, one after the other.
  public List<String> command(List<String> languages, List<String> urls) {
    StringBuilder script = new StringBuilder();
    for (String language : languages) {
      Objects.requireNonNull(programs.get(language), language)
          .forEach(word -> script.append('\'').append(word).append("' "));
      urls.forEach(url -> script.append('\'').append(url).append("' "));
      script.append("\n");
    }
    return List.of("sh", "-c", script.toString());
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
