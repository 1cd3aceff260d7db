import { OVERRIDES } from "./overrides.js";
import { double, duration, integer, keyName, moment, pattern, timeout, word } from "./values.js";
import fc from "fast-check";
// conformance/src/generate/command-arbitrary.ts
/** Calls of one command, drawn from its definition; some are broken on purpose. */
function callsOf(command) {
	const override = OVERRIDES[command.name];
	const words = command.name.split("|");
	const regular = override?.call?.map((rest) => [...words, ...rest]) ?? sequence(command.args, command).map((rest) => [...words, ...rest]);
	return fc.oneof({
		weight: 14,
		arbitrary: regular
	}, {
		weight: 1,
		arbitrary: regular.map((argv) => argv.slice(0, Math.max(words.length, argv.length - 1)))
	}, {
		weight: 1,
		arbitrary: fc.tuple(regular, word).map(([argv, extra]) => [...argv, extra])
	});
}
function sequence(args, command) {
	const parts = Object.entries(args).map(([name, arg]) => argument(name, arg, command));
	if (parts.length === 0) return fc.constant([]);
	return fc.tuple(...parts).map((lists) => lists.flat());
}
function argument(name, arg, command) {
	let one = single(name, arg, command);
	const token = arg.type === "pure-token" ? void 0 : arg.token;
	if (token !== void 0 && (!arg.multiple || arg.multipleToken)) one = fc.tuple(spelled(token), one).map(([spelling, rest]) => [spelling, ...rest]);
	if (arg.multiple) {
		one = fc.array(one, {
			minLength: 1,
			maxLength: 4
		}).map((lists) => lists.flat());
		if (token !== void 0 && !arg.multipleToken) one = fc.tuple(spelled(token), one).map(([spelling, rest]) => [spelling, ...rest]);
	}
	if (!arg.optional) return one;
	return fc.oneof({
		weight: 3,
		arbitrary: fc.constant([])
	}, {
		weight: 2,
		arbitrary: one
	});
}
function single(name, arg, command) {
	const only = (values) => values.map((text) => [text]);
	const override = OVERRIDES[command.name]?.args?.[name];
	if (override !== void 0) return only(override);
	switch (arg.type) {
		case "key": return only(keyName);
		case "counted-keys": return countedKeys();
		case "integer":
		case "int64": return only(isDuration(name) ? duration : integer);
		case "double": return only(name === "timeout" ? timeout : double);
		case "unix-time": return only(moment);
		case "pattern": return only(pattern);
		case "pure-token": return spelled(arg.token).map((text) => [text]);
		case "oneof": return fc.oneof(...Object.entries(arg.args ?? {}).map(([child, value]) => argument(child, value, command)));
		case "block": return sequence(arg.args ?? {}, command);
		default: return only(name === "timeout" ? timeout : word);
	}
}
function isDuration(name) {
	return /^(?:seconds|milliseconds|ex|px)$/i.test(name);
}
function countedKeys() {
	const keys = fc.array(keyName, {
		minLength: 1,
		maxLength: 3
	});
	return fc.oneof({
		weight: 9,
		arbitrary: keys.map((list) => [String(list.length), ...list])
	}, {
		weight: 1,
		arbitrary: fc.tuple(integer, keys).map(([count, list]) => [count, ...list])
	});
}
function spelled(token) {
	return fc.constantFrom(token, token.toLowerCase());
}
export { callsOf };
