/// A slap scanner: what lies on the glass becomes ISO/IEC 19794-4 finger image records.
@NullMarked
package org.forpost.sim.scanner;

import org.jspecify.annotations.NullMarked;
