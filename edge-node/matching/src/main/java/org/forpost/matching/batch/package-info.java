/// Work on many fingers at once: files of templates made and read, many probes searched in one of
/// them.
@NullMarked
package org.forpost.matching.batch;

import org.jspecify.annotations.NullMarked;
