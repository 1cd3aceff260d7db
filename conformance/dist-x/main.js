import { Campaign } from "./campaign.js";
import { UsageError, readOptions } from "./options.js";
import { readScripts } from "./scripts.js";
import { Double } from "./subjects/double.js";
import { Real } from "./subjects/real.js";
import { loadScriptHost } from "redouble/embed";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeMissing, findServers, identifyServer, requireServers } from "redouble/real";
// conformance/src/main.ts
const SCRIPTS = fileURLToPath(new URL("../scripts", import.meta.url));
/** Compared when nothing else is asked for: what the double claims so far. */
const DEFAULT_PROFILES = [
	"7.0",
	"8.0",
	"valkey-8.1"
];
async function main() {
	const options = readOptions(process.argv.slice(2));
	await requireServers();
	const found = options.servers.length > 0 ? await named(options.servers) : await findServers();
	const wanted = options.profiles.length > 0 ? options.profiles : DEFAULT_PROFILES;
	const isWanted = (server) => options.servers.length > 0 || wanted.includes(server.profile);
	const servers = found.filter(isWanted);
	if (servers.length === 0) {
		console.log(describeMissing());
		return options.servers.length > 0 || options.profiles.length > 0 ? 1 : 0;
	}
	const all = [];
	for (const server of servers) all.push(await compareWith(server, options));
	if (options.json !== void 0) writeFileSync(options.json, `${JSON.stringify({
		options,
		servers: all
	}, null, 2)}\n`);
	return all.some((figures) => figures.differences.length > 0) ? 1 : 0;
}
async function named(paths) {
	const found = await Promise.all(paths.map(identifyServer));
	const missing = paths.filter((_, index) => found[index] === void 0);
	if (missing.length > 0) throw new UsageError(`not a Redis or Valkey server of a known version: ${missing.join(", ")}`);
	return found.filter((server) => server !== void 0);
}
async function compareWith(server, options) {
	const real = await Real.start(server);
	const double = new Double(server.profile, loadScriptHost);
	try {
		await double.warmUp();
		const campaign = new Campaign({
			profile: server.profile,
			double,
			real
		});
		await campaign.replay(readScripts(SCRIPTS));
		await campaign.generate(options.minutes, options.seed);
		print(campaign.figures);
		return campaign.figures;
	} finally {
		await double.stop();
		await real.stop();
	}
}
function print(figures) {
	const rate = figures.seconds > 0 ? Math.round(figures.programs / figures.seconds) : 0;
	console.log(`${figures.server}: ${figures.scripts} scripts, ${figures.programs} programs (${figures.commands} commands, ${figures.commandNames} names, ${rate} programs a second), ${figures.differences.length} differences`);
	for (const difference of figures.differences) console.log(`\n${difference}`);
}
process.exitCode = await main().catch((error) => {
	console.error(error instanceof UsageError ? error.message : error);
	return 2;
});
process.exit();
export {};
