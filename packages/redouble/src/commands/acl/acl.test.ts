import { expect, test } from 'vitest'
import { type Profile, profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

/** Sends words separated by spaces. */
const ask = (client: TestClient, line: string): string => client.send(...line.split(' '))

const as = (name: string): Profile => profileNamed(name) as Profile

/** The rules of a user as ACL LIST shows them, after ACL SETUSER with each of the lines. */
function rulesAfter(lines: readonly string[], version = '8.0'): string {
  const client = openTestEngine({ profile: as(version) }).client()
  for (const line of lines) expect(ask(client, `ACL SETUSER joe ${line}`)).toBe('+OK\r\n')
  const own = client
    .send('ACL', 'LIST')
    .split('\r\n')
    .find((line) => line.startsWith('user joe '))
  return own?.slice('user joe '.length) ?? ''
}

test.each([
  ['a later rule takes the place of an earlier one', ['+get +set -get'], '-@all +set -get'],
  ['a container takes the place of its subcommands', ['+config|get +config'], '-@all +config'],
  ['a subcommand stays behind its container', ['+config -config|set'], '-@all +config -config|set'],
  ['all commands leave nothing of what was before', ['-get', '+@all'], '+@all'],
  ['first arguments are kept in lower case', ['+SELECT|A +select|b'], '-@all +select|a +select|b'],
])('commands: %s', (_, lines, commands) => {
  expect(rulesAfter(lines)).toBe(`off sanitize-payload resetchannels ${commands}`)
})

test('up to 7.0 commands are described by the categories that fit best', () => {
  expect(rulesAfter(['+@all -@write +set'], '7.0')).toBe('off resetchannels +@all -@write +set')
  expect(rulesAfter(['+get +@string -get'], '7.0')).toBe('off resetchannels -@all +@string -get')
  expect(rulesAfter(['+@read +@write -@read'], '7.0')).toBe('off resetchannels -@all +@write')
  expect(rulesAfter(['+select|1'], '7.0')).toBe('off resetchannels -@all +select|1')
})

test('keys and channels are shown as rules, one that matches all instead of the others', () => {
  expect(rulesAfter(['~a %R~b %W~b %R~c &x'])).toBe(
    'off sanitize-payload ~a ~b %R~c resetchannels &x -@all',
  )
  expect(rulesAfter(['~a &x', 'allkeys allchannels'])).toBe('off sanitize-payload ~* &* -@all')
})

test('selectors may be cut into words', () => {
  expect(rulesAfter(['(+get ~a) ( +set ~b ) ()'])).toBe(
    'off sanitize-payload resetchannels -@all (~a resetchannels -@all +get) ' +
      '(~b resetchannels -@all +set) (resetchannels -@all)',
  )
})

test('databases are rules on Valkey 9 alone', () => {
  expect(rulesAfter(['db=3,1,3 (resetdbs)'], 'valkey-9')).toBe(
    'off resetchannels db=1,3 -@all (resetchannels resetdbs -@all)',
  )
  const client = openTestEngine().client()
  expect(ask(client, 'ACL SETUSER joe db=1')).toBe(
    "-ERR Error in ACL SETUSER modifier 'db=1': Syntax error\r\n",
  )
})

test.each([
  ['+nosuch', "modifier '+nosuch': Unknown command or category name in ACL"],
  ['+config|nosuch', "modifier '+config|nosuch': Unknown command or category name in ACL"],
  ['+config|get|x', 'Allowing first-arg of a subcommand is not supported'],
  ['+select|', "modifier '+select|': Syntax error"],
  ['-select|0', "modifier '-select|0': Unknown command"],
  ['allkeys ~a', "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid"],
  ['allchannels &a', "Try 'resetchannels' to start with an empty list of channels"],
  ['%X~a', "modifier '%X~a': Syntax error"],
  ['<secret', 'The password you are trying to remove from the user does not exist'],
  ['#ABC', 'The password hash must be exactly 64 characters'],
  ['(+get', "-ERR Unmatched parenthesis in acl selector starting at '(+get'."],
  ['(on)', "modifier '(on)': Syntax error"],
])('a rule that is wrong leaves the user as it was: %s', (rule, error) => {
  const client = openTestEngine().client()
  ask(client, 'ACL SETUSER joe on')
  const before = client.send('ACL', 'GETUSER', 'joe')
  expect(ask(client, `ACL SETUSER joe off >x +get ${rule}`)).toContain(error)
  expect(client.send('ACL', 'GETUSER', 'joe')).toBe(before)
})

test('GETUSER is a map with maps of selectors in RESP3', () => {
  const client = openTestEngine().client(3)
  ask(client, 'ACL SETUSER joe nopass (+get ~a)')
  const text = client.send('ACL', 'GETUSER', 'joe').replace(/\$\d+\r\n/g, '')
  expect(text.split('\r\n').join(' ')).toBe(
    '%6 flags ~3 off nopass sanitize-payload passwords *0 commands -@all keys  channels  ' +
      'selectors *1 %3 commands -@all +get keys ~a channels  ',
  )
  expect(client.send('ACL', 'GETUSER', 'nobody')).toBe('_\r\n')
})

test('users are listed in the order of their names', () => {
  const client = openTestEngine().client()
  for (const name of ['zoe', 'Ann', '']) client.send('ACL', 'SETUSER', name)
  expect(client.send('ACL', 'USERS')).toBe(
    '*4\r\n$0\r\n\r\n$3\r\nAnn\r\n$7\r\ndefault\r\n$3\r\nzoe\r\n',
  )
  expect(client.send('ACL', 'SETUSER', 'a b')).toMatch(/^-ERR Usernames can't contain spaces/)
})

test('the default user stays, and with it whoever else was named', () => {
  const client = openTestEngine().client()
  ask(client, 'ACL SETUSER joe')
  expect(ask(client, 'ACL DELUSER joe default')).toBe(
    "-ERR The 'default' user cannot be removed\r\n",
  )
  expect(ask(client, 'ACL DELUSER joe joe nobody')).toBe(':1\r\n')
})

test('DRYRUN says what a user may not do, of several selectors the closest', () => {
  const client = openTestEngine().client()
  ask(client, 'ACL SETUSER joe +mget ~z* (+get ~x*) &a')
  const dry = (line: string): string => ask(client, `ACL DRYRUN joe ${line}`).split('\r\n')[1]
  expect(ask(client, 'ACL DRYRUN joe get x')).toBe('+OK\r\n')
  expect(dry('get y')).toBe("User joe has no permissions to access the 'y' key")
  expect(dry('del y')).toBe("User joe has no permissions to run the 'del' command")
  expect(dry('mget z1 x')).toBe("User joe has no permissions to access the 'x' key")
  expect(ask(client, 'ACL DRYRUN joe get')).toMatch(/^-ERR wrong number of arguments for 'get'/)
  expect(ask(client, 'ACL DRYRUN joe nosuch')).toBe("-ERR Command 'nosuch' not found\r\n")
  expect(ask(client, 'ACL DRYRUN nobody get x')).toBe("-ERR User 'nobody' not found\r\n")
})

test('CAT lists what definitions say of themselves', () => {
  const client = openTestEngine().client()
  const names = ask(client, 'ACL CAT transaction')
    .split('\r\n')
    .filter((_, i) => i > 1 && i % 2 === 0)
  expect(names.sort()).toEqual(['discard', 'exec', 'multi', 'unwatch', 'watch'])
  expect(ask(client, 'ACL CAT nope')).toBe("-ERR Unknown category 'nope'\r\n")
})

test('GENPASS gives as many hex digits as the bits take', () => {
  const client = openTestEngine().client()
  expect(ask(client, 'ACL GENPASS')).toMatch(/^\$64\r\n[0-9a-f]{64}\r\n$/)
  expect(ask(client, 'ACL GENPASS 5')).toMatch(/^\$2\r\n[0-9a-f]{2}\r\n$/)
  expect(ask(client, 'ACL GENPASS 4097')).toMatch(/positive number up to 4096/)
})
