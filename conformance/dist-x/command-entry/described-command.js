// conformance/src/command-entry/described-command.ts
/** The summary that commands/unsupported.ts gives to what the double knows by name only. */
const REFUSED = "Known to servers; Redouble refuses it so far.";
/** The double has no definition of it, only a refusal. */
function isRefused({ docs }) {
	return docs.summary === REFUSED;
}
/** Commands and subcommands by full name, from the replies to COMMAND and COMMAND DOCS. */
function describedCommands([infos, docs]) {
	const all = /* @__PURE__ */ new Map();
	const documented = /* @__PURE__ */ new Map();
	collectDocs(docs, documented);
	collectInfos(infos, (name, info) => {
		all.set(name, {
			info,
			docs: documented.get(name) ?? {}
		});
	});
	return all;
}
function collectInfos(entries, add) {
	for (const [name, arity, flags, first, last, step, categories, tips, specs, subs] of entries) {
		if (flags.includes("module")) continue;
		add(name, {
			arity,
			flags,
			keys: [
				first,
				last,
				step
			],
			categories,
			tips,
			keySpecs: specs.map(withoutNotes)
		});
		collectInfos(subs, add);
	}
}
/** Notes are sentences of the server's authors, which a definition need not repeat. */
function withoutNotes(spec) {
	return spec[0] === "notes" ? spec.slice(2) : spec;
}
function collectDocs(flat, all) {
	for (let i = 0; i < flat.length; i += 2) {
		const docs = record(flat[i + 1]);
		all.set(flat[i], docs);
		if (docs.subcommands !== void 0) collectDocs(docs.subcommands, all);
	}
}
function record(flat) {
	const out = {};
	const items = flat;
	for (let i = 0; i < items.length; i += 2) out[items[i]] = items[i + 1];
	return out;
}
const INFO_FIELDS = [
	"arity",
	"flags",
	"keys",
	"categories",
	"tips",
	"keySpecs"
];
/** Summaries, complexities, histories and replacements are prose, and ours is our own. */
const DOCS_FIELDS = [
	"since",
	"group",
	"doc_flags",
	"deprecated_since"
];
/** Where two descriptions part. */
function differences(ours, theirs, profile) {
	const found = [];
	const compare = (field, mine, yours) => {
		const [a, b] = [JSON.stringify(mine), JSON.stringify(yours)];
		if (a !== b) found.push({
			field,
			detail: `\n    ours   ${a}\n    theirs ${b}`
		});
	};
	for (const field of INFO_FIELDS) compare(field, ours.info[field], theirs.info[field]);
	for (const field of DOCS_FIELDS) compare(field, ours.docs[field], theirs.docs[field]);
	const shape = profile === "7.0" ? tokens : argumentTree;
	compare("arguments", shape(ours.docs.arguments), shape(theirs.docs.arguments));
	return found;
}
function argumentTree(args) {
	return (args ?? []).map((flat) => {
		const { arguments: children, ...arg } = record(flat);
		return children === void 0 ? arg : {
			...arg,
			children: argumentTree(children)
		};
	});
}
function tokens(args) {
	return (args ?? []).flatMap((flat) => {
		const { token, arguments: children } = record(flat);
		return [...token === void 0 ? [] : [token], ...tokens(children)];
	}).sort();
}
export { describedCommands, differences, isRefused };
