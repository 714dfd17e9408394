package dev.hawser.acceptance.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Words after `[--bind ADDRESS]`:
///
/// - `serve NAME [http=PORT] [echo=PORT] [greeter=PORT] [websocket=PORT]`
/// - `wait`, `exit CODE`
/// - `call WORD…`, see [Call]
public final class Program {
  private Program() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    String address = "0.0.0.0";
    if (words.size() > 1 && words.getFirst().equals("--bind")) {
      words.removeFirst();
      address = words.removeFirst();
    }
    switch (words.removeFirst()) {
      case "serve" -> serve(address, words.removeFirst(), ports(words));
      case "wait" -> Thread.currentThread().join();
      case "exit" -> System.exit(Integer.parseInt(words.getFirst()));
      case "call" -> System.out.println(Call.run(words));
      case String unknown -> throw new IllegalArgumentException(unknown);
    }
  }

  private static Map<String, Integer> ports(List<String> words) {
    Map<String, Integer> ports = new HashMap<>();
    for (String word : words) {
      String[] pair = word.split("=", 2);
      ports.put(pair[0], Integer.parseInt(pair[1]));
    }
    return ports;
  }

  private static void serve(String address, String name, Map<String, Integer> ports)
      throws IOException, InterruptedException {
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      switch (port.getKey()) {
        case "http" -> HttpService.start(address, port.getValue(), name);
        case "echo" -> Listener.start(address, port.getValue(), new EchoService());
        case "greeter" -> Listener.start(address, port.getValue(), new GreeterService(name));
        case "websocket" -> Listener.start(address, port.getValue(), new WebSocketService());
        case String unknown -> throw new IllegalArgumentException(unknown);
      }
    }
    System.out.println(name + " serves " + ports);
    Thread.currentThread().join();
  }
}
