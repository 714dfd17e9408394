/// The machine's hosts file: a block of each session's own in it, and no other byte changed.
@NullMarked
package dev.hawser.endpoint.hosts;

import org.jspecify.annotations.NullMarked;
