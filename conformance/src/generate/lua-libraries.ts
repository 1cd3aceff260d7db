import type { Step } from '../subjects/step.ts'
import { type Chance, from } from './chance.ts'
import type { Scene } from './scenes.ts'
import { double, integer, word } from './values.ts'

const json = from(
  '[1,2.5,-3e2,"a",null,true,false]',
  '{"a":{"b":[1,[2,[]]]},"c":""}',
  '"\\u00e9\\n\\"\\\\\\/"',
  '{"a":1,}',
  '[1 2]',
  '1e400',
  'nul',
  '',
  '[',
  '{}',
  '[]',
  '12345678901234567890',
  '"\\ud83d\\ude00"',
  '"\\ud800"',
  '[[[[[[[[[[1]]]]]]]]]]',
)
const format = from('>i4', '<I2', 'bBhH', '!8d', 'f', 's', 'c0', 'Bc0', 'x', '>l', 'i17', 'y', '')
const packed = from(
  '\xc0',
  '\x93\x01\x02\x03',
  '\x81\xa1a\x01',
  '\xca\x3f\x80\x00\x00',
  '\xd9',
  '\xc1',
  '',
)
const bitName = from(
  'tobit',
  'bnot',
  'band',
  'bor',
  'bxor',
  'lshift',
  'rshift',
  'arshift',
  'rol',
  'ror',
)
const pattern = from('%a+', '(%d+)', '^%s*', '[%w_]+', '.-x', '%b()', '(.)%1', '%f[%a]', '[', '%')

/** Calls of the libraries that scripts find beside Lua's own, and of Lua's own. */
export const luaLibraries: Scene = (chance) =>
  Array.from({ length: chance.between(1, 3) }, () => call(chance))

function call(chance: Chance): Step {
  const run = (text: string, ...args: string[]): Step => ({
    connection: 0,
    argv: ['EVAL', text, '0', ...args],
  })
  switch (chance.below(12)) {
    case 0:
      return run('return cjson.encode(cjson.decode(ARGV[1]))', json(chance))
    case 1:
      return run(
        'local ok, e = pcall(cjson.decode, ARGV[1]) return ok and type(e) or e',
        json(chance),
      )
    case 2:
      return run(
        'return cjson.encode({ARGV[1], tonumber(ARGV[2]), {}, {1}})',
        word(chance),
        double(chance),
      )
    case 3:
      return run('return cmsgpack.pack(unpack(ARGV))', word(chance), word(chance))
    case 4:
      return run('return {pcall(cmsgpack.unpack, ARGV[1])}', packed(chance))
    case 5:
      return run(
        'return cmsgpack.pack(tonumber(ARGV[1]), {1, {a = ARGV[1]}}, true)',
        double(chance),
      )
    case 6:
      return run(
        'return {pcall(struct.pack, ARGV[1], tonumber(ARGV[2]))}',
        format(chance),
        integer(chance),
      )
    case 7:
      return run('return {pcall(struct.unpack, ARGV[1], ARGV[2])}', format(chance), word(chance))
    case 8:
      return run(
        `return {pcall(bit.${bitName(chance)}, tonumber(ARGV[1]), tonumber(ARGV[2]))}`,
        integer(chance),
        integer(chance),
      )
    case 9:
      return run(
        'return {pcall(string.find, ARGV[1], ARGV[2])}',
        chance.pick(['a b1 c22', '(x(y))', 'aabb', '']),
        pattern(chance),
      )
    case 10:
      return run(
        'return string.format(ARGV[1], tonumber(ARGV[2]) or 0)',
        chance.pick(['%d', '%5.2f', '%g', '%x', '%q', '%s', '%c', '%i|%%', '%10d']),
        double(chance),
      )
    default:
      return run(
        'local t = {unpack(ARGV)} table.sort(t) return {#t, table.concat(t, ARGV[1]), math.max(#t, 2), tostring(tonumber(ARGV[2]))}',
        word(chance),
        double(chance),
        word(chance),
      )
  }
}
