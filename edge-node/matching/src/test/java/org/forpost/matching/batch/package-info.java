@NullMarked
package org.forpost.matching.batch;

import org.jspecify.annotations.NullMarked;
