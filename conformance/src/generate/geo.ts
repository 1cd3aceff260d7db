import { type Draw, from, several, weighted, type Write, words } from './chance.ts'
import type { Override } from './overrides.ts'
import { double, integer, keyName, word } from './values.ts'

const longitude: Draw<string> = weighted(
  [8, (chance) => String((chance.between(-1_800_000, 1_800_000) / 10_000).toFixed(4))],
  [6, (chance) => String(13 + chance.between(-100, 100) / 100)],
  [2, from('0', '180', '-180', '179.9999')],
  [1, double],
)
const latitude: Draw<string> = weighted(
  [8, (chance) => String((chance.between(-850_000, 850_000) / 10_000).toFixed(4))],
  [6, (chance) => String(38 + chance.between(-100, 100) / 100)],
  [2, from('0', '85.05112878', '-85.05112878', '66', '80.1')],
  [1, double],
)
const unit = from('m', 'km', 'ft', 'mi', 'KM', 'km', 'x')
const size: Draw<string> = weighted(
  [8, (chance) => String(10 ** chance.below(5))],
  [2, from('0', '20000', '500.5')],
  [1, double],
)

const point: Draw<string[]> = (chance) => [longitude(chance), latitude(chance)]
const located: Draw<string[]> = (chance) => [...point(chance), word(chance)]
const options = (mayStore: boolean): Draw<string[]> => {
  const one = weighted<readonly string[]>(
    [3, from(['WITHDIST'], ['withhash'], ['WITHCOORD'], ['ASC'], ['DESC'])],
    [2, (chance) => ['COUNT', integer(chance), ...(chance.oneIn(2) ? ['ANY'] : [])]],
    [1, from(['ANY'], ['x'], ['STOREDIST'])],
    [mayStore ? 3 : 0, (chance) => [chance.pick(['STORE', 'STOREDIST']), keyName(chance)]],
  )
  return (chance) => several(one, 0, 3)(chance).flat()
}
const from_: Draw<readonly string[]> = weighted<readonly string[]>(
  [3, (chance) => ['FROMLONLAT', ...point(chance)]],
  [2, (chance) => ['FROMMEMBER', word(chance)]],
)
const shape: Draw<readonly string[]> = weighted<readonly string[]>(
  [4, (chance) => [...from_(chance), 'BYRADIUS', size(chance), unit(chance)]],
  [4, (chance) => [...from_(chance), 'BYBOX', size(chance), size(chance), unit(chance)]],
  [1, (chance) => ['BYRADIUS', size(chance), unit(chance), ...from_(chance)]],
  [
    1,
    (chance) => {
      const corners = several(point, 3, 5)(chance)
      return ['BYPOLYGON', String(corners.length), ...corners.flat()]
    },
  ],
)
const condition = from<readonly string[]>([], [], [], ['NX'], ['XX'], ['CH'], ['XX', 'CH'])
const points: Write = (chance, out) => {
  out.push(...several(located, 1, 6)(chance).flat())
}

/** Useful calls of the geo commands. */
export const GEO_OVERRIDES: Readonly<Record<string, Override>> = {
  geoadd: {
    call: (chance, out) => {
      words(keyName, condition)(chance, out)
      points(chance, out)
    },
  },
  geosearch: { call: words(keyName, shape, options(false)) },
  geosearchstore: { call: words(keyName, keyName, shape, options(false)) },
  georadius: { call: words(keyName, point, size, unit, options(true)) },
  georadius_ro: { call: words(keyName, point, size, unit, options(false)) },
  georadiusbymember: { call: words(keyName, word, size, unit, options(true)) },
  georadiusbymember_ro: { call: words(keyName, word, size, unit, options(false)) },
}
