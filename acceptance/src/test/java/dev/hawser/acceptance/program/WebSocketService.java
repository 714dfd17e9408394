package dev.hawser.acceptance.program;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A WebSocket server that sends every message back, in one frame.
final class WebSocketService implements Listener.Answer {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FINAL = 0x80;
  private static final int CONTINUATION = 0;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  @Override
  public void to(Socket connection) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(connection.getInputStream()));
    DataOutputStream out = new DataOutputStream(connection.getOutputStream());
    upgrade(in, out);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int kind = CONTINUATION;
    while (true) {
      int first = in.readUnsignedByte();
      int opcode = first & 0x0f;
      byte[] payload = payload(in);
      switch (opcode) {
        case CLOSE -> {
          send(out, CLOSE, payload);
          return;
        }
        case PING -> send(out, PONG, payload);
        case PONG -> {}
        default -> {
          kind = opcode == CONTINUATION ? kind : opcode;
          message.write(payload);
          if ((first & FINAL) != 0) {
            send(out, kind, message.toByteArray());
            message.reset();
          }
        }
      }
    }
  }

  private static void upgrade(DataInputStream in, DataOutputStream out) throws IOException {
    String key = "";
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] header = line.split(":", 2);
      if (header[0].equalsIgnoreCase("Sec-WebSocket-Key")) {
        key = header[1].strip();
      }
    }
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(accept(key));
    out.write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int second = in.readUnsignedByte();
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] mask = in.readNBytes(4); // a client's frames are masked
    byte[] payload = in.readNBytes(Math.toIntExact(length));
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return payload;
  }

  private static void send(DataOutputStream out, int opcode, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(frame);
    header.writeByte(FINAL | opcode);
    if (payload.length < 126) {
      header.writeByte(payload.length);
    } else {
      header.writeByte(127);
      header.writeLong(payload.length);
    }
    header.write(payload);
    out.write(frame.toByteArray());
  }
}
