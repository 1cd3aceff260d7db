import type { Step } from '../subjects/step.ts'
import { type Chance, from } from './chance.ts'
import type { Scene } from './scenes.ts'
import { keyName, word } from './values.ts'

const at = (connection: number, ...argv: string[]): Step => ({ connection, argv })

/** Who tracks, and to whom that may be redirected. */
const READER = 1
const LISTENER = 2

/**
 * Without BCAST: what servers broadcast together depends on what they read together, which programs
 * on several connections do not determine.
 */
const mode = from<readonly string[]>(
  [],
  [],
  ['NOLOOP'],
  ['OPTIN'],
  ['OPTOUT', 'NOLOOP'],
  ['REDIRECT', `<id ${LISTENER}>`],
)

function read(chance: Chance): string[] {
  const key = keyName(chance)
  return chance.pick([
    ['GET', key],
    ['MGET', key, keyName(chance)],
    ['EXISTS', key, keyName(chance)],
    ['TYPE', key],
    ['TTL', key],
    ['STRLEN', key],
    ['HGETALL', key],
    ['LRANGE', key, '0', '-1'],
    ['SCARD', key],
    ['ZCARD', key],
    ['XLEN', key],
    ['SINTER', key, keyName(chance)],
    ['SORT_RO', key, 'ALPHA'],
    ['OBJECT', 'ENCODING', key],
    ['GETEX', key],
    ['EVAL', 'return redis.call("TYPE", KEYS[1])', '1', key],
    ['EVAL_RO', 'return redis.call("EXISTS", KEYS[1])', '1', key],
  ])
}

/** A client caches what it reads; others, and it, change that. */
export const tracking: Scene = (chance, say) => {
  const options = mode(chance)
  const isRedirected = options[0] === 'REDIRECT'
  const steps: Step[] = []
  if (isRedirected) steps.push(at(LISTENER, 'SUBSCRIBE', '__redis__:invalidate'))
  steps.push(at(READER, 'CLIENT', 'TRACKING', 'ON', ...options))
  for (let i = chance.between(2, 6); i > 0; i--) {
    if (options.length > 0 && chance.oneIn(3)) {
      steps.push(at(READER, 'CLIENT', 'CACHING', chance.pick(['YES', 'NO'])))
    }
    if (chance.oneIn(4)) {
      steps.push(at(READER, 'MULTI'), at(READER, ...read(chance)))
      steps.push(at(READER, 'SET', keyName(chance), word(chance)), at(READER, ...read(chance)))
      steps.push(at(READER, chance.oneIn(5) ? 'DISCARD' : 'EXEC'))
    } else steps.push(at(READER, ...read(chance)))
    for (let k = chance.between(1, 3); k > 0; k--) {
      steps.push(at(chance.oneIn(4) ? READER : 0, ...say.write(chance)))
    }
  }
  if (chance.oneIn(3)) steps.push(at(READER, 'CLIENT', 'TRACKING', 'OFF'))
  return steps
}
