import { type Arg, bytes, key } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import type { CommandSpec } from '../../command/define.ts'
import { WRONGTYPE, wrongArity } from '../../command/errors/common.ts'
import type { VectorElement } from '../../data/vector-element.ts'
import type { VectorSetValue } from '../../data/vector-set.ts'
import { upperAscii } from '../../kernel/bytes.ts'

/**
 * What the commands share. They are a module's: COMMAND knows no arity and no categories of them,
 * and takes every key for one that may change.
 */
export const ofModule: Pick<
  CommandSpec,
  'since' | 'valkeySince' | 'group' | 'module' | 'arity' | 'keySpecs'
> & { readonly parse: typeof byHand } = {
  since: '8.0.0',
  valkeySince: 'never',
  group: 'module',
  module: 'vectorset',
  arity: -1,
  keySpecs: [
    {
      flags: ['RW', 'access', 'update'],
      begin: { index: 1 },
      find: { lastKey: 0, step: 1, limit: 0 },
    },
  ],
  parse: byHand,
}

export const READ_KEY: Arg<string> = key('RO', 'access')
export const WRITTEN_KEY: Arg<string> = key('RW', 'access', 'update')
export const KEY_AND_ELEMENT: { readonly key: Arg<string>; readonly element: Arg<string> } = {
  key: READ_KEY,
  element: bytes(),
}

/** The module names its commands in capitals, however the client wrote them. */
export function checkWords({ argv }: Context, least: number, most: number): void {
  if (argv.length < least || argv.length > most) throw wrongArity(upperAscii(argv[0]))
}

export function readSet({ argv, db }: Context): VectorSetValue | undefined {
  return db.readValue(argv[1], 'vectorset')
}

/** Opened for writing, a key counts as changed, whatever then happens, even if it is absent. */
export function writeSet({ argv, db }: Context): VectorSetValue | undefined {
  const entry = db.write(argv[1])
  db.modified(argv[1])
  if (entry === undefined) return undefined
  if (entry.type !== 'vectorset') throw WRONGTYPE
  return entry.value as VectorSetValue
}

/** The element that the command names. */
export function readElement(
  context: Context,
): { set: VectorSetValue; element: VectorElement } | undefined {
  const set = readSet(context)
  const element = set?.get(context.argv[2])
  return set === undefined || element === undefined ? undefined : { set, element }
}
