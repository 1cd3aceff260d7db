import type { Program, Step } from '../subjects/step.ts'

/** Programs a little smaller than one, the greatest savings first. */
export function* shorter(program: Program): IterableIterator<Program> {
  for (let size = program.length >> 1; size >= 1; size >>= 1) {
    // From the end: what stands behind the difference goes first.
    for (let end = program.length; end >= size; end -= size) {
      yield [...program.slice(0, end - size), ...program.slice(end)]
    }
  }
  for (let i = 0; i < program.length; i++) {
    for (const step of simpler(program[i])) yield program.with(i, step)
  }
}

const FEW_WORDS = 3
/** With fewer words chance would decide, or a thread of the server. */
const FRAGILE = /^(?:spop|[hsz]?scan|flushall|flushdb|[ps]?unsubscribe)$/i

/** The step with fewer words, or on the main connection. */
function* simpler(step: Step): IterableIterator<Step> {
  const { argv, connection } = step
  const without = (from: number, to: number): Step => ({
    ...step,
    argv: [...argv.slice(0, from), ...argv.slice(to)],
  })
  if (connection > 0 && !/subscribe$/i.test(argv[0])) yield { ...step, connection: 0 }
  // A client's own id must not end up in an error.
  if (argv.some((word) => FRAGILE.test(word) || word.startsWith('<id '))) return
  for (let size = argv.length >> 1; size >= FEW_WORDS; size >>= 1) {
    for (let end = argv.length; end - size >= 1; end -= size) yield without(end - size, end)
  }
  for (let size = Math.min(2, argv.length - 1); size >= 1; size--) {
    for (let end = argv.length; end - size >= 1; end--) yield without(end - size, end)
  }
  for (let i = 1; i < argv.length; i++) {
    if (argv[i].length > 2 && /^(.)\1*$/.test(argv[i])) {
      yield { ...step, argv: argv.with(i, argv[i].slice(0, argv[i].length >> 1)) }
    }
  }
}
