package org.forpost.matching.evaluate;

import java.io.IOException;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.forpost.matching.images.ImageFile;

/// A way of telling fingers apart that is measured beside others on the same files.
///
/// @param <T> what it makes of an image
interface Contender<T> {
    /// The name in tables, plots and JSON.
    String name();

    /// Makes a template; empty where the image holds nothing to compare (a failure to enrol).
    ///
    /// @throws IOException where the file cannot be read, which is no finger's fault
    Optional<T> enrol(ImageFile file) throws IOException;

    /// Prepares one side of many comparisons; the function answers a score, 0 or more, that grows
    /// with likeness.
    ToDoubleFunction<T> against(T probe);
}
