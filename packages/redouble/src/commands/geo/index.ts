import type { Command } from '../../command/define.ts'
import { geoadd } from './add.ts'
import { geodist, geohash, geopos } from './members.ts'
import { georadius, georadiusbymember, georadiusbymemberRo, georadiusRo } from './radius.ts'
import { geosearch, geosearchstore } from './search.ts'

export const geoCommands: readonly Command[] = [
  geoadd,
  geodist,
  geohash,
  geopos,
  georadius,
  georadiusbymember,
  georadiusbymemberRo,
  georadiusRo,
  geosearch,
  geosearchstore,
]
