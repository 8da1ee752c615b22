@NullMarked
package org.forpost.matching;

import org.jspecify.annotations.NullMarked;
