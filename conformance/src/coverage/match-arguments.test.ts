import { allCommands, type Command } from 'redouble/embed'
import { expect, test } from 'vitest'
import { matchArguments, optionsOf } from './match-arguments.ts'

const named = (name: string): Command => allCommands.find((one) => one.name === name) as Command

function found(line: string): string[] {
  const argv = line.split(' ')
  const whole = `${argv[0]}|${argv[1]}`.toLowerCase()
  const name = allCommands.some((one) => one.name === whole) ? whole : argv[0].toLowerCase()
  return matchArguments(named(name), argv).map((path) => path.slice(name.length + 1))
}

test('options are found in any order, in any case', () => {
  const options = found('SET k v px 10 XX GET')
  expect(options).toEqual(expect.arrayContaining(['key', 'value', 'condition.xx', 'get']))
  expect(options.some((path) => /expiration\.(?:px|milliseconds)/.test(path))).toBe(true)
  expect(options).not.toContain('condition.nx')
})

test('what is optional is found only where it is', () => {
  expect(found('LPOP k')).not.toContain('count')
  expect(found('LPOP k 2')).toContain('count')
})

test('repeated groups leave room for what follows them', () => {
  expect(found('BLPOP a b c 0')).toEqual(['key', 'timeout'])
  expect(found('ZADD k GT CH 1 a 2 b')).toEqual(
    expect.arrayContaining(['comparison.gt', 'change', 'data.score', 'data.member']),
  )
})

test('of every command, nothing is found that is not one of its options', () => {
  for (const command of allCommands) {
    const options = new Set(optionsOf(command))
    const argv = [...command.name.split('|'), 'a', '1', 'b', '2', 'COUNT', '3', 'LIMIT', '0', '1']
    for (const path of matchArguments(command, argv)) expect(options).toContain(path)
  }
})
