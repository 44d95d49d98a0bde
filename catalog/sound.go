package catalog

// sound reduces a key to how it sounds, in Latin letters, so that one name gets
// one sound whichever alphabet and whichever of the many romanisations of
// Russian it is typed in: восхождение, voskhozhdenie and voskhozhdeniye agree.
// Capital letters stand for sounds that Latin writes with several: C for ch, S
// for sh, Z for zh.
func sound(k key) key {
	b := make([]byte, 0, len(k)+4)
	for i := 0; i < len(k); i++ {
		c := k[i]
		if cyrillicA <= c && c < cyrillicEnd {
			b = append(b, cyrillicSounds[c-cyrillicA]...)
			continue
		}
		said, letters := latinSound(k[i:])
		b = append(b, said...)
		i += letters - 1
	}
	return key(withoutDoubles(merge(merge(b, "dZ", 'Z'), "ie", 'e')))
}

// cyrillicSounds are the sounds of the letters from а to я without ё, the hard
// and the soft sign silent.
var cyrillicSounds = [32]string{
	"a", "b", "v", "g", "d", "e", "Z", "z", "i", "i", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "h", "ts", "C", "S", "SC", "", "i", "", "e", "iu", "ia",
}

// latinSound returns the sound at the start of a Latin key, and how many of its
// letters make it.
func latinSound(k key) (said string, letters int) {
	var next byte
	if len(k) > 1 {
		next = k[1]
	}
	switch c := k[0]; c {
	case 'c':
		switch next {
		case 'h':
			return "C", 2
		case 'k':
			return "k", 2
		case 'e', 'i', 'y':
			return "s", 1
		}
		return "k", 1
	case 's', 'z', 'k', 'g', 'p', 't':
		if next == 'h' {
			return withH[c], 2
		}
		if c == 't' && next == 'z' {
			return "ts", 2
		}
		return string(k[:1]), 1
	case 'y':
		if next == 'e' || next == 'o' {
			return "e", 2 // е and ё, as in -noye and Zhivyot
		}
		return "i", 1
	case 'j':
		if next == 0 || next == ' ' {
			return "i", 1 // й, as in takoj
		}
		return "Z", 1
	case 'q':
		return "k", 1
	case 'w':
		return "v", 1
	case 'x':
		return "ks", 1
	}
	return string(k[:1]), 1
}

var withH = map[byte]string{'s': "S", 'z': "Z", 'k': "h", 'g': "g", 'p': "f", 't': "t"}

// merge writes each pair of letters as one. It works in place.
func merge(b []byte, pair string, one byte) []byte {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		if i+1 < len(b) && b[i] == pair[0] && b[i+1] == pair[1] {
			out = append(out, one)
			i++
			continue
		}
		out = append(out, b[i])
	}
	return out
}

// withoutDoubles writes each run of one letter once. It works in place.
func withoutDoubles(b []byte) []byte {
	out := b[:0]
	for i, c := range b {
		if i == 0 || c != b[i-1] || '0' <= c && c <= '9' {
			out = append(out, c)
		}
	}
	return out
}
