package io.github.widthbench.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a shared object ask for another library of the same name length: JCublas2 12.6 is linked to
 * {@code libcublas.so.12} and works with {@code libcublas.so.13}, whose functions of the same names
 * have the same parameters.
 *
 * <p>cuBLAS has one symbol version, named like the library, so three places name it: the needed
 * library (DT_NEEDED), the file of the version need (vn_file) and the version (vna_name), which
 * usually share one string; the hash of the version stands beside it. Only these bytes change.
 * Layouts: System V ABI, chapters 4 and 5, and the Linux Standard Base, section 10.7.
 */
final class Retarget {
  private static final int ELF_MAGIC = 0x464c457f;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;

  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final long DT_NEEDED = 1;
  private static final long DT_STRTAB = 5;
  private static final long DT_VERNEED = 0x6ffffffeL;
  private static final long DT_VERNEEDNUM = 0x6fffffffL;

  private final byte[] bytes;
  private final ByteBuffer file;
  private final String from;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Long> needed = new ArrayList<>();
  private final Set<Integer> names = new TreeSet<>();
  private long strings;
  private long versions;
  private long versionCount;

  /** A part of the file that is mapped into memory. */
  private record Segment(long offset, long address, long size) {}

  private Retarget(byte[] bytes, String from) {
    this.bytes = bytes;
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.from = from;
  }

  /**
   * A copy of {@code library} that needs {@code to} where it needed {@code from}; an equal copy if
   * it needs no such library (any more).
   *
   * @throws IllegalArgumentException if the names differ in length, or it is no ELF64 library
   */
  static byte[] apply(byte[] library, String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException(
          "%s and %s differ in length: a name is replaced in its place".formatted(from, to));
    }
    Retarget retarget = new Retarget(library.clone(), from);
    try {
      retarget.readSegments();
      retarget.rename(to);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("the library is cut off: " + e.getMessage(), e);
    }
    return retarget.bytes;
  }

  private void readSegments() {
    if (bytes.length < 64
        || file.getInt(0) != ELF_MAGIC
        || bytes[4] != CLASS_64
        || bytes[5] != LITTLE_ENDIAN) {
      throw new IllegalArgumentException("no ELF64 little-endian library");
    }
    long headers = file.getLong(32);
    int size = file.getShort(54);
    int count = file.getShort(56);
    for (int i = 0; i < count; i++) {
      int at = Math.toIntExact(headers) + i * size;
      Segment segment =
          new Segment(file.getLong(at + 8), file.getLong(at + 16), file.getLong(at + 32));
      switch (file.getInt(at)) {
        case PT_LOAD -> segments.add(segment);
        case PT_DYNAMIC -> readDynamic(segment);
        default -> {}
      }
    }
  }

  private void readDynamic(Segment dynamic) {
    for (long at = dynamic.offset(); at < dynamic.offset() + dynamic.size(); at += 16) {
      long tag = file.getLong((int) at);
      long value = file.getLong((int) at + 8);
      if (tag == DT_NEEDED) {
        needed.add(value);
      } else if (tag == DT_STRTAB) {
        strings = value;
      } else if (tag == DT_VERNEED) {
        versions = value;
      } else if (tag == DT_VERNEEDNUM) {
        versionCount = value;
      }
    }
  }

  private void rename(String to) {
    int table = position(strings);
    for (long name : needed) {
      collect(table + (int) name);
    }
    int need = versionCount == 0 ? 0 : position(versions);
    for (int i = 0; i < versionCount; i++) {
      if (collect(table + file.getInt(need + 4))) {
        renameVersions(need, table, to);
      }
      need += file.getInt(need + 12);
    }
    byte[] name = to.getBytes(StandardCharsets.US_ASCII);
    names.forEach(at -> System.arraycopy(name, 0, bytes, at, name.length));
  }

  private void renameVersions(int need, int table, String to) {
    int version = need + file.getInt(need + 8);
    for (int k = 0; k < file.getShort(need + 2); k++) {
      if (collect(table + file.getInt(version + 8))) {
        file.putInt(version, hash(to));
      }
      version += file.getInt(version + 12);
    }
  }

  /** Remembers the string at {@code at} if it is the name looked for; says whether it is. */
  private boolean collect(int at) {
    int end = at;
    while (bytes[end] != 0) {
      end++;
    }
    boolean found = new String(bytes, at, end - at, StandardCharsets.US_ASCII).equals(from);
    if (found) {
      names.add(at);
    }
    return found;
  }

  private int position(long address) {
    return segments.stream()
        .filter(s -> address >= s.address() && address < s.address() + s.size())
        .mapToInt(s -> Math.toIntExact(address - s.address() + s.offset()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no segment holds address " + address));
  }

  /** The System V ABI's hash of a symbol name. */
  private static int hash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash << 4) + name.charAt(i);
      int top = hash & 0xf0000000;
      hash = (hash ^ (top >>> 24)) & ~top;
    }
    return hash;
  }
}
