extension String {
    /// The 64-bit FNV-1a hash of the text's UTF-8 bytes (Fowler, Noll and Vo; RFC 9923): the same on every machine and in
    /// every release, unlike Swift's own. It tells texts apart; it does not withstand someone who wants two to be alike.
    package var fnv1a: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
