/// Identification of many probes against a gallery that comes as a file of templates, for whoever
/// brings templates instead of images.
@NullMarked
package org.forpost.matching.batch;

import org.jspecify.annotations.NullMarked;
