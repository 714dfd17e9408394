/// The program that stands in pods and on the developer's machine in the tests: an original, a
/// stand-in and a caller in one. It needs nothing but a JDK, so that it goes into an image as it
/// is.
@NullMarked
package dev.hawser.acceptance.program;

import org.jspecify.annotations.NullMarked;
