@NullMarked
package org.forpost.matching.cylinder;

import org.jspecify.annotations.NullMarked;
