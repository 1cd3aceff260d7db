import { cjsonScripts } from './cjson.corpus.ts'
import { cmsgpackScripts } from './cmsgpack.corpus.ts'
import { conversionScripts } from './conversion.corpus.ts'
import { errorsScripts } from './errors.corpus.ts'
import { languageScripts } from './language.corpus.ts'
import { protectionScripts } from './protection.corpus.ts'
import { redisTableScripts } from './redis-table.corpus.ts'
import { shebangScripts } from './shebang.corpus.ts'
import { structAndBitScripts } from './struct-and-bit.corpus.ts'

/** A script of the corpus: run on the double and on real servers, the replies must be equal. */
export interface CorpusScript {
  name: string
  body: string
  keys: string[]
  argv: string[]
}

/** Runs first: what the scripts expect to find in an empty server. */
export const CORPUS_SETUP: readonly (readonly string[])[] = [
  ['SET', 'k', 'v'],
  ['HSET', 'h', 'a', '1'],
  ['SADD', 's', 'a'],
  ['ZADD', 'z', '1.5', 'a'],
]

const GROUPS: Record<string, readonly string[]> = {
  language: languageScripts,
  'redis-table': redisTableScripts,
  conversion: conversionScripts,
  cjson: cjsonScripts,
  cmsgpack: cmsgpackScripts,
  'struct-and-bit': structAndBitScripts,
  errors: errorsScripts,
  protection: protectionScripts,
  shebang: shebangScripts,
}

/** In order: some scripts change settings of cjson that later ones see. */
export const SCRIPT_CORPUS: readonly CorpusScript[] = Object.entries(GROUPS).flatMap(
  ([group, bodies]) =>
    bodies.map((body, index) => ({
      name: `${group} ${index + 1}: ${body.replace(/\s+/g, ' ').slice(0, 70)}`,
      body,
      keys: ['k1', 'k2'],
      argv: ['a1', 'a2'],
    })),
)
