// conformance/src/options.ts
var UsageError = class extends Error {};
const USAGE = `usage: npm run conformance -- [options]
  --minutes N      minutes of generated programs for each server (default 0.25)
  --server PATH    a redis-server or valkey-server binary; may be repeated
  --profile NAME   only this profile (7.0, 8.0, valkey-8.1, …); may be repeated
  --seed N         the first seed (default: from the clock)
  --json FILE      writes the figures`;
function readOptions(argv) {
	const servers = [];
	const profiles = [];
	let minutes = .25;
	let json;
	let seed = Date.now() % 2 ** 31;
	for (let i = 0; i < argv.length; i += 2) {
		const value = argv[i + 1];
		if (argv[i] === "--help") throw new UsageError(USAGE);
		if (value === void 0) throw new UsageError(`${argv[i]} needs a value\n${USAGE}`);
		if (argv[i] === "--minutes") minutes = positive(argv[i], value);
		else if (argv[i] === "--server") servers.push(value);
		else if (argv[i] === "--profile") profiles.push(value);
		else if (argv[i] === "--json") json = value;
		else if (argv[i] === "--seed") seed = positive(argv[i], value);
		else throw new UsageError(`unknown option ${argv[i]}\n${USAGE}`);
	}
	return {
		minutes,
		servers,
		profiles,
		json,
		seed
	};
}
function positive(name, text) {
	const value = Number(text);
	if (Number.isFinite(value) && value >= 0) return value;
	throw new UsageError(`${name} takes a number, not ${JSON.stringify(text)}`);
}
export { UsageError, readOptions };
