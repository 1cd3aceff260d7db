import fc from 'fast-check'
import { type Command, Config, Engine, profileNamed } from 'redouble/embed'
import { CONNECTIONS, type Program, type Step } from '../subjects/step.ts'
import { callsOf } from './command-arbitrary.ts'
import { isGenerated } from './overrides.ts'
import { KEYS } from './values.ts'

/** The commands of a profile that programs are made of. */
export function generatedCommands(profileName: string): Command[] {
  const engine = new Engine({ config: new Config(), profile: profileNamed(profileName) })
  const commands = [...engine.commands.all()].filter(
    (command) =>
      !command.isContainer &&
      command.isUnsupported !== true &&
      isGenerated(command.name, command.group),
  )
  engine.stop()
  return commands
}

/** Commands that need no second client: they answer at once, and not by push. */
export function isSolitary(command: Command): boolean {
  return !command.flags.includes('blocking') && command.group !== 'pubsub'
}

/** Steps that look at all of the state: types, encodings, contents, expiries. */
export const PROBE: Program = KEYS.flatMap((key) => [
  step(0, ['TYPE', key]),
  step(0, ['OBJECT', 'ENCODING', key]),
  step(0, ['DEBUG', 'DIGEST-VALUE', key]),
  step(0, ['PEXPIRETIME', key]),
])

/** Programs on one connection: many a second, since they can be pipelined. */
export function soloPrograms(
  commands: readonly Command[],
  maxLength: number,
): fc.Arbitrary<Program> {
  const call = oneCall(commands.filter(isSolitary))
  return fc
    .array(call, { minLength: 1, maxLength })
    .map((calls) => [...calls.map((argv) => step(0, argv)), ...PROBE])
}

/** Programs on several connections, with clients that block, subscribe and watch. */
export function sharedPrograms(
  commands: readonly Command[],
  maxLength: number,
): fc.Arbitrary<Program> {
  const call = oneCall(commands)
  const connection = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: CONNECTIONS - 1 }) },
  )
  return fc
    .array(fc.tuple(connection, call), { minLength: 2, maxLength })
    .map((calls) => calls.map(([index, argv]) => step(index, argv)))
}

/** Every family is as likely as any other, whatever the count of its commands. */
function oneCall(commands: readonly Command[]): fc.Arbitrary<string[]> {
  const groups = new Map<string, fc.Arbitrary<string[]>[]>()
  for (const command of commands) {
    const list = groups.get(command.group)
    if (list === undefined) groups.set(command.group, [callsOf(command)])
    else list.push(callsOf(command))
  }
  return fc.oneof(...[...groups.values()].map((calls) => fc.oneof(...calls)))
}

function step(connection: number, argv: readonly string[]): Step {
  return { connection, argv }
}
