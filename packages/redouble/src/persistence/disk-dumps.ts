import { join } from 'node:path'
import type { DumpFiles } from '../engine/dump-files.ts'

type FileSystem = typeof import('node:fs')

/** Looked up at the first use: the double can be imported where there is no file system. */
function fileSystem(): FileSystem {
  return process.getBuiltinModule('node:fs')
}

function pathOf(folder: string, name: string): string {
  return join(folder, name)
}

/** Dumps in files of the machine. A dump is written beside its place and then put there whole. */
export const diskDumps: DumpFiles = {
  write(folder, name, bytes) {
    const fs = fileSystem()
    const target = pathOf(folder, name)
    const beside = pathOf(folder, `temp-${process.pid}.rdb`)
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
      return fileSystem().readFileSync(pathOf(folder, name))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  },
}
