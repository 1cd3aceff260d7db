import { splitReplies } from "../subjects/reply-reader.js";
import { runsOf, toCli } from "../subjects/step.js";
import { agree } from "./agree.js";
import { loosenessOf } from "./looseness.js";
// conformance/src/compare/difference.ts
/** Compares transcripts of one program; null when they agree. */
function findDifference(program, ours, theirs) {
	return findDifferences(program, ours, theirs).next().value ?? null;
}
/** All places at which they part, in order. */
function* findDifferences(program, ours, theirs) {
	const runs = runsOf(program);
	for (let i = 0; i < ours.length; i++) for (let connection = 0; connection < ours[i].length; connection++) {
		const mine = ours[i][connection];
		const other = theirs[i]?.[connection] ?? "";
		if (mine === other) continue;
		yield* compareStreams(runs.length === 1 || runs[i]?.[0].connection === connection ? runs[i] : void 0, mine, other);
	}
}
function* compareStreams(run, ours, theirs) {
	const mine = splitReplies(ours);
	const other = splitReplies(theirs);
	const aligned = run === void 0 ? [] : align(run, mine);
	const queued = [];
	for (let i = 0; i < Math.max(mine.length, other.length); i++) {
		const step = aligned[i];
		const a = mine[i] ?? "";
		const b = other[i] ?? "";
		if (step !== void 0 && a.startsWith("+QUEUED")) queued.push(step);
		if (a === b) continue;
		if (step?.argv[0].toLowerCase() === "exec" && execAgrees(queued.splice(0), a, b)) continue;
		if (step !== void 0 && a !== "" && b !== "" && agree(a, b, loosenessOf(step.argv))) continue;
		yield {
			step,
			ours: a,
			theirs: b
		};
	}
}
/** One reply a step, when that is how it came out: pushes and silent steps break the alignment. */
function align(run, replies) {
	return replies.length === run.length || replies.length === run.length + 1 ? [...run] : [];
}
/** The replies inside EXEC's array, each under its own command's looseness. */
function execAgrees(queued, ours, theirs) {
	const header = `*${queued.length}\r\n`;
	if (!ours.startsWith(header) || !theirs.startsWith(header)) return false;
	const mine = splitReplies(ours.slice(header.length));
	const other = splitReplies(theirs.slice(header.length));
	return queued.every((step, i) => agree(mine[i] ?? "", other[i] ?? "", loosenessOf(step.argv)));
}
/** A difference alone, for scripts whose lines can be found in their file. */
function describeShortly({ step, ours, theirs }) {
	return `  ${step === void 0 ? "(a push, or replies that do not line up)" : toCli(step)}\n    the double: ${JSON.stringify(ours)}\n    the server: ${JSON.stringify(theirs)}`;
}
/** A program and its difference as text to paste into `redis-cli`. */
function describe(program, difference) {
	const end = difference.step === void 0 ? -1 : program.indexOf(difference.step);
	return [
		...(end < 0 ? program : program.slice(0, end + 1)).map((step) => {
			const mark = step === difference.step ? "   # ← here" : "";
			return `  ${toCli(step)}${mark}`;
		}),
		`  the double: ${JSON.stringify(difference.ours)}`,
		`  the server: ${JSON.stringify(difference.theirs)}`
	].join("\n");
}
export { describe, describeShortly, findDifference, findDifferences };
