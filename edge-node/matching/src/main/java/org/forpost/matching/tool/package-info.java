/// Command-line tools: what measures the engine and what somebody with templates of their own runs.
@NullMarked
package org.forpost.matching.tool;

import org.jspecify.annotations.NullMarked;
