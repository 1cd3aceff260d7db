import fc from 'fast-check'
import { type Command, Config, Engine, profileNamed } from 'redouble/embed'
import type { Program, Step } from '../subjects/step.ts'
import { Chance } from './chance.ts'
import { reasonForNever } from './overrides.ts'
import * as scenes from './scenes.ts'
import { shorter } from './shrink-program.ts'
import { KEYS } from './values.ts'
import { Vocabulary } from './vocabulary.ts'

/** The commands of a profile that programs are made of. */
export function generatedCommands(profileName: string): Command[] {
  return supportedCommands(profileName).filter(
    (command) => reasonForNever(command.name, command.group) === undefined,
  )
}

/** All that a profile's double knows, containers apart. */
export function supportedCommands(profileName: string): Command[] {
  const engine = new Engine({ config: new Config(), profile: profileNamed(profileName) })
  const commands = [...engine.commands.all()].filter(
    (command) => !command.isContainer && command.isUnsupported !== true,
  )
  engine.stop()
  return commands
}

/** Steps that look at all of the state: types, encodings, contents, expiries. */
export const PROBE: Program = [
  ...KEYS.flatMap((key) => [step('TYPE', key), step('OBJECT', 'ENCODING', key)]),
  ...KEYS.map((key) => step('PEXPIRETIME', key)),
  step('DEBUG', 'DIGEST-VALUE', ...KEYS),
]

/** Programs on one connection: many a second, since they can be pipelined. */
export function soloPrograms(
  commands: readonly Command[],
  maxLength: number,
): fc.Arbitrary<Program> {
  const say = new Vocabulary(commands)
  return new Programs((chance) => {
    const steps: Step[] = chance.oneIn(3) ? scenes.thresholds(chance, say) : []
    const length = chance.between(1, maxLength) + steps.length
    while (steps.length < length) {
      const scene = soloScene(chance)
      if (scene === null) steps.push({ connection: 0, argv: say.solitary(chance) })
      else steps.push(...scene(chance, say))
    }
    return [...steps, ...PROBE]
  })
}

/** Programs on several connections, with clients that block, subscribe and watch. */
export function sharedPrograms(
  commands: readonly Command[],
  maxLength: number,
  listenerIsSilent = false,
): fc.Arbitrary<Program> {
  const say = new Vocabulary(commands)
  return new Programs((chance) => {
    const steps: Step[] = chance.oneIn(4) ? scenes.thresholds(chance, say) : []
    const isHeard = chance.oneIn(3)
    if (isHeard) steps.push(...scenes.notifications(chance, say))
    const start = steps.length
    const length = chance.between(2, maxLength) + steps.length
    while (steps.length < length) {
      const scene = sharedScene(chance)
      if (scene !== null) steps.push(...scene(chance, say))
      else steps.push({ connection: speaker(chance), argv: say.any(chance) })
    }
    if (isHeard && listenerIsSilent) {
      const spoken = steps.slice(start).filter(({ connection }) => connection !== scenes.LISTENER)
      return [...steps.slice(0, start), ...spoken, ...PROBE]
    }
    return [...steps, ...PROBE]
  })
}

function speaker(chance: Chance): number {
  return chance.below(5) < 3 ? 0 : chance.between(1, 2)
}

const SOLO: readonly (readonly [number, scenes.Scene])[] = [
  [10, scenes.fill],
  [6, scenes.transaction],
  [6, scenes.script],
  [4, scenes.deadline],
  [2, scenes.sort],
  [2, scenes.lexical],
  [1, scenes.elsewhere],
  [1, scenes.keysOfCalls],
]
const SHARED: readonly (readonly [number, scenes.Scene])[] = [
  [6, scenes.waking],
  [4, scenes.watched],
  [4, scenes.messages],
  [2, scenes.fill],
  [2, scenes.transaction],
  [2, scenes.script],
  [1, scenes.deadline],
]
/** Of as many draws, those that weights do not cover are a single call. */
const SOLO_DRAWS = 100
const SHARED_DRAWS = 60

function soloScene(chance: Chance): scenes.Scene | null {
  return sceneAt(SOLO, chance.below(SOLO_DRAWS))
}

function sharedScene(chance: Chance): scenes.Scene | null {
  return sceneAt(SHARED, chance.below(SHARED_DRAWS))
}

function sceneAt(
  table: readonly (readonly [number, scenes.Scene])[],
  draw: number,
): scenes.Scene | null {
  let left = draw
  for (const [weight, scene] of table) {
    if (left < weight) return scene
    left -= weight
  }
  return null
}

/** Drawn whole from one number, which is fast, and shrunk from what they are, not how they came. */
class Programs extends fc.Arbitrary<Program> {
  readonly #draw: (chance: Chance) => Program

  constructor(draw: (chance: Chance) => Program) {
    super()
    this.#draw = draw
  }

  override generate(random: fc.Random): fc.Value<Program> {
    return new fc.Value(this.#draw(new Chance(random.nextInt())), undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is Program {
    return Array.isArray(value)
  }

  override shrink(program: Program): fc.Stream<fc.Value<Program>> {
    return fc.stream(shorter(program)).map((smaller) => new fc.Value(smaller, undefined))
  }
}

function step(...argv: string[]): Step {
  return { connection: 0, argv }
}
