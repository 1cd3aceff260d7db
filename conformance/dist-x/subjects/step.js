// conformance/src/subjects/step.ts
/** How many connections generated programs speak on. */
const CONNECTIONS = 3;
/** How many connections a program speaks on. */
function connectionsOf(program) {
	return program.reduce((most, { connection }) => Math.max(most, connection + 1), 1);
}
/** Runs of consecutive steps on the same connection: what can be pipelined without a barrier. */
function runsOf(program) {
	const runs = [];
	for (const step of program) {
		const last = runs.at(-1);
		if (last !== void 0 && last[0].connection === step.connection) last.push(step);
		else runs.push([step]);
	}
	return runs;
}
function encode(argv) {
	let out = `*${argv.length}\r\n`;
	for (const word of argv) out += `$${word.length}\r\n${word}\r\n`;
	return out;
}
const PLAIN_WORD = /^[\w.:*()[\]+~=$-]+$/;
/** A step as `redis-cli` takes it. */
function toCli(step) {
	const words = step.argv.map((word) => PLAIN_WORD.test(word) ? word : quote(word));
	return (step.connection === 0 ? "" : `@c${step.connection} `) + words.join(" ");
}
function quote(word) {
	let out = "";
	for (const char of word) {
		const code = char.charCodeAt(0);
		if (char === "\"" || char === "\\") out += `\\${char}`;
		else if (code >= 32 && code < 127) out += char;
		else out += `\\x${code.toString(16).padStart(2, "0")}`;
	}
	return `"${out}"`;
}
export { CONNECTIONS, connectionsOf, encode, runsOf, toCli };
