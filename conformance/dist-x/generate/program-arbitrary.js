import "../subjects/step.js";
import { callsOf } from "./command-arbitrary.js";
import { isGenerated } from "./overrides.js";
import { KEYS } from "./values.js";
import fc from "fast-check";
import { Config, Engine, profileNamed } from "redouble/embed";
// conformance/src/generate/program-arbitrary.ts
/** The commands of a profile that programs are made of. */
function generatedCommands(profileName) {
	const engine = new Engine({
		config: new Config(),
		profile: profileNamed(profileName)
	});
	const commands = [...engine.commands.all()].filter((command) => !command.isContainer && command.isRefused !== true && isGenerated(command.name, command.group));
	engine.stop();
	return commands;
}
/** Commands that need no second client: they answer at once, and not by push. */
function isSolitary(command) {
	return !command.flags.includes("blocking") && command.group !== "pubsub";
}
/** Steps that look at all of the state: types, encodings, contents, expiries. */
const PROBE = KEYS.flatMap((key) => [
	step(0, ["TYPE", key]),
	step(0, [
		"OBJECT",
		"ENCODING",
		key
	]),
	step(0, ["PEXPIRETIME", key])
]);
/** Programs on one connection: many a second, since they can be pipelined. */
function soloPrograms(commands, maxLength) {
	const call = oneCall(commands.filter(isSolitary));
	return fc.array(call, {
		minLength: 1,
		maxLength
	}).map((calls) => [...calls.map((argv) => step(0, argv)), ...PROBE]);
}
/** Programs on several connections, with clients that block, subscribe and watch. */
function sharedPrograms(commands, maxLength) {
	const call = oneCall(commands);
	const connection = fc.oneof({
		weight: 3,
		arbitrary: fc.constant(0)
	}, {
		weight: 2,
		arbitrary: fc.integer({
			min: 1,
			max: 2
		})
	});
	return fc.array(fc.tuple(connection, call), {
		minLength: 2,
		maxLength
	}).map((calls) => calls.map(([index, argv]) => step(index, argv)));
}
/** Every family is as likely as any other, whatever the count of its commands. */
function oneCall(commands) {
	const groups = /* @__PURE__ */ new Map();
	for (const command of commands) {
		const list = groups.get(command.group);
		if (list === void 0) groups.set(command.group, [callsOf(command)]);
		else list.push(callsOf(command));
	}
	return fc.oneof(...[...groups.values()].map((calls) => fc.oneof(...calls)));
}
function step(connection, argv) {
	return {
		connection,
		argv
	};
}
export { PROBE, generatedCommands, isSolitary, sharedPrograms, soloPrograms };
