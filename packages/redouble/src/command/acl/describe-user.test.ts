import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allCommands } from '../../commands/index.ts'
import { CommandTable } from '../command-table.ts'
import { Config } from '../config.ts'
import { type Profile, profileNamed } from '../profile.ts'
import { applyRule } from './apply-rule.ts'
import { CommandIndex } from './command-index.ts'
import { describeUser } from './describe-user.ts'
import { joinSelectors } from './join-selectors.ts'
import { RuleContext } from './rule-context.ts'
import type { User } from './user.ts'

function contextOf(name: string): RuleContext {
  const profile = profileNamed(name) as Profile
  const table = new CommandTable(allCommands, profile)
  return new RuleContext(new CommandIndex(table), profile, new Config())
}

const commandRule = fc
  .tuple(
    fc.constantFrom('+', '-'),
    fc.constantFrom(
      ...['@all', '@read', '@write', '@string', '@admin', '@connection', '@slow', '@pubsub'],
      ...['get', 'set', 'config', 'config|get', 'config|set', 'client', 'client|id', 'select'],
    ),
  )
  .map((parts) => parts.join(''))
const selectorRule = fc.oneof(
  { weight: 4, arbitrary: commandRule },
  fc.constantFrom('+select|1', '+get|k', '~*', '~a', '%R~a', '%W~b*', '&*', '&c', 'resetkeys'),
)
const rule = fc.oneof(
  { weight: 6, arbitrary: selectorRule },
  fc.array(selectorRule, { maxLength: 4 }).map((rules) => `(${rules.join(' ')})`),
  fc.constantFrom('on', 'off', 'nopass', '>secret', 'resetpass', 'clearselectors', 'reset'),
)

/** What a user may do, whatever rules led to it. */
function permissions(user: User, { index }: RuleContext): unknown {
  const { isEnabled, needsNoPassword, passwords } = user
  const selectors = user.all.map(({ commands, allKeys, keys, allChannels, channels }) => ({
    allowed: Array.from({ length: index.size }, (_, id) => commands.has(id)),
    // Where a command is allowed its first arguments do not matter.
    firstArgs: Array.from({ length: index.size }, (_, id) =>
      commands.has(id) ? [] : commands.firstArgsOf(id),
    ),
    future: commands.allowsAll,
    keys: [allKeys, keys],
    channels: [allChannels, channels],
  }))
  return { isEnabled, needsNoPassword, passwords, selectors }
}

function userWith(rules: readonly string[], context: RuleContext): User {
  const user = context.newUser('joe')
  for (const one of rules) applyRule(user, one, context)
  return user
}

test.each(['7.0', '8.0', 'valkey-9'])(
  'the rules that are shown make the same user again, as %s',
  (name) => {
    const context = contextOf(name)
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 12 }), (rules) => {
        const user = userWith(rules, context)
        const joined = joinSelectors(describeUser(user, context).split(' '))
        const again = userWith('rules' in joined ? joined.rules : [], context)
        expect(permissions(again, context)).toEqual(permissions(user, context))
      }),
      { numRuns: 150 },
    )
  },
)

test('a copy to try rules on leaves the user alone until it is taken', () => {
  const context = contextOf('8.0')
  const user = userWith(['on', '>secret', '+get', '~a', '(+set ~b)'], context)
  const before = describeUser(user, context)
  const draft = user.clone(context.index)
  for (const one of ['+@all', '~c', 'resetpass', 'clearselectors']) applyRule(draft, one, context)
  expect(describeUser(user, context)).toBe(before)
  user.take(draft)
  expect(describeUser(user, context)).toBe(describeUser(draft, context))
})

test('who may do everything is known without looking at any rule', () => {
  const context = contextOf('8.0')
  const isFree = (...rules: string[]): boolean => {
    const user = context.newUser('joe')
    user.take(userWith(rules, context))
    return user.isUnrestricted
  }
  expect(isFree('+@all', '~*', '&*')).toBe(true)
  expect(isFree('+@all', '-get', '~*', '&*')).toBe(false)
  expect(isFree('+@all', '~*')).toBe(false)
  expect(isFree('+@all', '%RW~*', '&*')).toBe(false)
})
