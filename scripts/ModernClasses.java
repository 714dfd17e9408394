import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Rewrites the classes of a jar that are older than stack maps (JVMS §4.10.2), in place: verifying such
/// a class takes long, and no start-up cache keeps it. picocli's are compiled for Java 5; a command's
/// start is a third shorter without that. Twice is harmless.
///
/// Classes whose supertypes are not on the jar stay as they are.
class ModernClasses {
  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      rewrite(Path.of(jar));
    }
  }

  private static void rewrite(Path jar) throws IOException {
    Path rewritten = jar.resolveSibling(jar.getFileName() + ".new");
    try (JarFile from = new JarFile(jar.toFile());
        URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        JarOutputStream to = new JarOutputStream(Files.newOutputStream(rewritten))) {
      ClassFile classFile =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(classes).cached()));
      for (Enumeration<JarEntry> entries = from.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        try (InputStream content = from.getInputStream(entry)) {
          byte[] bytes = content.readAllBytes();
          to.putNextEntry(new JarEntry(entry.getName()));
          to.write(entry.getName().endsWith(".class") ? modern(classFile, bytes) : bytes);
        }
      }
    }
    Files.move(rewritten, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] modern(ClassFile classFile, byte[] bytes) {
    ClassModel old = classFile.parse(bytes);
    if (old.majorVersion() > ClassFile.JAVA_6_VERSION) {
      return bytes;
    }
    ClassFileVersion version = ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);
    try {
      return classFile.transformClass(
          old,
          ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
              .andThen(ClassTransform.endHandler(made -> made.with(version))));
    } catch (IllegalArgumentException unknownSupertype) {
      return bytes;
    }
  }
}
