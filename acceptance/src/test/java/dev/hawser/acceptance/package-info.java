/// What Hawser does, a sentence a test: on the sandbox and on a real cluster. Classes tagged
/// `sandbox` or `cluster` are for that place only.
@NullMarked
package dev.hawser.acceptance;

import org.jspecify.annotations.NullMarked;
