// conformance/src/compare/looseness.ts
const LOOSE = new Map([
	...[
		"smembers",
		"sinter",
		"sunion",
		"sdiff",
		"keys",
		"hkeys",
		"hvals",
		"pubsub|channels",
		"pubsub|shardchannels",
		"acl|cat",
		"command|list"
	].map((name) => [name, "unordered"]),
	["hgetall", "unordered-pairs"],
	["scan", "scan"],
	["sscan", "scan"],
	["hscan", "scan-pairs"],
	["zscan", "scan-pairs"],
	["ttl", "time"],
	["pttl", "time"],
	["expiretime", "time"],
	["pexpiretime", "time"],
	["object|idletime", "time"],
	["object|freq", "time"],
	["time", "time"],
	["spop", "shape"],
	["srandmember", "shape"],
	["hrandfield", "shape"],
	["zrandmember", "shape"],
	["randomkey", "shape"],
	["xadd", "stream-ids"],
	["xrange", "stream-ids"],
	["xrevrange", "stream-ids"],
	["xread", "stream-ids"],
	["xinfo|stream", "stream-ids"],
	["client|id", "process"],
	["client|info", "process"],
	["client|list", "process"],
	["hello", "process"],
	["memory|usage", "process"],
	["debug|object", "process"],
	["lolwut", "process"],
	["info", "process"]
]);
/** What a command may differ in; undefined when its replies are exact. */
function loosenessOf(argv) {
	const name = (argv[0] ?? "").toLowerCase();
	return LOOSE.get(name) ?? LOOSE.get(`${name}|${(argv[1] ?? "").toLowerCase()}`);
}
export { loosenessOf };
