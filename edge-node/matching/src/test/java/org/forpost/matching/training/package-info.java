@NullMarked
package org.forpost.matching.training;

import org.jspecify.annotations.NullMarked;
