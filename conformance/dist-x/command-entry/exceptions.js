// conformance/src/command-entry/exceptions.ts
const OLDER_DOCS = "Redis wrote the deprecation into its documentation later than 7.0";
const EXCEPTIONS = [
	...[
		"setnx",
		"setex",
		"psetex",
		"quit"
	].flatMap((command) => [{
		command,
		field: "doc_flags",
		profiles: ["7.0"],
		reason: OLDER_DOCS
	}, {
		command,
		field: "deprecated_since",
		profiles: ["7.0"],
		reason: OLDER_DOCS
	}]),
	{
		command: "bitop",
		field: "arguments",
		profiles: ["7.0"],
		reason: "Redis 7.0 documents the operation as any string"
	},
	{
		command: "bitcount",
		field: "arguments",
		profiles: ["valkey-8.1"],
		reason: "Valkey lets the end be left out"
	},
	{
		command: "set",
		field: "arguments",
		profiles: ["valkey-8.1"],
		reason: "Valkey notes the versions of NX and XX one by one, Redis that of the pair"
	}
];
function exceptionFor(command, field, profile) {
	return EXCEPTIONS.find((one) => one.command === command && one.field === field && (one.profiles === void 0 || one.profiles.includes(profile)));
}
export { exceptionFor };
