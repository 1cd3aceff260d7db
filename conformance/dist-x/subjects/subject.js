// conformance/src/subjects/subject.ts
/** What is sent between programs so that each starts from the same state. */
const CLEAN_UP = [
	["RESET"],
	["FLUSHALL"],
	["SCRIPT", "FLUSH"],
	[
		"CONFIG",
		"SET",
		"notify-keyspace-events",
		""
	]
];
export { CLEAN_UP };
