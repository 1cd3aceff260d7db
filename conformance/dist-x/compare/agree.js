import { readTree } from "../subjects/reply-reader.js";
// conformance/src/compare/agree.ts
/** Two runs of a program lie at most this far apart, in milliseconds. */
const TIME_TOLERANCE_MS = 5e3;
/** Whether two replies agree, under a looseness where one is granted. */
function agree(ours, theirs, looseness) {
	if (ours === theirs) return true;
	if (looseness === void 0) return false;
	if (ours.startsWith("-") || theirs.startsWith("-")) return false;
	const a = readTree(ours);
	const b = readTree(theirs);
	switch (looseness) {
		case "unordered": return canonical(sorted(a)) === canonical(sorted(b));
		case "unordered-pairs": return canonical(sortedPairs(a)) === canonical(sortedPairs(b));
		case "scan": return canonical(scanned(a, sorted)) === canonical(scanned(b, sorted));
		case "scan-pairs": return canonical(scanned(a, sortedPairs)) === canonical(scanned(b, sortedPairs));
		case "time": return sameNumbers(a, b);
		case "shape": return shape(a) === shape(b);
		case "stream-ids": return canonical(withoutIds(a)) === canonical(withoutIds(b));
		case "process": return shape(a) === shape(b);
	}
}
function canonical(tree) {
	return JSON.stringify(tree);
}
function sorted(tree) {
	if (!("items" in tree)) return tree;
	const items = tree.items.map((item) => ({
		item,
		name: canonical(item)
	}));
	items.sort((a, b) => a.name < b.name ? -1 : 1);
	return {
		type: tree.type,
		items: items.map(({ item }) => item)
	};
}
function sortedPairs(tree) {
	if (!("items" in tree)) return tree;
	const pairs = [];
	for (let i = 0; i + 1 < tree.items.length; i += 2) pairs.push({
		type: "*",
		items: [tree.items[i], tree.items[i + 1]]
	});
	return sorted({
		type: tree.type,
		items: pairs
	});
}
/** The cursor of an unfinished scan is the server's own; whether it is finished is not. */
function scanned(tree, order) {
	if (!("items" in tree) || tree.items.length !== 2) return tree;
	const [cursor, items] = tree.items;
	const isDone = "text" in cursor && cursor.text === "0";
	return {
		type: tree.type,
		items: [{
			type: "#",
			text: String(isDone)
		}, order(items)]
	};
}
function sameNumbers(a, b) {
	if ("items" in a || "items" in b) return true;
	const x = Number(a.text);
	const y = Number(b.text);
	if (x < 0 || y < 0) return x === y;
	return a.type === b.type && Math.abs(x - y) <= TIME_TOLERANCE_MS;
}
function shape(tree) {
	if (!("items" in tree)) return tree.type;
	return `${tree.type}[${tree.items.map(shape).join()}]`;
}
const STREAM_ID = /^\d{13,}-\d+$/;
function withoutIds(tree) {
	if ("items" in tree) return {
		type: tree.type,
		items: tree.items.map(withoutIds)
	};
	return STREAM_ID.test(tree.text) ? {
		type: tree.type,
		text: "<id>"
	} : tree;
}
export { agree };
