/// Readers of contactless chips through PC/SC: a binding to `libpcsclite.so.1` by Java's foreign
/// function interface. Not `javax.smartcardio`, which never finds its way back after pcscd was
/// restarted.
///
/// ```
///   pcscd ◄─ libpcsclite ◄─ PcscLibrary ◄─┬─ PcscReader: one thread that watches, for ever
///                                         └─ PcscLink: one thread for each chip, given up if it hangs
/// ```
@NullMarked
package org.forpost.edge.device.pcsc;

import org.jspecify.annotations.NullMarked;
