import fc from "fast-check";
// conformance/src/generate/values.ts
/** Few keys, so that commands of different types meet on the same one. */
const KEYS = [
	"a",
	"b",
	"c",
	"{t}d",
	"{t}e"
];
const EDGE_INTEGERS = [
	"0",
	"1",
	"-1",
	"2",
	"3",
	"10",
	"-10",
	"100",
	"255",
	"4294967296",
	"9007199254740993",
	"9223372036854775807",
	"-9223372036854775808",
	"9223372036854775806"
];
const NOT_INTEGERS = [
	"",
	"x",
	"1.5",
	" 1",
	"1 ",
	"+1",
	"01",
	"-0",
	"9223372036854775808",
	"1e3"
];
const FLOATS = [
	"0",
	"1",
	"-1",
	"1.5",
	"-2.25",
	"3.0",
	"1e10",
	"1e-5",
	"0.1",
	"123456789.123",
	"-0"
];
const ODD_FLOATS = [
	"inf",
	"-inf",
	"+inf",
	"nan",
	"1e400",
	"0x10",
	"",
	"x",
	"1.5x",
	" 1",
	".5",
	"5."
];
const WORDS = [
	"a",
	"b",
	"c",
	"foo",
	"bar",
	"hello world",
	"1",
	"2",
	"10",
	"3.5",
	"-7"
];
const ODD_WORDS = [
	"",
	"\0",
	"ÿþ",
	"a\r\nb",
	"\"q\"",
	"\\",
	"x".repeat(64),
	"y".repeat(65)
];
const keyName = fc.constantFrom(...KEYS);
const word = fc.oneof({
	weight: 8,
	arbitrary: fc.constantFrom(...WORDS)
}, {
	weight: 2,
	arbitrary: fc.constantFrom(...ODD_WORDS)
}, {
	weight: 1,
	arbitrary: fc.constantFrom(...EDGE_INTEGERS)
});
const integer = fc.oneof({
	weight: 10,
	arbitrary: fc.integer({
		min: -5,
		max: 8
	}).map(String)
}, {
	weight: 2,
	arbitrary: fc.constantFrom(...EDGE_INTEGERS)
}, {
	weight: 1,
	arbitrary: fc.constantFrom(...NOT_INTEGERS)
});
/** Seconds or milliseconds that neither run out during a program nor overflow unnoticed. */
const duration = fc.oneof({
	weight: 8,
	arbitrary: fc.integer({
		min: 1e5,
		max: 9e5
	}).map(String)
}, {
	weight: 2,
	arbitrary: fc.constantFrom("0", "-1", "9223372036854775807", "-100000")
}, {
	weight: 1,
	arbitrary: fc.constantFrom(...NOT_INTEGERS)
});
/** A point of Unix time, far in the future or in the past. */
const moment = fc.oneof({
	weight: 6,
	arbitrary: fc.constantFrom("4000000000", "4000000001", "4000000000000")
}, {
	weight: 2,
	arbitrary: fc.constantFrom("0", "-1", "1", "9223372036854775807")
}, {
	weight: 1,
	arbitrary: fc.constantFrom(...NOT_INTEGERS)
});
const double = fc.oneof({
	weight: 8,
	arbitrary: fc.constantFrom(...FLOATS)
}, {
	weight: 3,
	arbitrary: fc.integer({
		min: -20,
		max: 20
	}).map(String)
}, {
	weight: 1,
	arbitrary: fc.double({ noNaN: true }).map(String)
}, {
	weight: 1,
	arbitrary: fc.constantFrom(...ODD_FLOATS)
});
const pattern = fc.constantFrom("*", "a*", "?", "[ab]", "[^a]", "\\*", "*t*", "h[a-e]llo*", "", "#", "a->*");
/** Small positive timeouts never run out within a program; blocked clients are served or left. */
const timeout = fc.oneof({
	weight: 6,
	arbitrary: fc.constantFrom("0", "100", "1000.5")
}, {
	weight: 1,
	arbitrary: fc.constantFrom("-1", "x", "", "inf", "nan", "1e400")
});
export { KEYS, double, duration, integer, keyName, moment, pattern, timeout, word };
