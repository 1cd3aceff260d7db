import type { Step } from '../subjects/step.ts'
import { type Chance, from, several } from './chance.ts'
import type { Override } from './overrides.ts'
import { keyName, word } from './values.ts'

export const HYPERLOGLOG_OVERRIDES: Readonly<Record<string, Override>> = {
  pfdebug: {
    args: { subcommand: from('ENCODING', 'DECODE', 'TODENSE', 'GETREG', 'encoding', 'x') },
  },
  pfselftest: { never: 'keeps a server busy for seconds, and the answer is always OK' },
}

const main = (...argv: string[]): Step => ({ connection: 0, argv })

const HEADER = 'HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80'

/**
 * One that grows and is merged, or that somebody has damaged; but never so that half an opcode is
 * at the end, whose other half is what a server's memory holds there.
 */
export function hyperLogLog(chance: Chance): Step[] {
  const key = keyName(chance)
  const other = keyName(chance)
  const elements = Array.from({ length: chance.between(1, 60) }, () => String(chance.below(5000)))
  const opcodes = several((one) => String.fromCharCode(one.below(256)), 0, 8)(chance).join('')
  return [
    chance.oneIn(4) ? main('SET', key, `${HEADER}${opcodes}\x80`) : main('PFADD', key, ...elements),
    ...(chance.oneIn(4)
      ? [main('CONFIG', 'SET', 'hll-sparse-max-bytes', chance.pick(['3000', '40', '18']))]
      : []),
    main('PFADD', key, word(chance), word(chance)),
    main('PFCOUNT', key),
    main('PFMERGE', other, key, keyName(chance)),
    main('GET', chance.oneIn(2) ? key : other),
    main('PFCOUNT', key, other),
  ]
}
