/// Bundles on real files: packed, carried, spoilt, taken in and answered.
@NullMarked
package org.forpost.protocol.bundle;

import org.jspecify.annotations.NullMarked;
