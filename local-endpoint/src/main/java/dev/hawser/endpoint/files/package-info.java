/// Files and directories that hold secrets.
@NullMarked
package dev.hawser.endpoint.files;

import org.jspecify.annotations.NullMarked;
