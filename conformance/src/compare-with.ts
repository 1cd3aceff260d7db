import { fileURLToPath } from 'node:url'
import type { FoundServer } from 'redouble/real'
import { Campaign } from './campaign.ts'
import { readCorpus } from './corpus/read-corpus.ts'
import { BranchCoverage } from './coverage/branch-coverage.ts'
import type { Figures } from './figures.ts'
import type { Options } from './options.ts'
import { startPairs, stopPairs } from './pair.ts'
import { readScripts } from './scripts.ts'

const SCRIPTS = fileURLToPath(new URL('../scripts', import.meta.url))
export const CORPUS: string = fileURLToPath(new URL('../corpus', import.meta.url))

/** Everything that options ask for, with one server. */
export async function compareWith(found: FoundServer, options: Options): Promise<Figures> {
  // Before the first double, whose beginning counts as well.
  const branches = options.measuresBranches ? BranchCoverage.start() : undefined
  const pairs = await startPairs(found, 1 + Math.max(0, options.lanes))
  try {
    const campaign = new Campaign(found.profile, pairs, branches)
    if (options.replaysScripts) {
      await campaign.replay(readScripts(SCRIPTS))
      await campaign.replayCorpus(readCorpus(CORPUS))
    }
    if (options.grow > 0) {
      const kept = await campaign.grow(readCorpus(CORPUS), CORPUS, options.grow, options.seed)
      console.log(`${found.profile}: ${kept} programs kept`)
    }
    await campaign.generate(options, options.seed)
    return campaign.figures
  } finally {
    await stopPairs(pairs)
  }
}
