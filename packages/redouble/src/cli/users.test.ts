import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openTestEngine } from '../engine/engine.test-support.ts'
import { readCommandLine } from './command-line.ts'
import { readSettings, type Settings, StartRefused } from './settings.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function fileWith(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'redouble-users-'))
  folders.push(folder)
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function settingsOf(...argv: string[]): Settings {
  const line = readCommandLine(argv)
  if (line.kind !== 'serve') throw new Error(line.kind)
  return readSettings(line)
}

test('--user declares a user, as redis-server takes it', () => {
  const { config } = settingsOf('--user', 'joe', 'on', '>x', '~*', '+@all', '--user', 'ann', 'off')
  const client = openTestEngine({ config }).client()
  expect(client.send('ACL', 'USERS')).toBe('*3\r\n$3\r\nann\r\n$7\r\ndefault\r\n$3\r\njoe\r\n')
  expect(client.send('AUTH', 'joe', 'x')).toBe('+OK\r\n')
})

test('a user line that is wrong is told as redis-server does', () => {
  const path = fileWith('redis.conf', 'user joe on\nuser joe off\n')
  expect(() => settingsOf(path)).toThrow(StartRefused)
  expect(() => settingsOf(path)).toThrow(
    /at line 2\n>>> 'user joe off'\nError in user declaration 'joe': Duplicate user found/,
  )
})

test('--aclfile reads users from a file, which ACL SAVE writes', () => {
  const path = fileWith('users.acl', 'user joe on nopass +@all\n')
  const { config } = settingsOf('--aclfile', path)
  const client = openTestEngine({ config }).client()
  expect(client.send('AUTH', 'joe', 'x')).toBe('+OK\r\n')
  client.send('ACL', 'SETUSER', 'ann')
  expect(client.send('ACL', 'SAVE')).toBe('+OK\r\n')
  expect(readFileSync(path, 'utf8')).toMatch(/^user ann off .*\nuser default .*\nuser joe on /)
})

test('an --aclfile that is not there keeps the server from starting', () => {
  const { config } = settingsOf('--aclfile', '/nowhere/users.acl')
  expect(() => openTestEngine({ config })).toThrow(
    "Error loading ACLs, opening file '/nowhere/users.acl': No such file or directory",
  )
})
