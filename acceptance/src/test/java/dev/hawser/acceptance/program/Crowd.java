package dev.hawser.acceptance.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Many connections to a [GreeterService] that are all open at one moment: each has been greeted
/// before the first one says anything.
record Crowd(InetSocketAddress address, int count) {

  String run() throws IOException, InterruptedException {
    CountDownLatch greeted = new CountDownLatch(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String text = "guest " + i;
        answers.add(threads.submit(() -> talk(greeted, text)));
      }
      for (int i = 0; i < count; i++) {
        String answer = answers.get(i).get();
        if (!answer.equals("250 guest " + i)) {
          throw new IOException("guest %d was answered: %s".formatted(i, answer));
        }
      }
      return count + " answered";
    } catch (ExecutionException failure) {
      throw new IOException(failure.getCause());
    }
  }

  private String talk(CountDownLatch greeted, String text)
      throws IOException, InterruptedException {
    try (Socket socket = Call.connect(address)) {
      Call.line(socket);
      greeted.countDown();
      if (!greeted.await(Call.ANSWER.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("%d of %d were not greeted".formatted(greeted.getCount(), count));
      }
      socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
      return Call.line(socket);
    }
  }
}
