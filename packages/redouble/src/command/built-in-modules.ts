import { MapReply, type Reply } from '../resp/reply.ts'
import type { Profile } from './profile.ts'

/** The modules of a server as MODULE LIST and HELLO show them. */
export function builtInModules({ quirks }: Profile): Reply[] {
  return quirks.builtInModules.map(
    ({ name, path }) => new MapReply(['name', name, 'ver', 1, 'path', path, 'args', []]),
  )
}
