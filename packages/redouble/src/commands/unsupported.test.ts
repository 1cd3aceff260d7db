import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CommandTable } from '../command/command-table.ts'
import { PROFILE_NAMES, type Profile, profileNamed } from '../command/profile.ts'
import { openTestEngine } from '../engine/engine.test-support.ts'
import { allCommands } from './index.ts'

const SPECS = join(import.meta.dirname, '../../../../conformance/specs')

/** The names of all commands and subcommands that a real server of a profile lists. */
function namesOnServer(profile: string): string[] {
  return readFileSync(join(SPECS, `commands-${profile}.txt`), 'utf8')
    .trim()
    .split('\n')
}

function profile(name: string): Profile {
  return profileNamed(name) as Profile
}

test.each(['7.0', '8.0', '8.2', 'valkey-8.1', 'valkey-9'])(
  'as %s the double knows the commands of that server, and no others',
  (name) => {
    const known = [...new CommandTable(allCommands, profile(name)).all()].map((one) => one.name)
    expect(known.sort()).toEqual(namesOnServer(name).sort())
  },
)

test.each(PROFILE_NAMES)('the commands of %s are unambiguous', (name) => {
  expect(() => new CommandTable(allCommands, profile(name))).not.toThrow()
})

test('what is not supported is refused with its name and where to look', () => {
  const client = openTestEngine().client()
  expect(client.send('MIGRATE', 'h', '1', 'k', '0', '1')).toMatch(
    /^-ERR Redouble does not support MIGRATE yet\. See https:.*COMPATIBILITY\.md\r\n$/,
  )
  expect(client.send('psync', '?', '-1')).toContain('does not support PSYNC yet')
})

test('a refusal takes the words that the server would take, and names of other commands', () => {
  const client = openTestEngine().client()
  expect(client.send('MIGRATE', 'h')).toBe(
    "-ERR wrong number of arguments for 'migrate' command\r\n",
  )
  expect(client.send('FUNCTION', 'NONSENSE')).toBe(
    "-ERR unknown subcommand 'NONSENSE'. Try FUNCTION HELP.\r\n",
  )
})

test('what the server of the profile does not know either is an unknown command', () => {
  const client = openTestEngine({ profile: profile('7.0') }).client()
  expect(client.send('HEXPIRE', 'k', '1', 'FIELDS', '1', 'f')).toContain(
    "unknown command 'HEXPIRE'",
  )
  expect(client.send('JSON.SET', 'k', '$', '1')).toContain("unknown command 'JSON.SET'")
})
