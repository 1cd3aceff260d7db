// Completes package-lock.json after `npm install`. npm leaves out the optional packages of other
// platforms that its registry could not give it, and `npm ci` then refuses the whole lock. What an
// entry needs is known: the version is named by the dependent, the platform by the package's name.
import { readFileSync, writeFileSync } from 'node:fs'

const file = 'package-lock.json'
const before = readFileSync(file, 'utf8')
const lock = JSON.parse(before)
const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const processors = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]

/** os, cpu and libc as a package says them, read from a name such as binding-linux-x64-musl. */
function platform(name) {
  const words = name.split('/').at(-1).split('-')
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.includes('gnu') && 'glibc'
  return {
    cpu: processors.filter((cpu) => words.includes(cpu)),
    ...(libc && { libc: [libc] }),
    os: systems.filter((os) => words.includes(os)),
  }
}

/** What a package finds under a name: in its own node_modules, or in that of a folder above. */
function find(path, name) {
  for (let dir = path; ; dir = dir.slice(0, Math.max(0, dir.lastIndexOf('/')))) {
    const found = lock.packages[`${dir}${dir && '/'}node_modules/${name}`]
    if (found || dir === '') return found
  }
}

for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const found = find(path, name)
    if (found && (found.version === version || !/^\d/.test(version))) continue
    const { cpu, os, libc } = platform(name)
    if (cpu.length === 0 || !/^\d/.test(version))
      throw new Error(`Of which platform is ${name}@${version}?`)
    lock.packages[`${found ? `${path}/` : ''}node_modules/${name}`] = {
      version,
      cpu,
      ...(dev && { dev }),
      ...(libc && { libc }),
      optional: true,
      ...(os.length > 0 && { os }),
    }
  }
}

const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries(sorted)
const after = `${JSON.stringify(lock, null, 2)}\n`
if (after !== before) writeFileSync(file, after)
