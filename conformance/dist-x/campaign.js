import { describe, describeShortly, findDifference, findDifferences } from "./compare/difference.js";
import { generatedCommands, sharedPrograms, soloPrograms } from "./generate/program-arbitrary.js";
import fc from "fast-check";
// conformance/src/campaign.ts
const BATCH = 60;
const SOLO_LENGTH = 24;
const SHARED_LENGTH = 14;
/** Of this many batches, one is of programs on several connections, which cannot be pipelined. */
const SHARED_EVERY = 6;
const SHARED_BATCH = 12;
const MAX_DIFFERENCES = 12;
const SHRINK_MS = 2e4;
/** Plays scripts and generated programs on the double and a server, and collects differences. */
var Campaign = class {
	figures;
	#pair;
	#names = /* @__PURE__ */ new Set();
	/** First words of steps that differed already: one report each is enough. */
	#known = /* @__PURE__ */ new Set();
	constructor(pair) {
		this.#pair = pair;
		this.figures = {
			server: pair.real.name,
			profile: pair.profile,
			scripts: 0,
			programs: 0,
			commands: 0,
			commandNames: 0,
			seconds: 0,
			differences: []
		};
	}
	async replay(scripts) {
		for (const script of scripts) {
			if (script.profiles.length > 0 && !script.profiles.includes(this.#pair.profile)) continue;
			for (const resp of [2, 3]) {
				const { double, real } = this.#pair;
				const [ours, theirs] = await Promise.all([double.play(script.program, resp), real.play(script.program, resp)]);
				for (const difference of findDifferences(script.program, ours, theirs)) this.figures.differences.push(`${script.name} (RESP${resp})\n${describeShortly(difference)}`);
			}
			this.figures.scripts++;
		}
	}
	async generate(minutes, firstSeed) {
		const commands = generatedCommands(this.#pair.profile);
		const solo = soloPrograms(commands, SOLO_LENGTH);
		const shared = sharedPrograms(commands, SHARED_LENGTH);
		const started = performance.now();
		const until = started + minutes * 6e4;
		for (let round = 0; performance.now() < until; round++) {
			const seed = firstSeed + round | 0;
			const resp = round % 2 === 0 ? 2 : 3;
			if (round % SHARED_EVERY === 5) await this.#sharedBatch(shared, seed, resp);
			else await this.#soloBatch(solo, seed, resp);
			if (this.#known.size >= MAX_DIFFERENCES) break;
		}
		this.figures.seconds += (performance.now() - started) / 1e3;
		this.figures.commandNames = this.#names.size;
	}
	async #soloBatch(arbitrary, seed, resp) {
		const programs = fc.sample(arbitrary, {
			seed,
			numRuns: BATCH
		});
		const [ours, theirs] = await Promise.all([this.#pair.double.playAll(programs, resp), this.#pair.real.playAll(programs, resp)]);
		for (let i = 0; i < programs.length; i++) {
			this.#count(programs[i]);
			if (findDifference(programs[i], ours[i], theirs[i]) === null) continue;
			await this.#shrink(arbitrary, seed, resp, programs[i]);
			return;
		}
	}
	async #sharedBatch(arbitrary, seed, resp) {
		for (const program of fc.sample(arbitrary, {
			seed,
			numRuns: SHARED_BATCH
		})) {
			this.#count(program);
			if (await this.#play(program, resp) === null) continue;
			await this.#shrink(arbitrary, seed, resp, program);
			return;
		}
	}
	/** Runs the failing seed again, one program at a time, and lets fast-check shrink it. */
	async #shrink(arbitrary, seed, resp, found) {
		let last = "";
		const property = fc.asyncProperty(arbitrary, async (program) => {
			const difference = await this.#play(program, resp);
			if (difference !== null) last = difference;
			return difference === null;
		});
		await fc.check(property, {
			seed,
			numRuns: BATCH,
			interruptAfterTimeLimit: SHRINK_MS
		});
		const name = `seed ${seed} (RESP${resp})`;
		if (last !== "") this.#report(name, last);
		else this.#report(`${name}, only when pipelined`, found.map((one) => one.argv.join(" ")).join("\n  "));
	}
	async #play(program, resp) {
		const [ours, theirs] = await Promise.all([this.#pair.double.play(program, resp), this.#pair.real.play(program, resp)]);
		const difference = findDifference(program, ours, theirs);
		return difference === null ? null : describe(program, difference);
	}
	#count(program) {
		this.figures.programs++;
		this.figures.commands += program.length;
		for (const { argv } of program) this.#names.add((argv[0] ?? "").toLowerCase());
	}
	#report(where, difference) {
		const kind = `${difference.split("# ← here")[0].trimEnd().split("\n").at(-1)?.trim().split(" ")[0] ?? ""} ${difference.split("the double: ")[1]?.slice(0, 12) ?? ""}`;
		if (this.#known.has(kind)) return;
		this.#known.add(kind);
		this.figures.differences.push(`${where}\n${difference}`);
	}
};
export { Campaign };
