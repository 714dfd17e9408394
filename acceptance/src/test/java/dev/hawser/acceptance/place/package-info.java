/// Where the suite runs, what it sets up there, and the command as a user would run it.
@NullMarked
package dev.hawser.acceptance.place;

import org.jspecify.annotations.NullMarked;
