import { splitInlineArguments } from "redouble/embed";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
// conformance/src/scripts.ts
/** Reads `*.txt` below a folder: redis-cli lines, `#` comments, `@b` for another connection. */
function readScripts(folder) {
	return readdirSync(folder, {
		recursive: true,
		encoding: "utf8"
	}).filter((file) => file.endsWith(".txt")).sort().map((file) => readScript(file, readFileSync(join(folder, file), "utf8")));
}
function readScript(name, text) {
	const connections = /* @__PURE__ */ new Map([["", 0]]);
	const program = [];
	let profiles = [];
	for (const [index, raw] of text.split("\n").entries()) {
		const line = raw.trim();
		const only = /^#\s*profiles:\s*(.*)$/.exec(line);
		if (only !== null) profiles = only[1].split(/\s+/);
		if (line === "" || line.startsWith("#") || line.startsWith("!")) continue;
		program.push(readStep(line, connections, `${name}:${index + 1}`));
	}
	return {
		name,
		program,
		profiles
	};
}
function readStep(line, connections, place) {
	const match = /^@(\w+)\s+(.*)$/.exec(line);
	const label = match === null || match[1] === "a" ? "" : match[1];
	const words = splitInlineArguments(Buffer.from(match?.[2] ?? line, "utf8").toString("latin1"));
	if (words === null) throw new Error(`${place}: unbalanced quotes`);
	let connection = connections.get(label);
	if (connection === void 0) {
		connection = connections.size;
		connections.set(label, connection);
	}
	return {
		connection,
		argv: words
	};
}
export { readScript, readScripts };
