import {
  type Arg,
  block,
  bytes,
  double,
  integer,
  multiple,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import { POLYGONS } from './search-request.ts'
import { UNIT } from './values.ts'

/** For COMMAND DOCS, since the options have their own parser. */
export const FROM: Arg = oneOf({
  member: option('FROMMEMBER', bytes()),
  fromlonlat: option('FROMLONLAT', block({ longitude: double(), latitude: double() })),
})

export const BY: Arg = oneOf({
  circle: block({ radius: option('BYRADIUS', double()), unit: UNIT }),
  box: block({ width: option('BYBOX', double()), height: double(), unit: UNIT }),
  polygon: {
    ...block({
      numVertices: option('BYPOLYGON', integer()),
      vertices: multiple(block({ longitude: double(), latitude: double() })),
    }),
    ...POLYGONS,
  },
})

export const ORDER: Arg = optional(oneOf({ asc: token('ASC'), desc: token('DESC') }))

export const COUNT: Arg = countArg()
/** Where COMMAND DOCS tells since when. */
export const COUNT_WITH_SINCE: Arg = countArg('6.2.0')

function countArg(anySince?: string): Arg {
  return optional(
    block({
      count: option('COUNT', integer()),
      any: optional(token('ANY', anySince === undefined ? {} : { since: anySince })),
    }),
  )
}

export const WITHCOORD: Arg = optional(token('WITHCOORD'))
export const WITHDIST: Arg = optional(token('WITHDIST'))
export const WITHHASH: Arg = optional(token('WITHHASH'))
