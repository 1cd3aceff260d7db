// Only the kernel knows time and chance. Everything else asks the kernel's clock and its random
// source, which a test can hold still, move and replay.
const timers = ['setTimeout', 'setInterval', 'setImmediate']
const random = /^(random|getRandomValues$|webcrypto$|pseudoRandomBytes$)/

/** Whether a member of this global object, or an export of this module, is banned. */
const banned = {
  Date: (name) => name === 'now',
  Math: (name) => name === 'random',
  performance: (name) => name === 'now' || name === 'timeOrigin',
  process: (name) => name === 'hrtime' || name === 'uptime',
  AbortSignal: (name) => name === 'timeout',
  crypto: (name) => random.test(name),
  timers: () => true,
  'timers/promises': () => true,
  perf_hooks: (name) => name === 'performance',
}
const objects = new Set(['Date', 'Math', 'performance', 'process', 'AbortSignal', 'crypto'])
const globals = new Set(['globalThis', 'global', 'self'])
const moduleName = (source) => String(source).replace(/^node:/, '')

const memberName = (node) => (node.computed ? node.property.value : node.property.name)

export const timeAndChance = {
  create(context) {
    function report(node, what) {
      context.report({ node, message: `${what}: only kernel/ knows time and chance.` })
    }

    /** What is done with a reference to an object that has banned members. */
    function checkUse(node, name, isBanned) {
      const { parent } = node
      if (parent.type === 'MemberExpression' && parent.object === node) {
        const member = memberName(parent)
        if (isBanned(member)) report(parent, `${name}.${member}`)
      } else if (parent.type === 'VariableDeclarator' && parent.id.type === 'ObjectPattern') {
        for (const { key } of parent.id.properties) {
          if (key && isBanned(key.name)) report(key, `${name}.${key.name}`)
        }
      }
    }

    function checkGlobal(node, name) {
      const { parent } = node
      if (parent.type === 'TSTypeQuery') return
      if (timers.includes(name)) return report(node, name)
      if (name === 'Date' && parent.callee === node && parent.arguments.length === 0) {
        return report(parent, parent.type === 'NewExpression' ? 'new Date()' : 'Date()')
      }
      if (objects.has(name)) return checkUse(node, name, banned[name])
      if (!globals.has(name)) return
      if (parent.type === 'MemberExpression') checkGlobal(parent, memberName(parent))
      else checkUse(node, name, (member) => timers.includes(member))
    }

    function checkImport(node) {
      const name = moduleName(node.source.value)
      if (!Object.hasOwn(banned, name) || name === 'Date' || name === 'Math') return
      if (node.importKind === 'type') return
      for (const specifier of node.specifiers) {
        if (specifier.type === 'ImportSpecifier') {
          const { imported } = specifier
          if (specifier.importKind !== 'type' && banned[name](imported.name ?? imported.value)) {
            report(specifier, `${node.source.value} ${imported.name ?? imported.value}`)
          }
          continue
        }
        for (const variable of context.sourceCode.getDeclaredVariables(specifier)) {
          for (const { identifier } of variable.references)
            checkUse(identifier, variable.name, banned[name])
        }
      }
    }

    return {
      ImportDeclaration: checkImport,
      ImportExpression(node) {
        if (moduleName(node.source.value).startsWith('timers')) report(node, node.source.value)
      },
      Program(node) {
        const scope = context.sourceCode.getScope(node)
        const known = [...scope.set.values()].filter((variable) => variable.defs.length === 0)
        for (const variable of known) {
          for (const { identifier } of variable.references) checkGlobal(identifier, variable.name)
        }
        for (const { identifier } of scope.through) checkGlobal(identifier, identifier.name)
      },
    }
  },
}
