import { allCommands, type Command } from 'redouble/embed'
import { expect, test } from 'vitest'
import { callsOf } from './calls.ts'
import { Chance } from './chance.ts'
import { Steering } from './steering.ts'
import { duration, moment } from './values.ts'
import { Vocabulary } from './vocabulary.ts'

const DRAWS = 2000
const named = (name: string): Command => allCommands.find((one) => one.name === name) as Command

function share(draw: (chance: Chance) => string[], isWanted: (call: string[]) => boolean): number {
  const chance = new Chance(1)
  let found = 0
  for (let i = 0; i < DRAWS; i++) if (isWanted(draw(chance))) found++
  return found / DRAWS
}

test('a command that is aimed at is drawn more often', () => {
  const steering = new Steering()
  const say = new Vocabulary([named('get'), named('strlen'), named('append')], steering)
  const ofStrlen = (): number =>
    share(
      (chance) => say.any(chance),
      ([name]) => name === 'strlen',
    )
  const before = ofStrlen()
  steering.aim(new Map([['strlen', 8]]), [])
  expect(ofStrlen()).toBeGreaterThan(1.8 * before)
})

test('an option that is missing is drawn more often, and so is what it stands in', () => {
  const steering = new Steering()
  const draw = callsOf(named('set'), steering)
  const withXx = (): number =>
    share(draw, (call) => call.slice(3).some((word) => /^xx$/i.test(word)))
  const before = withXx()
  steering.aim(new Map(), ['set.condition.xx'])
  expect(withXx()).toBeGreaterThan(1.8 * before)
})

test('where the past is avoided no deadline lies in it', () => {
  const chance = new Chance(1)
  chance.avoidsPast = true
  for (let i = 0; i < DRAWS; i++) {
    expect(Number(duration(chance)) <= 0).toBe(false)
    expect(Number(moment(chance)) < Date.now() / 1000).toBe(false)
  }
})
