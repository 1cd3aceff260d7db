/** The numbers of the format: https://rdb.fnordig.de/file_format.html and what came after it. */

/** The kinds of values; a byte before each. */
export const RdbType = {
  string: 0,
  list: 1,
  set: 2,
  /** Scores as text. */
  zset1: 3,
  hash: 4,
  /** Scores as doubles. */
  zset2: 5,
  module1: 6,
  module2: 7,
  hashZipmap: 9,
  listZiplist: 10,
  setIntset: 11,
  zsetZiplist: 12,
  hashZiplist: 13,
  /** Nodes that are ziplists. */
  quicklist1: 14,
  stream1: 15,
  hashListpack: 16,
  zsetListpack: 17,
  /** Nodes that are listpacks, or single elements. */
  quicklist2: 18,
  stream2: 19,
  setListpack: 20,
  stream3: 21,
  /** With deadlines of fields: as Redis 7.4 had them before its release … */
  hashMetadataEarly: 22,
  hashListpackExEarly: 23,
  /** … and since. */
  hashMetadata: 24,
  hashListpackEx: 25,
  /** Valkey 9's hash with deadlines of fields; Redis has another kind by this number. */
  hashOfValkey: 22,
} as const

/** What stands in a file where the kind of a value could stand. */
export const Opcode = {
  /** How much of the file a cluster slot takes; Valkey's imports of slots. */
  slotImport: 243,
  slotInfo: 244,
  function2: 245,
  functionPreGa: 246,
  moduleAux: 247,
  idle: 248,
  frequency: 249,
  aux: 250,
  resizeDb: 251,
  expireTimeMs: 252,
  expireTime: 253,
  selectDb: 254,
  end: 255,
} as const

/** How the fields of a module's value are marked. */
export const ModulePart = {
  end: 0,
  signed: 1,
  unsigned: 2,
  float: 3,
  double: 4,
  string: 5,
} as const

/** A container of quicklist2. */
export const Container = { plain: 1, packed: 2 } as const

/** The two bits that open a length, and what follows the two that say «encoded». */
export const Length = { short: 0, medium: 1, long: 2, encoded: 3 } as const
export const LENGTH_32 = 0x80
export const LENGTH_64 = 0x81
export const Encoding = { int8: 0, int16: 1, int32: 2, lzf: 3 } as const

/** Version and checksum at the end of a dump. */
export const FOOTER_BYTES = 10
export const CHECKSUM_BYTES = 8
