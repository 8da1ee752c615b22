/// Reads files that hold one picture of one finger.
///
/// Every byte of such a file is foreign. So the order is: the size of the file, then the format and
/// the dimensions as the header states them, and only then the pixels; a decoder never sees a
/// header that was not bounded first.
@NullMarked
package org.forpost.matching.images;

import org.jspecify.annotations.NullMarked;
