package dev.hawser.tunnel.security;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The few forms of ASN.1 DER (ITU-T X.690) that a certificate is made of.
final class DerWriter {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0C;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int CONTEXT_0_CONSTRUCTED = 0xA0;

  private DerWriter() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(SET, parts);
  }

  static byte[] explicit0(byte[] part) {
    return tagged(CONTEXT_0_CONSTRUCTED, part);
  }

  /// @param twosComplement big-endian, as `BigInteger.toByteArray` gives it
  static byte[] integer(byte[] twosComplement) {
    return tagged(INTEGER, twosComplement);
  }

  static byte[] bitString(byte[] bits) {
    return tagged(BIT_STRING, new byte[] {0}, bits);
  }

  static byte[] utf8(String text) {
    return tagged(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  /// @param text as `YYYYMMDDHHMMSSZ`
  static byte[] time(String text) {
    return tagged(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// @param encoded the identifier's arcs as they stand in DER
  static byte[] oid(int... encoded) {
    byte[] content = new byte[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      content[i] = (byte) encoded[i];
    }
    return tagged(OBJECT_IDENTIFIER, content);
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
