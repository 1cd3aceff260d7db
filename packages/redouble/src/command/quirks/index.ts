import type { ProfileName } from '../profile-name.ts'
import { ACL_QUIRKS, type AclQuirks } from './acl.ts'
import { CLIENT_QUIRKS, type ClientQuirks } from './clients.ts'
import { CORE_QUIRKS, type CoreQuirks } from './core.ts'
import { GEO_QUIRKS, type GeoQuirks } from './geo.ts'
import { HASHES_QUIRKS, type HashesQuirks } from './hashes.ts'
import { HYPERLOGLOG_QUIRKS, type HyperLogLogQuirks } from './hyperloglog.ts'
import { MEMORY_QUIRKS, type MemoryQuirks } from './memory.ts'
import { PERSISTENCE_QUIRKS, type PersistenceQuirks } from './persistence.ts'
import { SCRIPTING_QUIRKS, type ScriptingQuirks } from './scripting.ts'
import { SERVER_QUIRKS, type ServerQuirks } from './server.ts'
import { STREAMS_QUIRKS, type StreamsQuirks } from './streams.ts'
import { STRINGS_QUIRKS, type StringsQuirks } from './strings.ts'
import { VECTOR_SET_QUIRKS, type VectorSetQuirks } from './vector-sets.ts'

/**
 * Behaviours that differ between servers, a file for each family. Each switch names what is true
 * when it is on, so that no handler compares versions.
 */
export interface Quirks
  extends CoreQuirks,
    AclQuirks,
    ClientQuirks,
    GeoQuirks,
    HashesQuirks,
    HyperLogLogQuirks,
    MemoryQuirks,
    PersistenceQuirks,
    ScriptingQuirks,
    ServerQuirks,
    StreamsQuirks,
    StringsQuirks,
    VectorSetQuirks {}

/** The switches of a profile. */
export function quirksOf(name: ProfileName): Quirks {
  return {
    ...CORE_QUIRKS[name],
    ...ACL_QUIRKS[name],
    ...CLIENT_QUIRKS[name],
    ...GEO_QUIRKS[name],
    ...HASHES_QUIRKS[name],
    ...HYPERLOGLOG_QUIRKS[name],
    ...MEMORY_QUIRKS[name],
    ...PERSISTENCE_QUIRKS[name],
    ...SCRIPTING_QUIRKS[name],
    ...SERVER_QUIRKS[name],
    ...STREAMS_QUIRKS[name],
    ...STRINGS_QUIRKS[name],
    ...VECTOR_SET_QUIRKS[name],
  }
}
