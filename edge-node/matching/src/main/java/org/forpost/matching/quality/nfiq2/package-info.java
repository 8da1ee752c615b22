/// NIST's program `nfiq2` (ISO/IEC 29794-4:2024, command line of its version 2.3), which a post may
/// install beside Forpost. It is asked besides our own measures and never instead of them.
@NullMarked
package org.forpost.matching.quality.nfiq2;

import org.jspecify.annotations.NullMarked;
