import type fs from 'node:fs'
import { join } from 'node:path'
import type { DumpFiles } from '../engine/dump-files.ts'

type FileSystem = typeof fs

/** Looked up at the first use: the double can be imported where there is no file system. */
function fileSystem(): FileSystem {
  return process.getBuiltinModule('node:fs')
}

/** Dumps in files of the machine. A dump is written beside its place and then put there whole. */
export const diskDumps: DumpFiles = {
  write(folder, name, bytes) {
    const fs = fileSystem()
    const target = join(folder, name)
    const beside = join(folder, `temp-${process.pid}.rdb`)
    fs.writeFileSync(beside, bytes)
    try {
      fs.renameSync(beside, target)
    } catch (error) {
      fs.rmSync(beside, { force: true })
      throw error
    }
  },
  read(folder, name) {
    try {
      return fileSystem().readFileSync(join(folder, name))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  },
}
