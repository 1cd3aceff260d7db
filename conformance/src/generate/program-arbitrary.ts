import fc from 'fast-check'
import { type Command, Config, Engine, profileNamed } from 'redouble/embed'
import type { Program, Step } from '../subjects/step.ts'
import * as acl from './acl.ts'
import { Chance } from './chance.ts'
import * as clients from './client-scenes.ts'
import { functions } from './functions.ts'
import { hyperLogLog } from './hyperloglog.ts'
import { outOfMemory } from './memory.ts'
import { luaLibraries } from './lua-libraries.ts'
import { reasonForNever } from './overrides.ts'
import * as scenes from './scenes.ts'
import { shorter } from './shrink-program.ts'
import { AIMLESS, type Steering } from './steering.ts'
import * as streams from './streams.ts'
import { tracking } from './tracking.ts'
import { vectorSet } from './vector-sets.ts'
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

/** Programs on one connection: many a second, since they can be pipelined. */
export function soloPrograms(
  commands: readonly Command[],
  maxLength: number,
  steering: Steering = AIMLESS,
): Programs {
  const say = new Vocabulary(commands, steering)
  return new Programs((chance) => {
    const steps: Step[] = chance.oneIn(3) ? scenes.thresholds(chance, say) : []
    const length = chance.between(1, maxLength) + steps.length
    while (steps.length < length) {
      const scene = sceneAt(SOLO, chance.below(SOLO_DRAWS))
      if (scene === null) steps.push({ connection: 0, argv: say.solitary(chance) })
      else steps.push(...scene(chance, say))
    }
    return steps
  })
}

export interface SharedOptions {
  /** A listener to keyspace events does nothing else. */
  readonly listenerIsSilent?: boolean
  readonly steering?: Steering
}

/** Programs on several connections, with clients that block, subscribe and watch. */
export function sharedPrograms(
  commands: readonly Command[],
  maxLength: number,
  options: SharedOptions = {},
): Programs {
  const say = new Vocabulary(commands, options.steering ?? AIMLESS)
  return new Programs((chance) => {
    const steps: Step[] = chance.oneIn(4) ? scenes.thresholds(chance, say) : []
    const isHeard = chance.oneIn(3)
    chance.avoidsPast = isHeard
    if (isHeard) steps.push(...scenes.notifications(chance, say))
    const start = steps.length
    const length = chance.between(2, maxLength) + steps.length
    while (steps.length < length) {
      const scene = sceneAt(SHARED, chance.below(SHARED_DRAWS))
      if (scene !== null) steps.push(...scene(chance, say))
      else steps.push({ connection: speaker(chance), argv: say.any(chance) })
    }
    const isSilent = isHeard && options.listenerIsSilent === true
    return isSilent
      ? steps.filter(({ connection }, i) => i < start || connection !== scenes.LISTENER)
      : steps
  })
}

function speaker(chance: Chance): number {
  return chance.below(5) < 3 ? 0 : chance.between(1, 2)
}

type SceneTable = readonly (readonly [number, scenes.Scene])[]

const SOLO: SceneTable = [
  [10, scenes.fill],
  [6, scenes.transaction],
  [6, scenes.script],
  [4, scenes.deadline],
  [2, scenes.sort],
  [2, scenes.lexical],
  [2, hyperLogLog],
  [4, streams.streamGroups],
  [1, scenes.elsewhere],
  [1, scenes.keysOfCalls],
  [1, luaLibraries],
  [2, acl.rules],
  [2, outOfMemory],
  [2, vectorSet],
]
const SHARED: SceneTable = [
  [6, scenes.waking],
  [4, scenes.watched],
  [4, scenes.messages],
  [4, clients.queues],
  [3, acl.users],
  [4, tracking],
  [3, clients.races],
  [3, clients.babble],
  [3, clients.lives],
  [3, streams.streamWaiters],
  // Not oftener: each builds an interpreter.
  [1, functions],
  [2, scenes.fill],
  [2, scenes.transaction],
  [2, scenes.script],
  [1, scenes.deadline],
]
/** Of as many draws, those that weights do not cover are a single call. */
const SOLO_DRAWS = 100
const SHARED_DRAWS = 75

function sceneAt(table: SceneTable, draw: number): scenes.Scene | null {
  let left = draw
  for (const [weight, scene] of table) {
    if (left < weight) return scene
    left -= weight
  }
  return null
}

/** Drawn whole from one number, which is fast, and shrunk from what they are, not how they came. */
export class Programs extends fc.Arbitrary<Program> {
  readonly #draw: (chance: Chance) => Program

  constructor(draw: (chance: Chance) => Program) {
    super()
    this.#draw = draw
  }

  /** The programs of a seed. */
  draw(seed: number, count: number): Program[] {
    const chance = new Chance(seed)
    return Array.from({ length: count }, () => this.#draw(new Chance(chance.below(2 ** 32))))
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
