/// The only place that knows SourceAFIS: its image decoder, its extractor, its matcher and the
/// bytes of its native template. Nothing outside `org.forpost.matching` may use these types.
@NullMarked
package org.forpost.matching.sourceafis;

import org.jspecify.annotations.NullMarked;
